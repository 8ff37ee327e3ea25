// The six tickets told in full, as the records that the played servers answer from.

const at = (text) => Date.parse(text.includes("T") ? text : `${text.replace(" ", "T")}Z`);

/** Of Jira: issues without what a search leaves out, and that beside them. */
export function jiraRecords(read) {
  const records = { issues: [], changes: [], comments: [] };
  for (const issue of read("jira-service-management/search.json").issues) {
    const { changelog, fields, ...rest } = issue;
    const { comment, ...others } = fields;
    records.issues.push({ id: issue.id, at: at(fields.updated), record: { ...rest, fields: others } });
    for (const record of changelog.histories)
      records.changes.push({ id: record.id, at: at(record.created), about: issue.id, record });
    for (const record of comment.comments)
      records.comments.push({ id: record.id, at: at(record.created), about: issue.id, record });
  }
  return records;
}

/** Of Salesforce, by table. */
export function salesforceRecords(read) {
  const records = {
    Case: [],
    CaseHistory: [],
    EmailMessage: [],
    CaseComment: [],
    CaseMilestone: [],
    Group: [],
  };
  for (const file of ["Case", "CaseHistory", "CaseMilestone", "EmailMessage_CaseComment"])
    for (const record of read(`salesforce/${file}.json`).records) {
      const changed = record.LastModifiedDate ?? record.CreatedDate ?? record.MessageDate ?? record.StartDate;
      const told = { CreatedDate: changed, ...record, SystemModstamp: changed };
      records[record.attributes.type].push({ id: record.Id, at: at(changed), record: told });
    }
  return records;
}

/** Of ServiceNow, by table; groups have names in a table of their own. */
export function servicenowRecords(read, groups) {
  const files = ["incident", "sys_audit", "sys_journal_field", "task_sla"];
  const records = Object.fromEntries(
    files.map((table) => [
      table,
      read(`servicenow/${table}.json`).result.map((record) => {
        const changed = record.sys_updated_on ?? record.sys_created_on ?? record.start_time;
        const sla = record.sla && { "sla.name": record.sla.display_value, task: record.task.value };
        const told = { sys_created_on: changed, ...record, sys_updated_on: changed, ...sla };
        return { id: record.sys_id, at: at(changed), record: told };
      }),
    ]),
  );
  const named = Object.entries(groups).map(([number, { name }]) => {
    const sys_id = `b${Number(number).toString(16).padStart(31, "0")}`;
    return {
      id: sys_id,
      at: 0,
      record: { sys_id, name, manager: "", sys_updated_on: "1970-01-01 00:00:00" },
    };
  });
  return { ...records, sys_user: [], sys_user_group: named };
}
