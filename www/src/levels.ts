/**
 * Support levels: who works on which, and the paths that escalations should take.
 *
 * ```js
 * await desk.configure({
 *   levels: {
 *     ladder: [
 *       { level: 1, name: "frontline", groups: ["Service Desk"] },
 *       { level: 2, name: "specialists", groups: ["Network"], agents: ["bob"] },
 *     ],
 *     overrides: [{ where: { tier: "vip" }, groups: { "Service Desk": 2 } }],
 *     paths: [{ name: "usual", steps: [{ level: 1 }, { level: 2, approval: true, within: "8h" }] }],
 *   },
 * });
 * ```
 *
 * Easy to get wrong: levels label what happened, they move no ticket. Declared anew, they label all of history anew, but for
 * levels that the source itself states.
 */
import type { Length, Policy } from "./sla.js";

/** One level of the ladder. */
export interface Rung {
  /** From 1 to 250; higher is further up. */
  readonly level: number;
  /** What it is called; no two levels have one name. */
  readonly name: string;
  /** The groups on it. */
  readonly groups?: string | readonly string[];
  /**
   * The agents on it, whatever their group. A ticket stays with its agent until another is named, or nobody is
   * (`agent: null`).
   */
  readonly agents?: string | readonly string[];
  /** What the people on it are, such as `team lead`: for people to read, nothing is counted by it. */
  readonly roles?: string | readonly string[];
}

/**
 * Support levels. A ticket is on that of its agent where the agent is on the ladder, else on that of its group: by name, by
 * how the name ends, or the default. What `desk.configure` says goes before what a mapping says, whichever came first.
 */
export interface Levels {
  /** The levels one by one. A group or agent is on one level only. */
  readonly ladder?: readonly Rung[];
  readonly groups?: Readonly<Record<string, number>>;
  /** The longest ending that fits decides: `[[" 3rd", 3], [" 2nd", 2]]`. */
  readonly suffixes?: readonly (readonly [ending: string, level: number])[];
  readonly default?: number;
}

/** Other levels for some tickets. Groups and agents they do not name stay where they are. */
export interface LevelOverride extends Levels {
  /** For which tickets: by what stays, such as `tier`, `type` or a custom field. */
  readonly where: NonNullable<Policy["where"]>;
}

/** A level on the path of an escalation. */
export interface PathStep {
  readonly level: number;
  /** The groups or agents who take tickets there (default everybody). */
  readonly resources?: string | readonly string[];
  /**
   * Whether it takes somebody's leave: an `acknowledged` event before it, of the path's name or of a step of the rule that is
   * named here.
   */
  readonly approval?: boolean | string;
  /** How soon after a ticket came to the level below it may come here at the latest. */
  readonly within?: Length;
}

/** The path that escalations of some tickets should take: see the metrics `off_path_rate` and `skip_rate`. */
export interface EscalationPath {
  readonly name?: string;
  /** For which tickets (default all others; such a path comes last). */
  readonly where?: Policy["where"];
  /** Upwards. */
  readonly steps: readonly PathStep[];
}

/** What a desk declares of its support levels. */
export interface LevelSettings extends Levels {
  /** Other levels for some tickets: the first that fits. */
  readonly overrides?: readonly LevelOverride[];
  /** The paths of escalations: the first that fits. */
  readonly paths?: readonly EscalationPath[];
}
