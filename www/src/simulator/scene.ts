/**
 * The simulated desk as a data sheet: who works there, what comes in, how fast which channel is.
 *
 * It is the support of a mid-sized software company. The numbers are invented, plausible, and meant to be read: a chart that shows
 * chat answered in two minutes and e-mail in two hours shows the table below.
 *
 * Easy to get wrong: all medians of *people at work* are minutes of **working time** of the channel or group; the nights and weekends
 * in between come on top. Customers answer in calendar time.
 */
import { ALWAYS, type Hours } from "./wall.js";

export interface Channel {
  readonly name: string;
  /** Share of the tickets that arrive while the channel is staffed, and while it is not. */
  readonly byDay: number;
  readonly byNight: number;
  readonly hours: Hours;
  /** Median minutes to the first reply, to a later reply, and to the customer's answer. */
  readonly first: number;
  readonly next: number;
  readonly customer: number;
  /** Spread of the first reply (standard deviation of the logarithm). */
  readonly spread: number;
  /** Whether a whole case is one conversation, finished in one sitting unless it is escalated. */
  readonly live: boolean;
  /** Chance that a bot answers at once. */
  readonly bot: number;
}

const OFFICE: Hours = { from: 8, to: 18, weekend: false };
const LONG: Hours = { from: 7, to: 21, weekend: true };

export const CHANNELS: readonly Channel[] = [
  {
    name: "email",
    byDay: 36,
    byNight: 58,
    hours: OFFICE,
    first: 95,
    next: 120,
    customer: 260,
    spread: 0.95,
    live: false,
    bot: 0.1,
  },
  {
    name: "chat",
    byDay: 26,
    byNight: 6,
    hours: LONG,
    first: 1.6,
    next: 1.3,
    customer: 1.2,
    spread: 0.75,
    live: true,
    bot: 0.55,
  },
  {
    name: "phone",
    byDay: 17,
    byNight: 2,
    hours: LONG,
    first: 0.7,
    next: 4,
    customer: 2,
    spread: 0.6,
    live: true,
    bot: 0,
  },
  {
    name: "web",
    byDay: 15,
    byNight: 27,
    hours: OFFICE,
    first: 120,
    next: 140,
    customer: 300,
    spread: 0.9,
    live: false,
    bot: 0.25,
  },
  {
    name: "social",
    byDay: 6,
    byNight: 7,
    hours: LONG,
    first: 32,
    next: 36,
    customer: 70,
    spread: 0.85,
    live: false,
    bot: 0,
  },
];

/** Priorities from the most urgent down: how common, and how much faster or slower people work on them. */
export const PRIORITIES = [
  { name: "urgent", share: 5, pace: 0.35 },
  { name: "high", share: 18, pace: 0.65 },
  { name: "normal", share: 57, pace: 1 },
  { name: "low", share: 20, pace: 1.7 },
] as const;

/**
 * Plans customers pay for. `target` is the first response each plan is promised, in minutes: an overdue urgent or high ticket gets a
 * deadline escalation.
 */
export const TIERS = [
  { name: "vip", share: 7, pace: 0.55, target: 15, escalates: 1.35 },
  { name: "standard", share: 55, pace: 1, target: 240, escalates: 1 },
  { name: "basic", share: 38, pace: 1.3, target: 480, escalates: 0.85 },
] as const;

export interface Group {
  readonly name: string;
  readonly level: 1 | 2 | 3;
  readonly hours: Hours;
  readonly agents: number;
  /** Median minutes to a reply once the case has been escalated to this group. */
  readonly next: number;
}

const FRONT: Group = { name: "Front line", level: 1, hours: LONG, agents: 20, next: 110 };
const LIVE: Group = { name: "Chat and phone", level: 1, hours: LONG, agents: 16, next: 60 };
const BILLING: Group = {
  name: "Billing desk",
  level: 1,
  hours: { from: 9, to: 17, weekend: false },
  agents: 6,
  next: 120,
};
const TECHNICAL: Group = {
  name: "Technical support",
  level: 2,
  hours: { from: 8, to: 20, weekend: true },
  agents: 12,
  next: 130,
};
const ACCOUNTS: Group = { name: "Account services", level: 2, hours: OFFICE, agents: 5, next: 120 };
const FINANCE: Group = {
  name: "Billing specialists",
  level: 2,
  hours: { from: 9, to: 17, weekend: false },
  agents: 4,
  next: 170,
};
const ENGINEERING: Group = {
  name: "Engineering",
  level: 3,
  hours: { from: 9, to: 18, weekend: false },
  agents: 8,
  next: 330,
};

export const GROUPS: readonly Group[] = [FRONT, LIVE, BILLING, TECHNICAL, ACCOUNTS, FINANCE, ENGINEERING];

/** Where live conversations land, whatever they are about. */
export const LIVE_GROUP = LIVE;

export interface IssueType {
  readonly name: string;
  readonly share: number;
  /** The group that takes it in, and the groups above it. */
  readonly lines: readonly [Group, Group, Group];
  /** Chance to be escalated from line 1 to 2, and from 2 to 3. */
  readonly escalates: number;
  readonly escalatesAgain: number;
  /** Median working minutes until line 1 escalates. */
  readonly escalatesAfter: number;
  /** How much longer that takes when the ticket came in at a weekend. */
  readonly weekend: number;
  /** Chance that another round of question and answer follows. */
  readonly goesOn: number;
  /** Chance to wait for a third party once. */
  readonly onHold: number;
  readonly reopens: number;
  /** How much more often than usual it is urgent. */
  readonly urgency: number;
}

export const OUTAGE: IssueType = {
  name: "outage",
  share: 1.5,
  lines: [FRONT, TECHNICAL, ENGINEERING],
  escalates: 0.42,
  escalatesAgain: 0.5,
  escalatesAfter: 22,
  weekend: 1.2,
  goesOn: 0.35,
  onHold: 0.02,
  reopens: 0.05,
  urgency: 6,
};

export const TYPES: readonly IssueType[] = [
  {
    name: "how-to",
    share: 26,
    lines: [FRONT, TECHNICAL, ENGINEERING],
    escalates: 0.06,
    escalatesAgain: 0.08,
    escalatesAfter: 170,
    weekend: 1.1,
    goesOn: 0.4,
    onHold: 0.01,
    reopens: 0.05,
    urgency: 0.4,
  },
  {
    name: "account",
    share: 18,
    lines: [FRONT, ACCOUNTS, ENGINEERING],
    escalates: 0.12,
    escalatesAgain: 0.08,
    escalatesAfter: 140,
    weekend: 1.3,
    goesOn: 0.4,
    onHold: 0.02,
    reopens: 0.06,
    urgency: 1,
  },
  {
    name: "billing",
    share: 17,
    lines: [BILLING, FINANCE, ENGINEERING],
    escalates: 0.17,
    escalatesAgain: 0.06,
    escalatesAfter: 190,
    weekend: 1.9,
    goesOn: 0.5,
    onHold: 0.07,
    reopens: 0.08,
    urgency: 0.8,
  },
  {
    name: "bug",
    share: 16,
    lines: [FRONT, TECHNICAL, ENGINEERING],
    escalates: 0.34,
    escalatesAgain: 0.3,
    escalatesAfter: 120,
    weekend: 1.2,
    goesOn: 0.6,
    onHold: 0.04,
    reopens: 0.11,
    urgency: 1.3,
  },
  {
    name: "integration",
    share: 10,
    lines: [FRONT, TECHNICAL, ENGINEERING],
    escalates: 0.38,
    escalatesAgain: 0.25,
    escalatesAfter: 160,
    weekend: 1.3,
    goesOn: 0.62,
    onHold: 0.14,
    reopens: 0.1,
    urgency: 1,
  },
  {
    name: "performance",
    share: 7,
    lines: [FRONT, TECHNICAL, ENGINEERING],
    escalates: 0.36,
    escalatesAgain: 0.3,
    escalatesAfter: 100,
    weekend: 1.2,
    goesOn: 0.56,
    onHold: 0.03,
    reopens: 0.09,
    urgency: 1.8,
  },
  {
    name: "feedback",
    share: 4,
    lines: [FRONT, ACCOUNTS, ENGINEERING],
    escalates: 0.03,
    escalatesAgain: 0.02,
    escalatesAfter: 300,
    weekend: 1,
    goesOn: 0.2,
    onHold: 0,
    reopens: 0.02,
    urgency: 0.1,
  },
  OUTAGE,
];

export const LANGUAGES = [
  ["en", 62],
  ["es", 14],
  ["de", 10],
  ["fr", 8],
  ["pt", 6],
] as const;

export const PRODUCTS = [
  ["Studio", 44],
  ["Cloud", 31],
  ["Mobile", 17],
  ["Gateway", 8],
] as const;

/** Given names of the agents, handed out in this order. */
export const NAMES: readonly string[] = (
  "Ada Amir Ana Arjun Astrid Ben Bo Camila Chidi Clara Dara Diego Dmitri Ebba Elena Emeka Esra Farah Felix Fleur Goran Greta Hana " +
  "Hugo Ida Imani Ines Ivan Jana Jin Joana Jonas Kaito Kamal Karin Kofi Lars Leila Lena Liam Lucia Mads Maya Mei Mika Milan Nadia " +
  "Nils Noor Olga Omar Otto Paula Petra Priya Quinn Rafael Rosa Ruth Sami Selma Simon Sofia Tariq Tove Uma Vera Victor Wanda Yuki Zoe"
).split(" ");

/** People on call answer urgent tickets of VIP customers day and night. */
export const ON_CALL = ALWAYS;
