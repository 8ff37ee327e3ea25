/**
 * What a ticket is about when it comes in: channel, issue type, priority, who asks.
 *
 * Easy to get wrong: the mix depends on the hour (nobody phones a closed desk), on the incident, and on the tickets just before: some
 * people write again about the same thing within days, which is what repeat contacts are made of.
 */
import type { Arrival } from "./arrivals.js";
import type { People, Requester } from "./people.js";
import { Choice, type Random } from "./random.js";
import { CHANNELS, type Channel, type IssueType, OUTAGE, PRIORITIES, TYPES } from "./scene.js";
import { atWork, type WallClock } from "./wall.js";

export type Priority = (typeof PRIORITIES)[number];

/** What becomes of a ticket before anybody works on it. */
export type Fate = "case" | "outbound" | "spam" | "merged" | "deleted";

export interface Case {
  readonly id: number;
  readonly arrival: Arrival;
  readonly channel: Channel;
  readonly type: IssueType;
  readonly priority: Priority;
  readonly requester: Requester;
  readonly fate: Fate;
  /** The ticket it is merged into, for that fate. */
  readonly into: number;
  readonly incident: boolean;
}

/** The ids begin here, as on a desk that has been open for a while. */
const FIRST_ID = 100_001;

/** Chance that a ticket is somebody asking again, and how many tickets back the first asking lies at most. */
const AGAIN = { chance: 0.06, within: 1500 };

const MERGED = 0.012;
const SPAM = 0.02;
const DELETED = 0.0015;
const OUTBOUND = 0.03;

export class Intake {
  readonly #random: Random;
  readonly #wall: WallClock;
  readonly #people: People;
  readonly #types = new Choice(TYPES.map((type) => [type, type.share] as const));
  readonly #channels = {
    all: new Choice(CHANNELS.map((channel) => [channel, channel.byDay] as const)),
    night: new Choice(CHANNELS.map((channel) => [channel, channel.byNight] as const)),
  };
  readonly #priorities = new Map<IssueType, Choice<Priority>>();
  readonly #recent: Case[] = [];
  readonly #latest = new Map<Requester, number>();
  #count = 0;

  constructor(random: Random, wall: WallClock, people: People) {
    this.#random = random;
    this.#wall = wall;
    this.#people = people;
    for (const type of TYPES) {
      const weighted = PRIORITIES.map((priority) => {
        const urgency =
          priority.name === "urgent" ? type.urgency : priority.name === "high" ? Math.sqrt(type.urgency) : 1;
        return [priority, priority.share * urgency] as const;
      });
      this.#priorities.set(type, new Choice(weighted));
    }
  }

  next(arrival: Arrival): Case {
    const random = this.#random;
    const incident = random.chance(arrival.incident);
    const before =
      incident || !random.chance(AGAIN.chance) ? undefined : this.#recent[random.below(this.#recent.length)];
    const type = incident ? OUTAGE : (before?.type ?? this.#types.pick(random));
    const requester = before?.requester ?? this.#people.requester(random);
    const channel = this.#channel(arrival);
    const into = this.#latest.get(requester) ?? 0;
    const made: Case = {
      id: FIRST_ID + this.#count,
      arrival,
      channel,
      type,
      priority: this.#priorities.get(type)?.pick(random) ?? PRIORITIES[2],
      requester,
      fate: this.#fate(channel, into),
      into,
      incident,
    };
    this.#count++;
    this.#latest.set(requester, made.id);
    if (this.#recent.length < AGAIN.within) this.#recent.push(made);
    else this.#recent[made.id % AGAIN.within] = made;
    return made;
  }

  #channel(arrival: Arrival): Channel {
    const wall = this.#wall.wall(arrival.at);
    const staffed = CHANNELS.some((channel) => channel.live && atWork(wall, channel.hours));
    return (staffed ? this.#channels.all : this.#channels.night).pick(this.#random);
  }

  #fate(channel: Channel, into: number): Fate {
    const draw = this.#random.uniform();
    if (draw < MERGED) return into > 0 ? "merged" : "case";
    if (draw < MERGED + DELETED) return "deleted";
    if (draw < MERGED + DELETED + SPAM) return channel.live ? "case" : "spam";
    if (draw < MERGED + DELETED + SPAM + OUTBOUND) return channel.name === "chat" ? "case" : "outbound";
    return "case";
  }
}
