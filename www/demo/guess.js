// A first guess at a mapping from the names of columns and how their values look. People correct it in the form.

/** Names a value often goes by, the likeliest first. They are compared without case, spaces and punctuation. */
const NAMES = {
  id: [
    "id",
    "ticketid",
    "number",
    "caseid",
    "caseenquiryid",
    "incident",
    "incidentid",
    "ticket",
    "case",
    "uniquekey",
    "srnumber",
    "issue",
    "key",
  ],
  created_at: [
    "createdat",
    "created",
    "createddate",
    "openedat",
    "opened",
    "opendate",
    "opendt",
    "creationdate",
    "creationtime",
    "createdtime",
    "createdate",
    "submittedat",
    "date",
    "starttime",
  ],
  first_response_at: [
    "firstresponseat",
    "firstresponse",
    "firstresponsetime",
    "firstreplyat",
    "respondedat",
    "firstrespondedat",
  ],
  resolved_at: [
    "resolvedat",
    "resolved",
    "resolutiontime",
    "resolveddate",
    "solvedat",
    "closedate",
    "closeddate",
    "closeddt",
    "endtime",
  ],
  closed_at: ["closedat", "closed"],
  channel: ["channel", "via", "source", "contacttype", "ticketchannel", "openmode", "opendatachanneltype"],
  priority: ["priority", "ticketpriority", "urgency", "severity"],
  tier: ["tier", "plan", "segment"],
  type: ["type", "category", "tickettype", "issuetype", "complainttype", "topic", "reason", "subcategory"],
  group: [
    "group",
    "team",
    "assignmentgroup",
    "agentgroup",
    "groupid",
    "queue",
    "agency",
    "department",
    "responsibleagency",
  ],
  level: ["level", "supportlevel", "line"],
  assignee: ["assignee", "assignedto", "assigneeid", "agentname", "agent", "owner"],
  requester: ["requester", "requesterid", "callerid", "customeremail", "reporter", "user"],
  customer: ["customer", "account", "organization", "organisation", "company"],
  status: ["status", "state", "incidentstate", "casestatus", "ticketstatus"],
  language: ["language", "lang", "locale"],
  csat: ["csat", "satisfaction", "customersatisfactionrating", "rating", "surveyresults"],
};

const EVENT_NAMES = {
  at: ["at", "createdat", "timestamp", "time", "date", "when"],
  kind: ["kind", "type", "event", "action", "activity"],
  role: ["role", "authorrole", "actortype"],
  actor: ["actor", "author", "authorid", "user", "userid", "resource"],
  to: ["to", "newvalue", "value"],
};

/** What the statuses of many desks mean. */
const STATUSES = [
  ["new", /^(new|created|submitted|registered|wait.*assign.*)$/i],
  ["pending", /(await|wait).*(user|customer|client)|^pending.*(customer|user)?|customer response/i],
  ["on_hold", /hold|vendor|third|supplier|problem|evidence/i],
  ["solved", /solved|resolved|completed|done|fixed/i],
  ["closed", /closed|cancell?ed|archived/i],
];

const plain = (name) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether the sample is in the package's own format, which needs no mapping. @param {import("./sample.js").Sample} sample */
export function isNative({ format, columns, events }) {
  const named = columns.includes("id") && columns.includes("created_at");
  return format !== "csv" && named && (events === undefined || events === "events");
}

/** @param {import("./sample.js").Sample} sample */
export function guessMapping(sample) {
  const { format, delimiter, root, events } = sample;
  const mapping = {
    format,
    ...(delimiter && delimiter !== "," ? { delimiter } : {}),
    ...(root ? { root } : {}),
  };
  if (isNative(sample)) return mapping;
  mapping.ticket = guessNames(NAMES, sample.columns);
  if (events !== undefined) {
    mapping.events = events;
    mapping.event = guessNames(EVENT_NAMES, sample.eventColumns);
  }
  const dates = guessDates(sample.rows.map((row) => row[mapping.ticket.created_at]).filter(Boolean));
  return dates === "iso" ? mapping : { ...mapping, dates };
}

/** The different words of a column in the sample. */
export function wordsOf(sample, column) {
  return [...new Set(sample.rows.map((row) => row[column]).filter(Boolean))].sort();
}

/** What a word for a status probably means. */
export function guessStatus(word) {
  return STATUSES.find(([, pattern]) => pattern.test(word))?.[0] ?? "open";
}

/** The way dates are written that fits all the samples; the American order only where the other one cannot be. */
export function guessDates(samples) {
  if (samples.length === 0 || samples.every((text) => /^\d{4}-\d\d-\d\d([T ]|$)/.test(text))) return "iso";
  if (samples.every((text) => /^\d{9,10}(\.\d+)?$/.test(text))) return "epoch-s";
  if (samples.every((text) => /^\d{12,14}$/.test(text))) return "epoch-ms";
  const shape =
    /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?(\.\d+)?(\s*[AP]M)?)?$/i.exec(
      samples[0],
    );
  if (shape === null) return "iso";
  const [, first, mark, , , hour, , second, fraction, half] = shape;
  const parts = samples.map((text) => text.split(/[/.\-,\s]+/).map(Number));
  const day =
    first.length === 4
      ? ["yyyy", "m", "d"]
      : parts.some(([, middle]) => middle > 12)
        ? ["m", "d", "yyyy"]
        : ["d", "m", "yyyy"];
  const comma = /,\s/.test(samples[0]) ? "," : "";
  const time =
    hour === undefined
      ? ""
      : `${comma} ${half ? "hh" : "HH"}:MM${second ? ":SS" : ""}${fraction ? ".fff" : ""}${half ? " AM" : ""}`;
  return day.join(mark) + time;
}

function guessNames(names, columns) {
  const taken = new Set();
  const found = {};
  for (const [name, known] of Object.entries(names)) {
    const match = known
      .map((one) => columns.find((column) => plain(column) === one && !taken.has(column)))
      .find((column) => column !== undefined);
    if (match === undefined) continue;
    taken.add(match);
    found[name] = match;
  }
  return found;
}
