/**
 * What words of a desk probably mean: statuses, priorities, names of what happened. In English, German, French and Spanish.
 *
 * Easy to get wrong: a word that nothing speaks for is taken for an open ticket's; the guess asks about it.
 */
import type { KindEvent } from "../mapping.js";
import type { StatusClass } from "../ticket.js";
import { wordsOf } from "./names.js";

/** What speaks for a status, the more telling ones first. */
const STATUSES: readonly (readonly [StatusClass, RegExp])[] = [
  ["open", /reopen|re open|wieder ?(er)?offnet|reouvert|reabiert/],
  ["open", /un(re)?solved|ungelost|(not|nicht|non|no) (re)?(solv|gelost|resolu|resuelt|complet)|incomplete/],
  ["new", /await\w* assign|unassigned|sin asignar|nicht zugewiesen|non attribu/],
  [
    "closed",
    /clos|cancel|archiv|reject|duplicate|deleted|geschlossen|abgeschlossen|storniert|ferme|clotur|annul|cerrad|anulad|rechazad/,
  ],
  [
    "solved",
    /solved|resolve|completed|\bdone\b|fixed|finished|gelost|behoben|erledigt|\bresolue?s?\b|\btraitee?s?\b|\bterminee?s?\b|resuelt|solucionad|terminad/,
  ],
  [
    "pending",
    /(await|wait|pending|wart|attente|espera).*(user|customer|client|caller|requester|reporter|info|response|kunde|anfrager|demandeur|cliente|usuario|respuesta)/,
  ],
  ["pending", /customer respon|needs? info|feedback requested|ruckfrage/],
  [
    "on_hold",
    /hold|vendor|third|supplier|evidence|change|problem|stalled|suspend|deferred|paus|zuruckgestellt|ausgesetzt|drittanbieter|suspendu|fournisseur|proveedor|suspendid/,
  ],
  ["pending", /pending|\bwait|await|snooz|wartend|wartet|en attente|en espera|pendiente|replied/],
  [
    "new",
    /^new\b|^creat|^insert|submitted|registered|queued|unspecified|^neu|eingegangen|nouveau|nouvelle|nuev/,
  ],
  [
    "open",
    /open|active|progress|assign|accepted|started|working|triage|take in charge|offen|bearbeitung|ouvert|en cours|abiert|en curso|en proceso|asignad/,
  ],
];

/** What a word for a status means, and whether anything speaks for it. */
export function statusOf(word: string): { readonly status: StatusClass; readonly known: boolean } {
  const bare = wordsOf(word).join(" ");
  const found = STATUSES.find(([, pattern]) => pattern.test(bare));
  return { status: found?.[0] ?? "open", known: found !== undefined };
}

/** From the most to the least urgent. */
const PRIORITIES: readonly RegExp[] = [
  /blocker|critical|kritisch|critique|critic[ao]|immediate|sofort|emergency|highest|tres haute|muy alta/,
  /urgent|dringend/,
  /high|major|hoch|haute|eleve|alta|important/,
  /medium|normal|moderate|mittel|moyen|medi[ao]|standard/,
  /low|minor|niedrig|gering|basse|faible|baja|bajo/,
  /lowest|trivial|planning|none|keine/,
];

/** Priorities, most urgent first; nothing where the words do not tell. */
export function prioritiesOf(words: readonly string[]): string[] | undefined {
  const ranked = words.map((word) => {
    const bare = wordsOf(word).join(" ");
    const lead = /^p?(\d) /.exec(`${bare} `)?.[1];
    const rank = bare.includes("lowest") ? 5 : PRIORITIES.findIndex((pattern) => pattern.test(bare));
    const isNamed = rank >= 0 || /^p\d$/.test(bare);
    return { word, rank: lead === undefined ? rank : Number(lead), isNamed, numbered: lead !== undefined };
  });
  const numbered = ranked.every((one) => one.numbered);
  const isMixed = ranked.some((one) => one.numbered) && !numbered;
  if (ranked.length < 2 || isMixed || ranked.some((one) => !one.isNamed)) return undefined;
  return ranked.sort((a, b) => a.rank - b.rank).map((one) => one.word);
}

/** The number of a support level in its words; nothing where one has none. */
export function levelsOf(words: readonly string[]): Record<string, string> | undefined {
  const levels = words.map((word) => [word, /[1-9]/.exec(word)?.[0]] as const);
  return levels.some(([, level]) => level === undefined)
    ? undefined
    : (Object.fromEntries(levels) as Record<string, string>);
}

const KINDS: readonly (readonly [RegExp, KindEvent])[] = [
  [/internal|private|note|intern|interne/, { kind: "note" }],
  [
    /customer (repl|comment|message)|antwort.*kunde|kunde.*antwort|reponse.*client/,
    { kind: "reply", role: "customer" },
  ],
  [/repl|respon(d|se)|antwort|repons|respuest|comment|kommentar|message/, { kind: "reply" }],
  [/assign|take|zugewiesen|zuweis|ubernommen|attribu|affect|asign/, { kind: "assigned" }],
  [/escalat|eskal|escalad/, { kind: "escalated", sense: "tier" }],
];

/** The events that a word for what happened stands for: what it is, and the status it leads to. */
export function eventsOf(word: string): readonly KindEvent[] {
  const bare = wordsOf(word).join(" ");
  const { status, known } = statusOf(word);
  const kind =
    status === "open" || status === "new" ? KINDS.find(([pattern]) => pattern.test(bare))?.[1] : undefined;
  if (kind?.kind === "reply" || kind?.kind === "note") return [kind];
  const change: KindEvent = { kind: "status", to: word };
  return kind === undefined ? [change] : known ? [kind, change] : [kind];
}
