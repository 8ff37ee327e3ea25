// Derives the facts of every ticket from its events, in one pass over the event columns.
//
// Easy to get wrong: a resolution counts only when the ticket is solved at its end, so a later
// reopening takes an earlier one back.

import { ESCALATED, REPLY, STATUS, SURVEY } from "./columns.mjs";

/** Stands for "has none" in a column of seconds. */
export const NONE = 0xffffffff;
export const REOPENED = 1;
export const SOLVED = 2;
export const RATED = 4;
export const SATISFIED = 8;
/** Number of agent replies, in the bits from here up. */
export const REPLIES_SHIFT = 4;

const AGENT = 1;
const TIER = 1;
const CSAT = 1;

export function derive(columns) {
  const { tickets } = columns;
  const { created, firstEvent } = columns.ticket;
  const { at, kind, role, to, sense, survey, score } = columns.event;
  const ended = new Uint8Array(256);
  for (const word of ["solved", "closed"]) ended[columns.statuses.codes.get(word) ?? 0] = 1;
  ended[0] = 0;

  const first = new Uint32Array(tickets);
  const resolution = new Uint32Array(tickets);
  const escalation = new Uint32Array(tickets);
  const flags = new Uint16Array(tickets);
  let event = 0;
  for (let row = 0; row < tickets; row += 1) {
    const start = created[row];
    const end = firstEvent[row + 1];
    let responded = NONE;
    let resolved = NONE;
    let escalated = NONE;
    let flag = 0;
    let done = 0;
    for (; event < end; event += 1) {
      const what = kind[event];
      if (what === REPLY) {
        if (role[event] === AGENT) {
          flag += 1 << REPLIES_SHIFT;
          if (responded === NONE) responded = at[event] - start;
        }
      } else if (what === STATUS) {
        const now = ended[to[event]];
        if (now !== done) {
          if (now === 1) {
            resolved = at[event] - start;
            flag |= SOLVED;
          } else {
            flag |= REOPENED;
          }
          done = now;
        }
      } else if (what === ESCALATED) {
        if (escalated === NONE && sense[event] <= TIER) escalated = at[event] - start;
      } else if (what === SURVEY && survey[event] === CSAT) {
        flag |= score[event] >= 4 ? RATED | SATISFIED : RATED;
      }
    }
    first[row] = responded;
    resolution[row] = done === 1 ? resolved : NONE;
    escalation[row] = escalated;
    flags[row] = flag;
  }
  return { first, resolution, escalation, flags };
}
