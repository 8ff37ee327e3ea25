/**
 * The life of one ticket: taken in, answered, escalated, put on hold, solved, reopened, closed, rated.
 *
 * Easy to get wrong: an escalation has its own clock. It runs beside the exchange of replies and cuts in when its time comes, before or
 * after the first reply; the next reply then comes from the group above.
 */
import type { Arrivals } from "./arrivals.js";
import type { Case } from "./intake.js";
import type { People } from "./people.js";
import type { Random } from "./random.js";
import { GROUPS, type Group, LIVE_GROUP, ON_CALL, PRIORITIES } from "./scene.js";
import type { Story } from "./story.js";
import { tellSurveys } from "./surveys.js";
import { type Hours, isWeekend, type WallClock } from "./wall.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Solved tickets close by themselves after this long. */
const CLOSES_AFTER = 4 * DAY;

const MOST_ROUNDS = 7;

export class Life {
  readonly #random: Random;
  readonly #wall: WallClock;
  readonly #arrivals: Arrivals;
  readonly #people: People;

  constructor(random: Random, wall: WallClock, arrivals: Arrivals, people: People) {
    this.#random = random;
    this.#wall = wall;
    this.#arrivals = arrivals;
    this.#people = people;
  }

  /** The group a case lands in. */
  static intakeGroup(made: Case): Group {
    return made.channel.live ? LIVE_GROUP : made.type.lines[0];
  }

  tell(made: Case, story: Story): void {
    const requester = made.requester.name;
    const at = made.arrival.at;
    if (made.fate === "outbound") {
      const agent = this.#people.agent(this.#random, story.group);
      story.tell(at, "created", "agent", agent.name);
      story.assign(at, agent);
    } else {
      story.tell(at, "created", "customer", requester);
      if (this.#ends(made, story)) return;
    }
    if (made.incident) story.tell(at + 2000, "tagged", "bot", undefined, { tag: "incident" });
    if (this.#random.chance(made.channel.bot)) story.tell(at + 3000, "reply", "bot", "autoresponder");
    if (this.#converse(made, story)) this.#finish(made, story);
  }

  /** Spam, merged and deleted tickets are over before they begin. */
  #ends(made: Case, story: Story): boolean {
    const later = made.arrival.at + this.#random.lognormal(40 * MINUTE, 1);
    if (made.fate === "spam") story.tell(later, "spam", "bot");
    else if (made.fate === "deleted") story.tell(later, "deleted", "agent");
    else if (made.fate === "merged")
      story.tell(later, "merged", "agent", undefined, { into: String(made.into) });
    else return false;
    if (made.fate !== "deleted") story.status(later, "closed", "bot");
    return true;
  }

  /** Question and answer until everything is said. False when the customer gave up first. */
  #converse(made: Case, story: Story): boolean {
    const random = this.#random;
    let replyAt = this.#firstReply(made, story);
    if (replyAt === undefined) return false;
    let rounds =
      1 + random.geometric(made.type.goesOn * (made.channel.name === "phone" ? 0.35 : 1), MOST_ROUNDS);
    let escalatesAt = this.#firstEscalation(made);
    let mayHold = random.chance(made.type.onHold);
    let mayBeBumped = random.chance(0.04);
    while (rounds > 0 || escalatesAt !== undefined) {
      if (story.over) return false;
      if (escalatesAt !== undefined && (escalatesAt <= replyAt || rounds === 0)) {
        replyAt = this.#escalate(made, story, escalatesAt);
        escalatesAt = this.#nextEscalation(made, story);
        rounds = Math.max(rounds, 1 + random.geometric(0.45, 3));
        continue;
      }
      this.#reply(made, story, replyAt);
      rounds--;
      if (rounds === 0 && escalatesAt === undefined) break;
      const answeredAt = this.#customerTurn(made, story);
      if (mayBeBumped) {
        mayBeBumped = false;
        this.#bump(story, answeredAt);
      }
      if (mayHold) {
        mayHold = false;
        this.#hold(story);
      }
      replyAt = this.#agentTurn(made, story);
    }
    return true;
  }

  /** Hands the ticket to somebody and tells when they reply; undefined when the customer leaves a chat before that. */
  #firstReply(made: Case, story: Story): number | undefined {
    const random = this.#random;
    const { at } = made.arrival;
    if (made.fate === "outbound") {
      story.status(at, "open", "agent");
      return at + 5000;
    }
    const agent = this.#people.agent(random, story.group);
    const { first, spread, live } = made.channel;
    const work = random.lognormal(first, spread) * agent.pace * this.#pace(made) * MINUTE;
    const replyAt = this.#wall.afterWork(at, work, this.#hours(made, made.channel.hours));
    if (live && replyAt - at > 6 * MINUTE && random.chance(0.25)) {
      story.status(at + random.lognormal(12 * MINUTE, 0.6), "solved", "bot");
      return undefined;
    }
    story.tell(at + (live ? 1000 : random.lognormal(40_000, 0.7)), "assigned", "bot", undefined, {
      group: story.group.name,
    });
    const assignedAt = replyAt - (replyAt - at) * random.uniform() * 0.6;
    story.assign(assignedAt, agent);
    story.status(assignedAt, "open", "agent");
    return replyAt;
  }

  #reply(made: Case, story: Story, at: number): void {
    const random = this.#random;
    if (story.agentReplies === 0) this.#missDeadline(made, story, at);
    if (random.chance(0.18))
      story.tell(at - random.uniform() * 5 * MINUTE, "note", "agent", story.agent?.name);
    story.reply(at);
  }

  /** An urgent or high ticket without a reply by its plan's target is flagged by the clock: the deadline sense, not a hand-off. */
  #missDeadline(made: Case, story: Story, repliesAt: number): void {
    const { name } = made.priority;
    const due = made.arrival.at + made.requester.customer.tier.target * MINUTE;
    if (made.fate !== "outbound" && repliesAt > due && (name === "urgent" || name === "high")) {
      story.tell(due, "escalated", "bot", undefined, { sense: "deadline" });
    }
  }

  /** The customer reads, thinks and answers. */
  #customerTurn(made: Case, story: Story): number {
    const random = this.#random;
    const live = made.channel.live && story.group.level === 1;
    const waits = !live && random.chance(0.85);
    if (waits) story.status(story.at, "pending", "agent");
    const minutes = made.channel.live && !live ? 180 : made.channel.customer;
    const at = story.at + random.lognormal(minutes, 1.1) * MINUTE;
    story.tell(at, "reply", "customer", made.requester.name);
    if (waits) story.status(at, "open", "customer");
    return at;
  }

  /** When the next reply comes; sometimes somebody else takes over first, and some cases come back from the group above. */
  #agentTurn(made: Case, story: Story): number {
    const random = this.#random;
    const live = made.channel.live && story.group.level === 1;
    if (story.group.level > 1 && random.chance(0.04)) {
      this.#handOver(made, story, story.at + 10 * MINUTE, Life.intakeGroup(made), "tier");
    } else if (!live && random.chance(0.07)) {
      this.#transfer(made, story);
    }
    const minutes = story.group.level > 1 ? story.group.next : made.channel.next;
    const work = random.lognormal(minutes, 0.9) * this.#pace(made) * (story.agent?.pace ?? 1) * MINUTE;
    return this.#wall.afterWork(
      story.at,
      work,
      this.#hours(made, live ? made.channel.hours : story.group.hours),
    );
  }

  #transfer(made: Case, story: Story): void {
    const random = this.#random;
    const others = GROUPS.filter(
      (group) => group.level === story.group.level && group !== story.group && group !== LIVE_GROUP,
    );
    const other = random.chance(0.45) ? others[random.below(others.length)] : undefined;
    if (other !== undefined) this.#handOver(made, story, story.at + 5 * MINUTE, other, undefined);
    else if (story.agent !== undefined) {
      story.assign(
        story.at + random.lognormal(15 * MINUTE, 0.8),
        this.#people.colleague(random, story.group, story.agent),
      );
    }
  }

  /** When line 1 escalates, if it does. */
  #firstEscalation(made: Case): number | undefined {
    const random = this.#random;
    const { type, channel, requester } = made;
    if (!random.chance(type.escalates * requester.customer.tier.escalates)) return undefined;
    const weekend = isWeekend(this.#wall.wall(made.arrival.at)) ? type.weekend : 1;
    const minutes = random.lognormal(type.escalatesAfter * (channel.live ? 0.4 : 1), 0.8) * weekend;
    // Live conversations are taken by people who know when they are out of their depth; the queue of a type keeps its hours.
    const hours = channel.live ? channel.hours : type.lines[0].hours;
    return this.#wall.afterWork(
      made.arrival.at,
      minutes * Math.sqrt(this.#pace(made)) * MINUTE,
      this.#hours(made, hours),
    );
  }

  #nextEscalation(made: Case, story: Story): number | undefined {
    const random = this.#random;
    if (story.group.level !== 2 || !random.chance(made.type.escalatesAgain)) return undefined;
    const work = random.lognormal(made.type.escalatesAfter * 2.2, 0.8) * Math.sqrt(this.#pace(made)) * MINUTE;
    return this.#wall.afterWork(story.at, work, this.#hours(made, story.group.hours));
  }

  /** To the next line of the issue type; tells when the first reply from there comes. */
  #escalate(made: Case, story: Story, at: number): number {
    const group = story.group.level === 1 ? made.type.lines[1] : made.type.lines[2];
    this.#handOver(made, story, at, group, "tier");
    const work = this.#random.lognormal(group.next, 0.9) * this.#pace(made) * MINUTE;
    return this.#wall.afterWork(story.at, work, this.#hours(made, group.hours));
  }

  /** The ticket waits in the new group's queue until somebody takes it. */
  #handOver(made: Case, story: Story, at: number, group: Group, sense: "tier" | undefined): void {
    const random = this.#random;
    const actor = story.agent?.name;
    if (sense !== undefined) {
      story.tell(at, "escalated", "agent", actor, {
        sense,
        from: String(story.group.level),
        to: String(group.level),
      });
    }
    story.tell(at, "assigned", "agent", actor, { group: group.name });
    story.group = group;
    const wait = random.lognormal(28, 0.9) * this.#pace(made) * MINUTE;
    const takenAt = this.#wall.afterWork(story.at, wait, this.#hours(made, group.hours));
    story.assign(takenAt, this.#people.agent(random, group));
  }

  /** One step more urgent. */
  #bump(story: Story, at: number): void {
    const index = PRIORITIES.findIndex(({ name }) => name === story.recorded.priority);
    const higher = PRIORITIES[index - 1];
    if (higher !== undefined) story.tell(at, "priority", "agent", story.agent?.name, { to: higher.name });
  }

  /** A third party has to do something first. */
  #hold(story: Story): void {
    const random = this.#random;
    story.status(story.at + random.lognormal(30 * MINUTE, 0.6), "on_hold", "agent");
    story.status(story.at + random.lognormal(1.6 * DAY, 0.7), "open", "agent");
  }

  #finish(made: Case, story: Story): void {
    const random = this.#random;
    const { live } = made.channel;
    const confirmed = live ? random.lognormal(4, 0.7) : random.chance(0.55) ? 0 : random.lognormal(75, 0.9);
    this.#solve(made, story, this.#wall.afterWork(story.at, confirmed * MINUTE, story.group.hours));
    let reopened = 0;
    while (random.chance(made.type.reopens) && reopened < 3) {
      reopened++;
      const at = story.at + Math.min(random.lognormal(16 * HOUR, 1), CLOSES_AFTER - HOUR);
      story.tell(at, "reply", "customer", made.requester.name);
      story.status(at, "open", "customer");
      story.reply(this.#agentTurn(made, story));
      this.#solve(made, story, story.at + random.lognormal(20 * MINUTE, 1));
    }
    const solvedAt = story.at;
    tellSurveys(random, made, story, reopened);
    story.status(solvedAt + CLOSES_AFTER, "closed", "bot");
  }

  #solve(made: Case, story: Story, at: number): void {
    const minutes = this.#random.lognormal(made.channel.live ? 7 : 5, 0.6) * (1 + 0.7 * story.agentReplies);
    story.tell(at, "work", "agent", story.agent?.name, { seconds: Math.round(minutes * 60) });
    story.status(at, "solved", "agent");
  }

  /** How much longer than usual people need for this ticket now. */
  #pace(made: Case): number {
    const { arrival, priority, requester } = made;
    const load = Math.min(Math.max(this.#arrivals.load(arrival.at), 0.5), 4);
    const routine = 1 - 0.12 * arrival.progress;
    return priority.pace * requester.customer.tier.pace * load ** 0.9 * routine;
  }

  /** Urgent tickets of VIP customers are worked on day and night. */
  #hours(made: Case, hours: Hours): Hours {
    return made.priority.name === "urgent" && made.requester.customer.tier.name === "vip" ? ON_CALL : hours;
  }
}
