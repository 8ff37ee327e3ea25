// Tables of time zones: taken from the platform, right at every transition, made once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "deskgauge";
import { fromLocal, zoneTable } from "../../dist/zone.js";

const HOUR = 3_600_000;
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "America/Argentina/Tucuman",
  "Africa/Tunis",
  "Africa/Monrovia",
  "Pacific/Apia",
  "Asia/Kolkata",
];

/** The offset as the platform writes it, another way than the tables are made. */
function offset(format, at) {
  const [, sign, hours, minutes, seconds = "0"] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(
    format.format(at),
  ) ?? ["", "+", "0", "0"];
  return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000 + Number(seconds) * 1000);
}

for (const name of ZONES) {
  test(`${name} agrees with the platform around every transition and between them`, () => {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
    for (const wide of [false, true]) {
      const { from, until, starts, offsets } = zoneTable(name, wide);
      assert.equal(offsets.length, starts.length + 1);
      starts.forEach((at, index) => {
        assert.equal(offset(format, at), offsets[index + 1], `at ${new Date(at).toISOString()}`);
        assert.equal(offset(format, at - 1000), offsets[index], `before ${new Date(at).toISOString()}`);
      });
      let segment = 0;
      for (let at = from; at < until; at += 61 * HOUR) {
        while (segment < starts.length && starts[segment] <= at) segment += 1;
        assert.equal(offset(format, at), offsets[segment], new Date(at).toISOString());
      }
    }
    assert.equal(zoneTable(name, true), zoneTable(name));
  });
}

test("a skipped time becomes the transition, a repeated one is the first", () => {
  const berlin = zoneTable("Europe/Berlin");
  assert.equal(fromLocal(berlin, Date.UTC(2025, 2, 30, 2, 30)), Date.UTC(2025, 2, 30, 1));
  assert.equal(fromLocal(berlin, Date.UTC(2025, 9, 26, 2, 30)), Date.UTC(2025, 9, 26, 0, 30));
  assert.equal(fromLocal(berlin, Date.UTC(2025, 0, 1)), Date.UTC(2024, 11, 31, 23));
});

test("data before 1970 and far ahead are bucketed too", async () => {
  const desk = await Desk.open({ timeZone: "Europe/Berlin", now: "2100-01-01" });
  await desk.load([
    { id: 1, created_at: "1935-06-15T12:00:00Z" },
    { id: 2, created_at: "2089-06-15T12:00:00Z" },
  ]);
  const early = await desk.report({ metrics: ["created"], bucket: "day", period: { to: "1936-01-01" } });
  assert.equal(early.cell({ bucket: Date.UTC(1935, 5, 14, 23) }).value, 1);
  const late = await desk.report({ metrics: ["created"], bucket: "month", period: { from: "2089-01-01" } });
  assert.equal(
    late.rows().reduce((sum, { figures }) => sum + (figures.created.value ?? 0), 0),
    1,
  );
  desk.free();
});
