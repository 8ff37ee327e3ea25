// RT works out a due date of its own from the same service levels: whenever it set one, it is the one our clocks say.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openHost, scenario, UP } from "./harness.mjs";

/** All due dates that RT ever set, and every change of status, by ticket. */
async function readHistory(page) {
  return page.evaluate(async () => {
    const query = "ObjectType = 'RT::Ticket' AND (Field = 'Due' OR Type = 'Status' OR Type = 'Create')";
    const fields = "Type,Field,NewValue,Created,ObjectId";
    const rows = [];
    for (let number = 1; ; number += 1) {
      const search = new URLSearchParams({ query, fields, orderby: "id", per_page: 100, page: number });
      const { items, count } = await (await fetch(`/REST/2.0/transactions?${search}`)).json();
      if (count === 0) return rows;
      rows.push(...items);
    }
  });
}

describe("rt", { skip: !UP.includes("rt") && "RT is not up" }, () => {
  let host;
  before(async () => {
    host = await openHost("rt");
  });
  after(() => host?.close());

  test("every due date that RT set, for every ticket, is the earliest of our clocks at that time", async (t) => {
    await host.visit(async ({ page, go }) => {
      await go(host.overview);
      await page.waitForFunction(() => document.querySelector("deskgauge-dashboard")?.source !== undefined);
      const ids = scenario.tickets.map((_, at) => String(at + 1));
      const told = (await readHistory(page)).map((row) => ({ ...row, ticket: String(row.ObjectId) }));
      const statuses = new Map();
      const asked = [];
      for (const { ticket, Type, Field, NewValue, Created } of told) {
        if (Type === "Status") statuses.set(ticket, `${NewValue} ${Created}`);
        if (Field !== "Due") continue;
        const at = Date.parse(Created);
        // A ticket's end leaves RT's due date as it was a moment before.
        const over = [`resolved ${Created}`, `rejected ${Created}`].includes(statuses.get(ticket));
        const due = NewValue.startsWith("1970") ? null : Date.parse(`${NewValue.replace(" ", "T")}Z`);
        asked.push({ ticket, at, now: over ? at - 1 : at, due });
      }
      const ours = await page.locator("deskgauge-dashboard").evaluate(
        ({ source }, asked) =>
          Promise.all(
            asked.map(async ({ ticket, now }) => {
              const cycles = await source.clocks(ticket, { now });
              const dues = cycles.filter(({ state }) => state === "running").map(({ due }) => due);
              return dues.length === 0 ? null : Math.min(...dues);
            }),
          ),
        asked,
      );
      const differ = asked.flatMap(({ ticket, at, due }, place) =>
        ours[place] === due
          ? []
          : [`ticket ${ticket} at ${instant(at)}: ${instant(ours[place])}, RT ${instant(due)}`],
      );
      const compared = new Set(asked.map(({ ticket }) => ticket));
      assert.deepEqual([...compared].sort(), [...ids].sort());
      assert.deepEqual(differ, []);
      t.diagnostic(`${asked.length} due dates of ${ids.length} tickets`);
    });
  });
});

function instant(at) {
  return at === null ? "none" : new Date(at).toISOString();
}
