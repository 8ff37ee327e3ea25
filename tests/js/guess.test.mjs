// What the package proposes for a file that nobody described: from names in several languages, and from values.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Desk, isDeskError } from "deskgauge";
import { guessMapping, guessStatus } from "deskgauge/guess";
import { simulateNdjson } from "deskgauge/simulator";

/** Columns by what they are taken for. */
function taken(guess) {
  return Object.fromEntries(guess.columns.filter(({ as }) => as).map(({ as, column }) => [as, column]));
}

/** What a file of this text loads to under its guess. */
async function loaded(text) {
  const { mapping } = await guessMapping(text);
  const desk = await Desk.open({ timeZone: "UTC", now: "2026-04-01T00:00:00Z" });
  const told = await desk.load(text, { mapping });
  return { desk, told };
}

test("a CSV file tells its delimiter, its columns and its rows, quotes and line ends included", async () => {
  const text = '\ufeffid;opened at;note\r\n1;2025-01-01;"a;b ""c""\r\nd"\r\n2;2025-01-02;\r\n';
  const { sample, mapping } = await guessMapping(new Blob([text]));
  assert.equal(sample.delimiter, ";");
  assert.deepEqual(sample.columns, ["id", "opened at", "note"]);
  assert.deepEqual(sample.rows, [
    { id: "1", "opened at": "2025-01-01", note: 'a;b "c"\r\nd' },
    { id: "2", "opened at": "2025-01-02", note: "" },
  ]);
  assert.deepEqual([mapping.delimiter, mapping.ticket], [";", { id: "id", created_at: "opened at" }]);
  const tabs = await guessMapping("Ticket, no.\tOpened\n1\t2025-01-01\n2\t2025-01-02\n");
  assert.deepEqual(
    [tabs.mapping.delimiter, tabs.mapping.ticket],
    ["\t", { id: "Ticket, no.", created_at: "Opened" }],
  );
});

test("only complete rows of a long file are looked at, gzip or not, cut off or not", async () => {
  const rows = Array.from({ length: 60_000 }, (_, index) => `${index},2025-01-01T00:00:00Z,héllo`);
  const bytes = new TextEncoder().encode(["id,created_at,subject", ...rows].join("\n"));
  const zipped = gzipSync(bytes);
  for (const file of [new Blob([bytes]), bytes, zipped, zipped.subarray(0, zipped.length / 2)]) {
    const { sample } = await guessMapping(file);
    assert.ok(sample.rows.length >= 999, `${sample.rows.length}`);
    assert.ok(sample.rows.every((row) => row.subject === "héllo"));
  }
});

test("JSON is found under its names, nested values by their paths, events as such", async () => {
  const log = [
    { time: "2025-01-01T10:00:00Z", action: "public reply", user: { id: 3 } },
    { time: "2025-01-02T10:00:00Z", action: "closed", user: { id: 3 } },
  ];
  const tickets = [{ number: 7, opened: "2025-01-01", via: { channel: "email" }, marks: [{ a: 1 }], log }];
  const text = JSON.stringify({ next: null, include: [1, "]{"], data: { tickets } });
  const { mapping, sample } = await guessMapping(text);
  assert.deepEqual(sample.columns, ["number", "opened", "via.channel"]);
  assert.deepEqual(mapping, {
    format: "json",
    root: "data.tickets",
    ticket: { id: "number", created_at: "opened", channel: "via.channel" },
    events: "log",
    event: { at: "time", kind: "action", actor: "user.id" },
    kinds: { "public reply": [{ kind: "reply" }], closed: [{ kind: "status", to: "closed" }] },
    statuses: { closed: "closed" },
  });
  const { told, desk } = await loaded(text);
  assert.deepEqual([told.tickets, told.events, told.skipped], [1, 2, 0]);
  desk.free();
});

test("one ticket in a file is a ticket, and no wrapper of its events", async () => {
  const one = { number: 7, opened_at: "2025-01-01", events: [{ at: "2025-01-01", type: "reply" }] };
  const { mapping } = await guessMapping(JSON.stringify(one));
  assert.deepEqual(
    [mapping.root, mapping.ticket.id, mapping.events, mapping.event],
    [undefined, "number", "events", { at: "at", kind: "type" }],
  );
});

test("the package's own format needs no mapping", async () => {
  const guess = await guessMapping(new Blob([...simulateNdjson({ tickets: 500 })]));
  assert.equal(guess.sample.format, "ndjson");
  assert.ok(guess.native);
  assert.deepEqual([guess.mapping, guess.questions], [{ format: "ndjson" }, []]);
});

test("what is no list of tickets is refused at sight, with a code", async () => {
  const refused = async (input, code) =>
    assert.rejects(guessMapping(input), (error) => isDeskError(error) && error.code === code);
  await refused(" \n", "empty-input");
  await refused("<!DOCTYPE html><p>Sign in</p>", "unknown-format");
  await refused(new Uint8Array([137, 80, 78, 71, 0, 1]), "unknown-format");
  await refused(new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]), "bad-gzip");
});

const LANGUAGES = {
  de: [
    "Vorgangsnummer;Erstellt am;Erste Antwort am;Gelöst am;Geschlossen am;Status;Priorität;Kanal;Kategorie;Gruppe;Bearbeiter;Melder;Kunde;Zufriedenheit",
    ["In Bearbeitung", "open", "Wartet auf Kunde", "pending", "Erledigt", "solved", "Neu", "new"],
    ["Hoch", "Mittel", "Niedrig"],
  ],
  fr: [
    "Numéro de ticket;Date de création;Première réponse le;Résolu le;Clôturé le;Statut;Priorité;Canal;Catégorie;Groupe;Assigné à;Demandeur;Client;Satisfaction",
    ["En cours", "open", "En attente du client", "pending", "Résolu", "solved", "Nouveau", "new"],
    ["Critique", "Haute", "Basse"],
  ],
  es: [
    "Número de ticket;Fecha de creación;Primera respuesta;Fecha de resolución;Fecha de cierre;Estado;Prioridad;Canal;Categoría;Grupo;Asignado a;Solicitante;Cliente;Satisfacción",
    ["En curso", "open", "En espera del cliente", "pending", "Resuelto", "solved", "Nuevo", "new"],
    ["Urgente", "Alta", "Baja"],
  ],
  en: [
    "Ticket Number;Opened;First Response;Resolved;Closed;State;Urgency;Contact Type;Category;Assignment Group;Assigned To;Caller;Company;Rating",
    ["Work in Progress", "open", "Awaiting Customer", "pending", "Resolved", "solved", "New", "new"],
    ["1 - Critical", "2 - High", "4 - Low"],
  ],
};

for (const [language, [head, statuses, priorities]] of Object.entries(LANGUAGES)) {
  test(`headings in ${language} are understood, and so are statuses and priorities`, async () => {
    const words = statuses.filter((_, at) => at % 2 === 0);
    const rows = Array.from({ length: 24 }, (_, at) => {
      const day = String(at + 1).padStart(2, "0");
      const time = (hour) => `${day}.03.2026 ${hour}:15`;
      return [
        `T-${at}`,
        time("08"),
        time("09"),
        time("10"),
        "",
        words[at % words.length],
        priorities[(at + 1) % priorities.length],
        "E-Mail",
        at % 2 ? "A" : "B",
        "Desk",
        `Ana ${at % 7}`,
        `Who ${at}`,
        `Firm ${at % 9}`,
        at % 5 || 5,
      ].join(";");
    });
    const text = [head, ...rows].join("\r\n");
    const guess = await guessMapping(text);
    const names =
      "id created_at first_response_at resolved_at closed_at status priority channel type group assignee requester customer csat";
    // A column without values is taken for no date.
    const expected = names.split(" ").map((name, at) => [`ticket.${name}`, head.split(";")[at]]);
    const found = taken(guess);
    for (const [as, column] of expected) {
      if (as !== "ticket.closed_at") assert.equal(found[as], column, as);
    }
    assert.equal(guess.mapping.dates, "d.m.yyyy HH:MM");
    assert.match(guess.because.dates, /the day stands first: 13\.03\.2026 08:15 has no such month/);
    const classes = statuses.filter((_, at) => at % 2 === 1);
    assert.deepEqual(
      guess.mapping.statuses,
      Object.fromEntries(words.map((word, at) => [word, classes[at]])),
    );
    assert.deepEqual(guess.mapping.priorities, priorities);
    assert.deepEqual(
      guess.questions.map(({ about }) => about),
      ["timeZone"],
    );
    const { told, desk } = await loaded(text);
    assert.deepEqual([told.tickets, told.skipped], [24, 0]);
    const report = await desk.report({ metrics: ["first_response_time"] });
    assert.equal(report.cell().value, 3600);
    desk.free();
  });
}

/** How the dates of a column are written, and what is said of it. */
async function datesOf(...values) {
  const guess = await guessMapping(
    `id,created\n${values.map((value, at) => `${at},"${value}"`).join("\n")}\n`,
  );
  return { dates: guess.mapping.dates ?? "iso", guess };
}

test("dates are told by how they look", async () => {
  const cases = [
    ["iso", "2025-03-09T14:05:00Z"],
    ["iso", "2025-03-09 14:05:00.250+01:00"],
    ["epoch-s", "1741529100"],
    ["epoch-ms", "1741529100000"],
    ["d/m/yyyy HH:MM", "29/3/2025 14:05"],
    ["m/d/yyyy HH:MM:SS AM", "3/29/2025 02:05:00 AM"],
    ["yyyy/m/d HH:MM:SS.fff", "2012/05/11 21:21:33.000"],
    ["d.m.yy, HH:MM", "29.03.25, 14:05"],
    ["d-Mon-yyyy HH:MM", "29-Mar-2025 14:05"],
    ["Mon d, yyyy HH:MM AM", "Mar 29, 2025 02:05 PM"],
    ["d Month yyyy", "29 March 2025"],
    ["yyyymmdd", "20250329"],
    ["yyyy-m-d H:MM", "2025-3-29 9:05"],
  ];
  for (const [hoped, value] of cases) {
    const { dates, guess } = await datesOf(value, value);
    assert.equal(dates, hoped, value);
    // Whatever is proposed can be read.
    const desk = await Desk.open({ timeZone: "UTC", now: "2026-01-01T00:00:00Z" });
    const told = await desk.load(`id,created\n1,"${value}"\n`, { mapping: guess.mapping });
    assert.deepEqual(
      [told.tickets, told.skipped],
      [1, 0],
      `${value} as ${dates}: ${told.problems[0]?.message}`,
    );
    desk.free();
  }
});

test("several ways to write dates in a column are a list, those of another column are its own", async () => {
  const text =
    "id,created,closed\n1,2025-03-09 14:05,9/3/2025\n2,2025-03-09 9:05,29/3/2025\n3,2025-03-10 14:05,\n";
  const { mapping } = await guessMapping(text);
  assert.deepEqual(mapping.dates, ["iso", "yyyy-m-d H:MM"]);
  assert.deepEqual(mapping.ticket.closed_at, { path: "closed", dates: "d/m/yyyy" });
  const { told, desk } = await loaded(text);
  assert.equal(told.skipped, 0);
  desk.free();
});

test("day and month are told apart by a number over 12 in any column, else they are asked for", async () => {
  const other = await guessMapping("id,created,resolved\n1,3/9/2025,3/29/2025\n2,4/9/2025,4/10/2025\n");
  assert.equal(other.mapping.dates, "m/d/yyyy");
  assert.match(other.because.dates, /the day stands second: 3\/29\/2025 has no such month/);
  assert.ok(other.questions.every(({ about }) => about !== "dates"));

  const open = await guessMapping("id,created\n1,3/9/2025\n2,4/9/2025\n");
  const asked = open.questions.find(({ about }) => about === "dates");
  assert.deepEqual(
    asked.choices.map(({ value }) => value),
    ["d/m/yyyy", "m/d/yyyy"],
  );
  assert.match(open.because.dates, /no value is over 12/);
  const american = await guessMapping("id,created\n1,3/9/2025 02:05 PM\n2,4/9/2025 02:05 AM\n");
  assert.equal(american.mapping.dates, "m/d/yyyy HH:MM AM");
  assert.ok(american.questions.some(({ about }) => about === "dates"));
});

test("ids that look like seconds or days are no dates", async () => {
  const { mapping } = await guessMapping("id,opened\n1741529100,2025-01-01\n1741529101,2025-01-02\n");
  assert.deepEqual(mapping.ticket, { id: "id", created_at: "opened" });
});

test("a row an event, a row a state and a row a ticket are told apart by ids that come again", async () => {
  const log = [
    "Case ID,Activity,Timestamp,Resource",
    "1,Create,2025-03-01 10:00,eva",
    "2,Create,2025-03-01 11:00,eva",
    "1,Send reply,2025-03-01 12:00,max",
    "2,Closed,2025-03-02 11:00,max",
    "1,Closed,2025-03-02 12:00,max",
  ].join("\n");
  const events = await guessMapping(log);
  assert.equal(events.mapping.shape, "events");
  assert.match(
    events.because.shape,
    /“Case ID” comes 2\.5 times each, while “Timestamp” goes on; “Activity” says/,
  );
  assert.deepEqual(events.mapping.event, {
    at: "Timestamp",
    kind: "Activity",
    actor: "Resource",
    agent: "Resource",
  });
  const first = await loaded(log);
  assert.deepEqual([first.told.tickets, first.told.skipped], [2, 0]);
  first.desk.free();

  const states = await guessMapping(log.replace("Activity", "State").replace("Resource", "Assigned to"));
  assert.equal(states.mapping.shape, "snapshots");
  assert.deepEqual(states.mapping.event, { at: "Timestamp" });
  assert.deepEqual(states.mapping.ticket, {
    id: "Case ID",
    status: { path: "State", every: true },
    assignee: "Assigned to",
  });

  const tickets = await guessMapping("Case ID,State,Timestamp\n1,New,2025-03-01\n2,Closed,2025-03-02\n");
  assert.equal(tickets.mapping.shape, undefined);
  assert.equal(tickets.because.shape, "each row has its own “Case ID”");
});

test("ids and times in two columns are put together", async () => {
  const text = [
    "line,call id,date,time,outcome",
    "A,1,990201,7:02:47,solved",
    "A,2,990201,7:05:00,solved",
    "A,3,990202,8:02:47,open",
    "B,1,990203,9:02:47,open",
  ].join("\n");
  const { mapping, columns } = await guessMapping(text);
  assert.deepEqual(mapping.ticket.id, { columns: ["line", "call id"], join: "-" });
  assert.deepEqual(mapping.ticket.created_at, { columns: ["date", "time"], join: " " });
  assert.equal(mapping.dates, "yymmdd HH:MM:SS");
  assert.match(
    columns.find(({ column }) => column === "time").because,
    /the time of day that “date” is without/,
  );
  const { told, desk } = await loaded(text);
  assert.deepEqual([told.tickets, told.skipped], [4, 0]);
  desk.free();
});

test("a name is not believed against its values, and what it might be as well is told", async () => {
  const text =
    "id,created,first response time,rating,kind of thing\n1,2025-03-01,12,good,x\n2,2025-03-02,35,bad,x\n";
  const { columns, mapping } = await guessMapping(text);
  assert.deepEqual(mapping.ticket, { id: "id", created_at: "created" });
  const told = Object.fromEntries(columns.map((column) => [column.column, column]));
  assert.equal(told["first response time"].as, undefined);
  assert.deepEqual(told["first response time"].sample, ["12", "35"]);
  assert.deepEqual(
    told.rating.alternatives.map(({ as }) => as),
    ["ticket.csat"],
  );
  assert.match(told.rating.alternatives[0].because, /its values are no numbers/);
});

test("what rows cannot tell is asked", async () => {
  const about = async (text) => (await guessMapping(text)).questions.map((question) => question.about);
  assert.deepEqual(await about("a,b\nx,1\nx,1\n"), ["ticket.created_at", "ticket.id"]);
  const words =
    "id,created_at,status,priority\n1,2025-01-01T00:00:00Z,Flubbed,7\n2,2025-01-01T00:00:00Z,Closed,9\n";
  assert.deepEqual(await about(words), ["statuses", "priorities"]);
  assert.deepEqual(await about("id,bought\n1,2025-01-01\n2,2025-01-02\n"), ["timeZone", "ticket.created_at"]);
});

test("whatever a file is cut off at, there is a proposal or an error with a code", async () => {
  const texts = [
    'id;"opened; at";state\r\n1;3/9/2025 14:05;"a ""b"""\r\n1;29/9/2025 14:05;\r\n;;\r\n',
    '{"meta":{"a":[1,"]"]},"data":{"tickets":[{"id":1,"opened":1741529100,"log":[{"at":"2025-01-01","type":"x"}]}]}}',
    '{"id":1,"opened":"2025-01-01"}\n{"id":2,"opened":null,"tags":["a","b"],"who":{"name":"ü"}}\n',
  ];
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    for (let end = 0; end <= bytes.length; end++) {
      const cut = bytes.subarray(0, end);
      const guess = await guessMapping(cut).catch((error) => error);
      assert.ok(isDeskError(guess) || guess.mapping.format !== undefined, `${end} of ${text}: ${guess}`);
      if (isDeskError(guess)) assert.equal(guess.code, "empty-input");
    }
  }
});

test("statuses of other desks are understood where their words are plain", () => {
  const classes = {
    New: "new",
    "Awaiting User Info": "pending",
    "On hold": "on_hold",
    Resolved: "solved",
    Cancelled: "closed",
    Active: "open",
    Reopened: "open",
    Zurückgestellt: "on_hold",
    "En cours": "open",
    Cerrado: "closed",
  };
  for (const [word, status] of Object.entries(classes)) assert.equal(guessStatus(word), status, word);
});
