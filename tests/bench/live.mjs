// The events of workload W5, the same for every engine, as `desk.apply` takes them.
//
// Easy to get wrong: a new ticket has nothing but its id and its creation; its channel and tier stay unknown.

import { FIRST_ID, LIVE_FROM } from "./promises.mjs";
import { random } from "./world.mjs";

const EVENTS = 240;
/** Ids of new tickets are numbers in a row from this one. */
const FIRST_NEW = 50_000_001;
/** Half of what happens is about the latest tickets of the data. */
const LATEST = 2_000;

/** Replies, changes of status and new tickets, 5 to 45 seconds apart; `loaded` is how many tickets the desk has. */
export function liveEvents(loaded) {
  const draw = random(2025);
  const fresh = [];
  let at = LIVE_FROM;
  const ticket = () => {
    if (fresh.length > 0 && draw() < 0.4) return fresh[Math.floor(draw() * fresh.length)];
    const among = draw() < 0.5 ? Math.min(LATEST, loaded) : loaded;
    return FIRST_ID + loaded - 1 - Math.floor(draw() * among);
  };
  return Array.from({ length: EVENTS }, () => {
    at += 5_000 + Math.floor(draw() * 40) * 1000;
    const when = new Date(at).toISOString();
    const kind = draw();
    if (kind < 0.25) {
      fresh.push(FIRST_NEW + fresh.length);
      return { ticket: fresh.at(-1), kind: "created", at: when };
    }
    if (kind < 0.6) return { ticket: ticket(), kind: "reply", at: when, role: "agent" };
    if (kind < 0.75) return { ticket: ticket(), kind: "reply", at: when, role: "customer" };
    const to = ["open", "pending", "on_hold", "solved"][Math.floor(draw() * 4)];
    return { ticket: ticket(), kind: "status", at: when, to };
  });
}
