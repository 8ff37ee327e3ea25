// The command line: a table for people, data for programs, one clear line and exit code 2 for mistakes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { duration } from "../../dist/format.js";
import { GZIP_BYTES, JSON_BYTES, NDJSON } from "./desk-data.mjs";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "deskgauge-cli-"));
after(() => rmSync(folder, { recursive: true }));

function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function run(args, input) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", input });
  return { status, stdout, stderr };
}

const tickets = file("tickets.json", JSON_BYTES);

test("a table for people, with what is not in the figures below it", () => {
  const { status, stdout, stderr } = run(["report", tickets, "--zone", "UTC"]);
  assert.equal(status, 0, stderr);
  assert.equal(stderr, "");
  assert.match(stdout, /^First response time +20 min 20 s +20 min +36 min .* 3$/m);
  assert.match(stdout, /^first_response_time: 1 still running$/m);
  assert.match(
    stdout,
    /As of 2025-03-05 08:00:00 \(UTC\), by the definitions of deskgauge; 4 tickets and 7 events read\./,
  );
  assert.ok(!stdout.includes("\u001b"), "colours or cursor movements where no terminal is");
});

test("a mapping is proposed column by column with the reasons, or alone to be kept", () => {
  const odd = file(
    "odd.csv",
    "Vorgang;Erstellt am;Stand\n7;3.2.2025 09:15;Neu\n8;4.2.2025 10:15;Erledigt\n9;25.2.2025 10:15;Neu\n",
  );
  const people = run(["guess", odd]);
  assert.equal(people.status, 0, people.stderr);
  assert.match(
    people.stdout,
    /^Erstellt am +ticket\.created_at +100 % +3\.2\.2025 09:15 +its name is one of/m,
  );
  assert.match(
    people.stdout,
    /^A row is a ticket: each row has its own “Vorgang”; the day stands first: 25\.2/m,
  );
  assert.match(people.stdout, /^timeZone: In which time zone/m);
  const { stdout } = run(["guess", odd, "--json"]);
  const kept = file("kept.json", stdout);
  assert.deepEqual(JSON.parse(stdout).statuses, { Neu: "new", Erledigt: "solved" });
  const report = run(["report", odd, "--mapping", kept, "--zone", "UTC", "--metric", "created,solved"]);
  assert.match(report.stdout, /^Created +3$/m, report.stdout + report.stderr);
  assert.match(run(["guess", tickets]).stdout, /^Nothing needs to be mapped/);
  assert.match(run(["guess", "-"]).stderr, /looks at a file/);
  assert.match(run(["guess", join(folder, "none.csv")]).stderr, /there is no such file/);
});

test("groups and buckets are rows, aligned", () => {
  const { stdout } = run([
    "report",
    tickets,
    "--zone",
    "UTC",
    "--metric",
    "created,first_response_time",
    "--by",
    "channel",
    "--bucket",
    "week",
  ]);
  const lines = stdout.split("\n");
  assert.match(lines[0], /^channel +week +created +first_response_time +median$/);
  assert.match(stdout, /^email +2025-03-03 +2 +30 min +30 min$/m);
  assert.equal(new Set(lines.slice(0, 4).map((line) => line.length)).size, 1);
});

test("JSON and CSV for programs", () => {
  const json = JSON.parse(
    run(["report", tickets, "--json", "--metric", "created", "--where", "channel=chat"]).stdout,
  );
  assert.equal(json.rows[0].figures.created.value, 2);
  assert.equal(json.loaded.tickets, 4);
  const csv = run(["report", tickets, "--csv", "--metric", "created", "--by", "channel"]).stdout;
  assert.match(csv, /^channel,created\.value.*\r\nchat,2/);
});

test("gzip, NDJSON and stdin", () => {
  for (const [args, input] of [
    [[file("tickets.json.gz", GZIP_BYTES)]],
    [[file("tickets.ndjson", NDJSON)]],
    [["-"], NDJSON],
    [["-"], GZIP_BYTES],
  ]) {
    const { status, stdout, stderr } = run(["report", ...args, "--json", "--metric", "tickets"], input);
    assert.equal(status, 0, stderr);
    assert.equal(JSON.parse(stdout).rows[0].figures.tickets.value, 4);
  }
});

test("a mapping from a file or by its name", () => {
  const csv = file("opened.csv", "nr;opened\n1;3/4/2025 10:00\n2;soon\n");
  const mapping = {
    dates: "d/m/yyyy HH:MM",
    timeZone: "Europe/Rome",
    ticket: { id: "nr", created_at: "opened" },
  };
  const mapped = run([
    "report",
    csv,
    "--mapping",
    file("map.json", JSON.stringify(mapping)),
    "--json",
    "--metric",
    "created",
  ]);
  assert.equal(mapped.status, 0, mapped.stderr);
  const { asOf, loaded } = JSON.parse(mapped.stdout);
  assert.equal(asOf, Date.parse("2025-04-03T08:00:00Z"));
  assert.equal(loaded.skipped, 1);
  assert.match(mapped.stderr, /^deskgauge: 1 set aside; the first: row \d, created_at: .*soon.*\n$/);
  const unknown = run(["report", csv, "--mapping", "nope"]);
  assert.match(unknown.stderr, /no mapping is called "nope"; there are .*uci/);
  assert.equal(unknown.status, 2);
});

const MISTAKES = {
  "no such file": [["report", "nowhere.json"], /nowhere\.json cannot be read: there is no such file/],
  "a folder": [["report", folder], /folder/],
  "no file": [["report"], /needs a file/],
  "no such command": [["reprot", "x"], /no command "reprot"/],
  "no such option": [["report", tickets, "--metrics", "created"], /--metrics/],
  "an option without its value": [["report", tickets, "--metric"], /--metric/],
  "no such metric": [["report", tickets, "--metric", "first_respose_time"], /first_response_time/],
  "no such dimension": [["report", tickets, "--by", "chanel"], /channel/],
  "no such zone": [["report", tickets, "--zone", "Mars/Base"], /Mars\/Base/],
  "no such bucket": [["report", tickets, "--bucket", "fortnight"], /fortnight/],
  "no date": [["report", tickets, "--as-of", "soon"], /soon/],
  "a bad condition": [["report", tickets, "--where", "channel"], /NAME=VALUE/],
  "a bad week": [["report", tickets, "--week-start", "x"], /weekStart/],
  "both formats": [["report", tickets, "--json", "--csv"], /exclude each other/],
  "no data": [["report", file("empty.json", "")], /no tickets|empty/],
  "no tickets": [["report", file("text.txt", "once upon a time")], /./],
  "gzip cut short": [["report", file("cut.json.gz", GZIP_BYTES.slice(0, 60))], /gzip/],
  "a mapping that is no JSON": [["report", tickets, "--mapping", file("bad.json", "{")], /JSON/],
};
for (const [name, [args, message]] of Object.entries(MISTAKES)) {
  test(`${name}: one line and exit code 2`, () => {
    const { status, stdout, stderr } = run(args);
    assert.equal(status, 2, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /^deskgauge: [^\n]+\n$/);
    assert.match(stderr, message);
  });
}

test("a CSV file in columns of its own asks for a mapping", () => {
  const { status, stderr } = run(["report", file("own.csv", "Number,Opened\n1,today\n")]);
  assert.equal(status, 2);
  assert.match(stderr, /no column "id", and no mapping says which column stands for it; give a mapping/);
});

test("help, version and the metrics", () => {
  assert.match(run(["--help"]).stdout, /--mapping/);
  assert.match(run([]).stdout, /--mapping/);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.equal(run(["--version"]).stdout, `${version}\n`);
  assert.match(run(["metrics"]).stdout, /^first_response_time: First response time\n {2}From /m);
  assert.ok(JSON.parse(run(["metrics", "--json"]).stdout).length > 50);
});

test("lengths of time in their two largest units", () => {
  for (const [seconds, text] of [
    [0, "0 s"],
    [0.25, "0.3 s"],
    [59.4, "59 s"],
    [60, "1 min"],
    [61, "1 min 1 s"],
    [3599.6, "1 h"],
    [3600, "1 h"],
    [11_520, "3 h 12 min"],
    [86_399, "1 d"],
    [90_000, "1 d 1 h"],
    [-90, "-1 min 30 s"],
    [1e8, "1,157 d 10 h"],
  ]) {
    assert.equal(duration(seconds), text, String(seconds));
  }
});

test("escalations: times, stages, hand-offs, findings and what the rules say", () => {
  const at = (hours) => new Date(Date.UTC(2026, 4, 4, 9 + hours)).toISOString();
  const group = (hours, name) => ({ at: at(hours), kind: "assigned", group: name });
  const made = file(
    "escalated.json",
    JSON.stringify([
      { id: "A", created_at: at(0), type: "login", events: [group(0, "first"), group(2, "second")] },
      { id: "B", created_at: at(0), type: "login", events: [group(0, "first")] },
      { id: "C", created_at: at(4), type: "crash", events: [group(4, "first"), { at: at(6), kind: "note" }] },
    ]),
  );
  const settings = file(
    "settings.json",
    JSON.stringify({
      levels: { groups: { first: 1, second: 2 } },
      rules: [
        {
          id: "old",
          when: { since: "creation", longerThan: "3h" },
          steps: [{ do: "reassign", to: { level: 2, group: "second" } }],
        },
      ],
    }),
  );
  const asked = ["escalations", made, "--zone", "UTC", "--settings", settings];
  const { status, stdout, stderr } = run(asked);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^ +3 +1 +33\.3 % +2 h +2 h +2 h/m);
  assert.match(stdout, /^1 → 2 +1 +2 h/m);
  assert.match(stdout, /^first → second +1 +2 h +– +0$/m);
  assert.match(stdout, /^2026-05-04 12:00 +B +old +reassign level 2, second$/m);
  assert.match(stdout, /^Next\n.*\n.*\n2026-05-04 16:00 +C +old/m);
  const { stdout: chosen } = run([...asked, "--where", "type=crash"]);
  assert.match(chosen, /^Due: nothing$/m);
  assert.match(chosen, /^2026-05-04 16:00 +C +old/m);
  const { stdout: json } = run([...asked, "--json", "--by", "type"]);
  const data = JSON.parse(json);
  assert.deepEqual(
    data.times.rows.map(({ by, ofCreated }) => [by.type, ofCreated.count, ofCreated.of]),
    [
      ["crash", 0, 1],
      ["login", 1, 2],
    ],
  );
  assert.equal(data.loaded.tickets, 3);
  for (const [args, told] of [
    [["escalations", made, "--csv"], /escalations prints text or --json/],
    [["escalations", made, "--metric", "csat"], /are for report/],
    [["report", made, "--settings", settings], /--settings is for escalations and reconcile/],
    [["report", made, "--theirs", made], /--theirs is for reconcile/],
    [["escalations", made, "--settings", made.replace(".json", ".none")], /cannot be read/],
  ]) {
    const failed = run(args);
    assert.equal(failed.status, 2);
    assert.match(failed.stderr, told);
  }
});

test("reconcile: a metric beside a file of values, and beside those of payloads", () => {
  const start = Date.UTC(2026, 4, 4, 9);
  const reply = (minutes, role = "agent") => ({ at: start + minutes * 60_000, kind: "reply", role });
  const made = file(
    "reconciled.json",
    JSON.stringify([
      { id: "A", created_at: start, events: [reply(10)] },
      { id: "B", created_at: start, events: [reply(5, "bot"), reply(20)] },
      { id: "C", created_at: start, events: [reply(30)] },
    ]),
  );
  const theirs = file("theirs.csv", "Group,Ticket ID,First reply (min)\nL1,A,10\nL1,B,5\nL2,C,44\nL2,D,1\n");
  const asked = ["reconcile", made, "--zone", "UTC", "--metric", "first_response_time", "--theirs", theirs];
  const named = [...asked, "--value", "First reply (min)", "--unit", "minutes"];
  const { status, stdout, stderr } = run(named);
  assert.equal(status, 0, stderr);
  assert.match(
    stdout,
    /^first_response_time \(calendar hours\) beside the values given: 4 listed, 1 not in the file\.$/m,
  );
  assert.match(stdout, /^agree +1$/m);
  assert.match(stdout, /^bot-reply +1 +15 min +B: 20 min, 5 min$/m);
  assert.match(stdout, /^bot-reply: A bot's or an automatic reply counts as a reply\.$/m);
  assert.match(stdout, /^Unexplained by the definitions of deskgauge\n.*\n.*\nC +30 min +44 min +−14 min$/m);
  assert.match(run([...named, "--csv"]).stdout, /^B,differ,1200,300,900,bot-reply,300\r$/m);
  const data = JSON.parse(run([...named, "--json"]).stdout);
  assert.deepEqual([data.loaded.tickets, data.under[0].explained, data.rows.length], [3, 1, 3]);

  const at = (minute) => new Date(start + minute * 60_000).toISOString();
  const tickets = file(
    "zendesk.json",
    JSON.stringify({
      tickets: [{ id: 1, created_at: at(0), updated_at: at(60), status: "open", requester_id: 5 }],
      audits: [
        {
          id: 2,
          ticket_id: 1,
          created_at: at(12),
          author_id: 9,
          events: [{ id: 3, type: "Comment", public: true }],
        },
      ],
    }),
  );
  const metrics = file(
    "zendesk-metrics.json",
    JSON.stringify({
      ticket_metrics: [
        {
          id: 4,
          ticket_id: 1,
          created_at: at(0),
          updated_at: at(60),
          reply_time_in_minutes: { calendar: 12 },
        },
      ],
    }),
  );
  const told = ["reconcile", tickets, metrics, "--source", "zendesk", "--metric", "first_response_time"];
  assert.match(
    run(told).stdout,
    /^by the definitions of +zendesk +deskgauge\n.*\ntickets +1 +1\nagree +1 +1$/m,
  );
  // The same payloads make a report too.
  const report = run([
    "report",
    tickets,
    metrics,
    "--source",
    "zendesk",
    "--metric",
    "first_response_time",
    "--json",
  ]);
  assert.match(report.stdout, /"n": ?1\b/);
  const { loaded } = JSON.parse(report.stdout);
  assert.deepEqual([loaded.tickets, loaded.newTickets, loaded.rows], [1, 1, 3]);
  // Of several files the one at fault is named.
  const cut = file("zendesk-cut.json", '{"tickets":[{"id":2,"created_at":"2026-');
  const failed = run(["report", tickets, cut, "--source", "zendesk"]);
  assert.equal(failed.status, 2);
  assert.match(failed.stderr, /zendesk-cut\.json: found the end of the record at byte/);
  for (const [args, message] of [
    [["reconcile", made], /needs one --metric/],
    [["reconcile", made, "--metric", "csat"], /needs --source, .* or a file of --theirs/],
    [[...asked, "--by", "channel"], /are for report/],
    [asked, /theirs\.unit: say what theirs are in/],
    [[...asked, "--unit", "days"], /theirs\.unit: expected ms, seconds, minutes or hours/],
    [[...named, "--ticket", "Case"], /theirs\.ticket: no column is called "Case"/],
    [["reconcile", made, made, "--metric", "csat", "--theirs", theirs], /takes one file/],
  ]) {
    const failed = run(args);
    assert.equal(failed.status, 2, args.join(" "));
    assert.match(failed.stderr, message);
  }
});
