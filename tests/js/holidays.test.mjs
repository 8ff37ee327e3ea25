// Holidays out of iCalendar files as calendars publish them, and against ical.js's own expansion of their rules.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Desk, isDeskError } from "deskgauge";
import { holidaysFrom } from "deskgauge/holidays";
import ICAL from "ical.js";

const YEARS = { from: "2024-01-01", until: "2029-01-01" };

/** A calendar of events, each a list of lines. */
function calendar(events, head = []) {
  const lines = events.flatMap((lines, at) => ["BEGIN:VEVENT", `UID:${at}@test`, ...lines, "END:VEVENT"]);
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//test//EN",
    ...head,
    ...lines,
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}

async function read(events, options = YEARS) {
  return holidaysFrom(calendar(events), options);
}

test("a public calendar as Google publishes it, and Zammad subscribes to it", async () => {
  const day = (date, end, name) => [
    `DTSTART;VALUE=DATE:${date}`,
    `DTEND;VALUE=DATE:${end}`,
    "DTSTAMP:20250102T030405Z",
    "CLASS:PUBLIC",
    "DESCRIPTION:Public holiday\\nTo hide observances\\, go to Google Calendar Set",
    " tings > Holidays",
    "STATUS:CONFIRMED",
    `SUMMARY:${name}`,
    "TRANSP:TRANSPARENT",
  ];
  const head = ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Holidays", "X-WR-TIMEZONE:UTC"];
  const file = calendar(
    [
      day("20241225", "20241226", "Christmas Day"),
      day("20240101", "20240102", "New Year's Day"),
      day("20231225", "20231226", "Christmas Day (before the range)"),
      day("20290101", "20290102", "New Year's Day (after it)"),
      day("20241225", "20241226", "Christmas Day (twice)"),
    ],
    head,
  );
  assert.deepEqual(await holidaysFrom(file, YEARS), { holidays: ["2024-01-01", "2024-12-25"], problems: [] });
  assert.deepEqual(await holidaysFrom(`\uFEFF${file.replaceAll("\r\n", "\n")}`, YEARS), {
    holidays: ["2024-01-01", "2024-12-25"],
    problems: [],
  });
});

test("events that last days end the day before their end", async () => {
  const { holidays } = await read([
    ["DTSTART;VALUE=DATE:20241224", "DTEND;VALUE=DATE:20241227"],
    ["DTSTART;VALUE=DATE:20250101", "DTEND;VALUE=DATE:20250101"],
    ["DTSTART;VALUE=DATE:20250201", "DURATION:P2D"],
    ["DTSTART;VALUE=DATE:20250301"],
    ["DTSTART;VALUE=DATE:20281230", "DTEND;VALUE=DATE:20290103"],
    ["DTSTART;VALUE=DATE:20231230", "DTEND;VALUE=DATE:20240103"],
  ]);
  assert.deepEqual(holidays, [
    { from: "2024-01-01", to: "2024-01-02" },
    { from: "2024-12-24", to: "2024-12-26" },
    "2025-01-01",
    { from: "2025-02-01", to: "2025-02-02" },
    "2025-03-01",
    { from: "2028-12-30", to: "2028-12-31" },
  ]);
});

test("yearly rules by date, by weekday, with exceptions, ends and changed dates", async () => {
  const holidays = async (...lines) => (await read([lines])).holidays;
  assert.deepEqual(await holidays("DTSTART;VALUE=DATE:20201003", "RRULE:FREQ=YEARLY;UNTIL=20261003"), [
    "2024-10-03",
    "2025-10-03",
    "2026-10-03",
  ]);
  assert.deepEqual(
    await holidays("DTSTART;VALUE=DATE:20241128", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3"),
    ["2024-11-28", "2025-11-27", "2026-11-26"],
  );
  assert.deepEqual(
    await holidays(
      "DTSTART;VALUE=DATE:20240527",
      "DTEND;VALUE=DATE:20240528",
      "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1MO;BYMONTH=5",
      "EXDATE;VALUE=DATE:20250526,20270531",
    ),
    ["2024-05-27", "2026-05-25", "2028-05-29"],
  );
  // One year's date is moved, another's is called off.
  const moved = [
    "BEGIN:VCALENDAR",
    ...["BEGIN:VEVENT", "UID:a", "DTSTART;VALUE=DATE:20240610", "RRULE:FREQ=YEARLY", "END:VEVENT"],
    ...[
      "BEGIN:VEVENT",
      "UID:a",
      "RECURRENCE-ID;VALUE=DATE:20250610",
      "DTSTART;VALUE=DATE:20250612",
      "END:VEVENT",
    ],
    ...["BEGIN:VEVENT", "UID:a", "RECURRENCE-ID;VALUE=DATE:20260610", "DTSTART;VALUE=DATE:20260610"],
    ...["STATUS:CANCELLED", "END:VEVENT"],
    ...["BEGIN:VEVENT", "UID:b", "DTSTART;VALUE=DATE:20250610", "END:VEVENT"],
    "END:VCALENDAR",
  ].join("\r\n");
  assert.deepEqual((await holidaysFrom(moved, YEARS)).holidays, [
    "2024-06-10",
    "2025-06-10",
    "2025-06-12",
    "2027-06-10",
    "2028-06-10",
  ]);
});

test("all-day events as Outlook exports them", async () => {
  const zone = [
    "BEGIN:VTIMEZONE",
    "TZID:W. Europe Standard Time",
    ...["BEGIN:STANDARD", "DTSTART:16011028T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"],
    ...["TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD"],
    ...["BEGIN:DAYLIGHT", "DTSTART:16010325T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"],
    ...["TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT", "END:VTIMEZONE"],
  ];
  const file = calendar(
    [
      [
        'DTSTART;TZID="W. Europe Standard Time":20241224T000000',
        'DTEND;TZID="W. Europe Standard Time":20241227T000000',
        "SUMMARY;LANGUAGE=de-de:Weihnachten",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
      ],
      [
        "DTSTART;VALUE=DATE:20240506",
        "DTEND;VALUE=DATE:20240507",
        "RRULE:FREQ=YEARLY;BYDAY=MO;BYMONTH=5;BYSETPOS=1",
        "SUMMARY:Early May Bank Holiday",
      ],
      [
        'DTSTART;TZID="W. Europe Standard Time":20241220T090000',
        'DTEND;TZID="W. Europe Standard Time":20241220T100000',
        "SUMMARY:A meeting",
        "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE",
      ],
    ],
    zone,
  );
  assert.deepEqual(await holidaysFrom(file, { from: "2024-01-01", until: "2026-01-01" }), {
    holidays: ["2024-05-06", { from: "2024-12-24", to: "2024-12-26" }, "2025-05-05"],
    problems: [],
  });
});

test("rules give what ical.js itself expands", async () => {
  const parts = [
    "",
    ";BYMONTH=5",
    ";BYMONTH=1,5,9",
    ";BYMONTHDAY=17",
    ";BYMONTH=2;BYMONTHDAY=-1",
    ";BYMONTH=11;BYDAY=4TH",
    ";BYMONTH=5;BYDAY=-1MO",
    ";BYMONTH=5;BYDAY=MO,TU",
    ";BYDAY=20MO",
    ";BYYEARDAY=1,100,-1",
    ";BYWEEKNO=20;BYDAY=MO",
    ";BYMONTHDAY=13;BYDAY=FR",
    ";BYMONTH=5;BYDAY=MO;BYSETPOS=-1",
    ";BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
  ];
  const ends = ["", ";COUNT=3", ";UNTIL=20260601", ";INTERVAL=2"];
  const exceptions = [[], ["EXDATE;VALUE=DATE:20250517"]];
  for (const start of ["20240517", "20231231", "20240205"]) {
    for (const part of parts) {
      for (const end of ends) {
        for (const exception of exceptions) {
          const lines = [`DTSTART;VALUE=DATE:${start}`, `RRULE:FREQ=YEARLY${part}${end}`, ...exception];
          const event = new ICAL.Event(
            new ICAL.Component(ICAL.parse(calendar([lines]))).getFirstSubcomponent("vevent"),
          );
          const expected = [];
          const iterator = event.iterator();
          for (let next = iterator.next(); next && next.year < 2029; next = iterator.next()) {
            if (next.year >= 2024) expected.push(next.toString());
          }
          const { holidays, problems } = await read([lines]);
          assert.deepEqual([holidays, problems], [expected.sort(), []], lines.join(" "));
        }
      }
    }
  }
});

test("what could never come true, or is no holiday's rule, is set aside and named", {
  timeout: 5_000,
}, async () => {
  const rules = [
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31;BYDAY=MO",
    "FREQ=YEARLY;BYMONTH=2;BYDAY=6MO",
    "FREQ=YEARLY;BYMONTH=2;BYDAY=MO;BYSETPOS=9",
    "FREQ=YEARLY;BYMONTH=2;BYDAY=1MO;BYSETPOS=2",
    "FREQ=YEARLY;BYMONTHDAY=1;BYSETPOS=2",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=WEEKLY",
    "FREQ=SECONDLY",
  ];
  const { holidays, problems } = await read([
    ...rules.map((rule) => [`SUMMARY:${rule}`, "DTSTART;VALUE=DATE:20240101", `RRULE:${rule}`]),
    ["DTSTART;VALUE=DATE:20240501"],
    ["SUMMARY:odd", "DTSTART;VALUE=DATE:2024", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"],
    ["SUMMARY:none"],
  ]);
  assert.deepEqual(holidays, ["2024-05-01"]);
  assert.deepEqual(
    problems.map(({ event, code }) => [event, code]),
    [...rules.map((rule) => [rule, "unsupported-rule"]), ["odd", "bad-event"]],
  );
  for (const { message } of problems) assert.ok(message.length > 10);
});

test("what is no calendar, or a file without end, is an error", async () => {
  const fails = async (ics, options, code, path) => {
    await assert.rejects(holidaysFrom(ics, options), (error) => {
      assert.ok(isDeskError(error), String(error));
      assert.deepEqual([error.code, error.path], [code, path]);
      return true;
    });
  };
  for (const text of ["", "<html></html>", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "END:VCALENDAR"]) {
    await fails(text, YEARS, "bad-icalendar", undefined);
  }
  const empty = calendar([]);
  assert.deepEqual(await holidaysFrom(empty, YEARS), { holidays: [], problems: [] });
  await fails(empty, { from: "2024-02-30", until: "2025-01-01" }, "bad-option", "from");
  await fails(empty, { from: "2024-01-01", until: "1 May" }, "bad-option", "until");
  await fails(empty, { from: "2024-01-01", until: "2024-01-01" }, "bad-option", "until");
  const everyDay = [
    "DTSTART;VALUE=DATE:19000101",
    `RRULE:FREQ=YEARLY;BYYEARDAY=${[...Array(365).keys()].map((day) => day + 1).join()}`,
  ];
  await fails(calendar([everyDay]), YEARS, "bad-icalendar", undefined);
});

test("a calendar takes them as they are", async () => {
  const { holidays } = await read([
    ["DTSTART;VALUE=DATE:20241224", "DTEND;VALUE=DATE:20241227"],
    ["DTSTART;VALUE=DATE:20250101"],
  ]);
  const desk = await Desk.open({ timeZone: "UTC", now: "2025-01-10T00:00:00Z" });
  await desk.load([{ id: 1, created_at: "2024-12-23T16:00:00Z" }]);
  const day = [["09:00", "17:00"]];
  const weekly = { mon: day, tue: day, wed: day, thu: day, fri: day };
  await desk.configure({
    calendars: { office: { timeZone: "UTC", weekly, holidays } },
    policies: [{ id: "all", calendar: "office", targets: { first_response: "2h" } }],
  });
  // An hour on Monday, an hour on Friday.
  const [clock] = await desk.clocks("1");
  assert.equal(new Date(clock.due).toISOString(), "2024-12-27T10:00:00.000Z");
  desk.free();
});

test("pages that read no such file load nothing for it", () => {
  const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
  const naming = readdirSync(dist, { recursive: true }).filter(
    (name) =>
      name.endsWith(".js") &&
      !name.startsWith("vendor") &&
      /vendor\/ical/.test(readFileSync(dist + name, "utf8")),
  );
  assert.deepEqual(naming.sort(), ["holidays.js"]);
  // Read only when asked for.
  assert.match(readFileSync(`${dist}holidays.js`, "utf8"), /import\("\.\/vendor\/ical\.min\.js"\)/);
});
