// What W6 and W7 ask of escalations: support levels, and the other settings under which W7 runs the history again.
//
// Easy to get wrong: where a source states escalations itself, other levels re-label none. W7 therefore reads the same tickets
// without what the source states, each opened with a group of level 1.

import { GROUPS } from "./world.mjs";

/** The support level of each group. */
export const LEVELS = Object.fromEntries(GROUPS);
/** The dimension by which W6 groups. */
export const BY = "channel";

/** W7's other levels: two groups of level 2 work at level 1, and one of level 3 at level 2. */
export const OTHER_LEVELS = { ...LEVELS, technical: 1, integrations: 1, engineering: 2 };
/** Without a public reply by an agent for so many hours, W7's first rule speaks up. */
export const SILENT_HOURS = 24;
export const RULES = [
  {
    id: "silent",
    when: { since: "agent_update", longerThan: `${SILENT_HOURS}h` },
    steps: [{ do: "notify", to: { role: "lead" } }],
  },
  {
    id: "slow",
    when: { clock: "resolution", used: "80%" },
    hours: "office",
    steps: [
      { do: "page", to: { role: "lead" } },
      { do: "reassign", to: { level: 2 }, after: "4h" },
    ],
  },
];
/** W7 reads text as a whole, so larger files are left out. */
export const MOST_REPLAYED = 100_000;

/** The group that opens every ticket of W7. */
const OPENS = "general";

/** The same tickets without stated escalations between levels, each opened with a group. */
export function unstated(bytes) {
  const ticket = (line) => {
    const made = JSON.parse(line);
    const told = made.events.filter(({ kind, sense }) => kind !== "escalated" || sense !== "tier");
    const at = told.findIndex(({ kind }) => kind === "created");
    told.splice(at + 1, 0, { at: made.created_at, kind: "assigned", group: OPENS });
    return `${JSON.stringify({ ...made, events: told })}\n`;
  };
  const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
  return new TextEncoder().encode(lines.map(ticket).join(""));
}
