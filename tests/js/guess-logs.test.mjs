// Real logs: what is proposed from their first rows, beside the mapping that people wrote for them, and what both load to.
//
// The logs are not part of the project (licences). They are looked for in DESKGAUGE_DATA, by default ../shared/data beside the
// checkout; without them the comparisons are skipped and counted.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { guessMapping } from "deskgauge/guess";

const data = resolve(process.env.DESKGAUGE_DATA ?? join(import.meta.dirname, "../../../shared/data"));

// `differs` is all in which a proposal and the written mapping part: the proposal first. What nothing in a file says cannot be
// guessed: that calls are a phone's, that a server is a person, that a product is what a desk calls the type. `statuses` are the
// words that are understood otherwise, and `parts` are the figures that come out differently for it.
const LOGS = [
  {
    file: "bank-callcentre-1999-02/calls.csv.gz",
    mapping: "bank1999",
    agrees: 4,
    differs: {
      "ticket.id": ["call_id", "vru+line + call_id"],
      "ticket.channel": [undefined, "phone"],
      "ticket.assignee": [undefined, "server"],
      "ticket.test": [undefined, "outcome"],
    },
    asks: ["timeZone", "statuses", "priorities"],
    statuses: ["AGENT", "HANG", "PHANTOM"],
    // Ids come again further down than the beginning that was looked at.
    parts: ["tickets", "open"],
  },
  { file: "boston311-100/boston311.csv", mapping: "boston311", agrees: 7, differs: {}, asks: ["timeZone"] },
  {
    file: "bpic2013-volvo-incidents/vinst_incidents.csv.gz",
    mapping: "volvo_incidents",
    agrees: 4,
    differs: {
      "ticket.group": [undefined, "Involved ST"],
      "ticket.type": [undefined, "Product"],
      "event.kind": [undefined, "Status"],
    },
    asks: [],
    statuses: ["Completed/Closed", "Accepted/Wait - Implementation", "Accepted/Wait"],
    // That an acceptance is the first answer is what people decided.
    parts: ["first_response_time", "full_resolution_time", "open"],
  },
  {
    file: "helpdesk-italy-2010-2011/helpdesk_2010_2011.csv.gz",
    mapping: "helpdesk_2010_2011",
    agrees: 7,
    differs: {
      "ticket.tier": ["service_level", undefined],
      "ticket.group": ["workgroup", undefined],
    },
    asks: ["timeZone"],
    statuses: ["Assign seriousness", "Create SW anomaly"],
    // Ten rows have words for what happened that the beginning of the file has not: they are set aside and told of.
    parts: ["skipped", "first_response_time", "full_resolution_time"],
  },
  {
    file: "hf-datasets-github-issues/issues.csv.gz",
    mapping: "github_issues",
    agrees: 5,
    differs: { "ticket.type": [undefined, "is_pull_request"] },
    asks: [],
  },
  {
    file: "nyc311-illegal-animals/nyc311.csv.gz",
    mapping: "nyc311",
    agrees: 7,
    differs: {},
    asks: ["timeZone"],
    statuses: ["Pending"],
  },
  { file: "sf311-sample/sf311.csv.gz", mapping: "sf311", agrees: 7, differs: {}, asks: [] },
  {
    file: "support-tickets-8469-synthetic/tickets.csv.gz",
    mapping: "support_tickets",
    agrees: 9,
    differs: {},
    asks: ["timeZone", "ticket.created_at"],
  },
  {
    file: "tech-support-2023-synthetic/tickets.csv.gz",
    mapping: "tech_support",
    agrees: 13,
    differs: {},
    asks: ["timeZone"],
  },
  {
    file: "uci-servicenow-incidents/incident_event_log.csv.gz",
    mapping: "uci",
    agrees: 12,
    differs: {},
    asks: ["timeZone"],
  },
];

/** What a source reads, for comparing. */
function told(source) {
  if (typeof source !== "object") return source;
  return source.columns?.join(" + ") ?? source.path ?? source.value;
}

/** What a file loads to under a mapping, and what three figures say of it. */
async function stands(bytes, mapping) {
  const desk = await Desk.open({ timeZone: "UTC", now: "2026-01-01T00:00:00Z" });
  const { tickets, skipped } = await desk.load(bytes, { mapping });
  const metrics = ["first_response_time", "full_resolution_time", "open"];
  const report = await desk.report({ metrics });
  const figures = Object.fromEntries(metrics.map((metric) => [metric, report.cell({ metric }).value]));
  desk.free();
  return { tickets, skipped, ...figures };
}

for (const log of LOGS) {
  const path = join(data, log.file);
  const count = log.agrees + Object.keys(log.differs).length;
  const skip = !existsSync(path) && `${count} comparisons skipped, for want of ${log.file}`;
  test(`${log.mapping}: the proposal beside the written mapping`, { skip }, async (t) => {
    const bytes = await readFile(path);
    const written = JSON.parse(
      await readFile(new URL(import.meta.resolve(`deskgauge/mappings/${log.mapping}.json`)), "utf8"),
    );
    const { mapping, questions, columns, sample } = await guessMapping(bytes);
    const differs = {};
    let agrees = 0;
    for (const part of ["ticket", "event"]) {
      const names = new Set([...Object.keys(mapping[part] ?? {}), ...Object.keys(written[part] ?? {})]);
      for (const name of names) {
        const sides = [mapping[part]?.[name], written[part]?.[name]].map(told);
        if (sides[0] === sides[1]) agrees += 1;
        else differs[`${part}.${name}`] = sides;
      }
    }
    assert.deepEqual(differs, log.differs);
    assert.equal(agrees, log.agrees, "the number that is told when the data are absent");
    assert.equal(mapping.shape ?? "tickets", written.shape ?? "tickets");
    assert.deepEqual(
      questions.map(({ about }) => about),
      log.asks,
    );
    // Every column is told of, with a reason.
    assert.deepEqual(
      columns.map(({ column }) => column),
      sample.columns,
    );
    assert.ok(columns.every(({ because }) => because.length > 5));
    // Statuses that were seen mean what people say they mean, where the status is the same column.
    const wrong = Object.entries(mapping.statuses ?? {})
      .filter(
        ([word]) =>
          written.statuses?.[word] !== undefined && written.statuses[word] !== mapping.statuses[word],
      )
      .map(([word]) => word);
    assert.deepEqual(wrong, log.statuses ?? []);
    const [found, hoped] = [await stands(bytes, mapping), await stands(bytes, written)];
    const parted = Object.keys(hoped).filter((name) => found[name] !== hoped[name]);
    assert.deepEqual(parted, log.parts ?? [], `${JSON.stringify(found)} ${JSON.stringify(hoped)}`);
    const same = Object.keys(hoped).length - parted.length;
    t.diagnostic(
      `${log.mapping}: ${agrees} columns agree, ${count - agrees} differ; ${same} of 5 figures are the same`,
    );
  });
}
