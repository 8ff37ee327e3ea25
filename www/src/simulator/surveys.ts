/**
 * What customers say afterwards: CSAT on 1–5, NPS on 0–10, CES 2.0 on 1–7 (high is easy).
 *
 * All three lean on how long the solution took for its channel, on reopening and on the number of replies it needed, plus a good deal of
 * chance: enough to show a correlation, not enough to be believed about any real desk.
 */
import type { Case } from "./intake.js";
import type { Random } from "./random.js";
import type { Story } from "./story.js";

const HOUR = 3_600_000;

/** Share of solved tickets whose requester answers each survey. */
const ANSWERED = { csat: 0.24, nps: 0.05, ces: 0.09 };

/** Answers come within this time, before the ticket closes. */
const LATEST = 90 * HOUR;

export function tellSurveys(random: Random, made: Case, story: Story, reopened: number): void {
  const hours = (story.at - made.arrival.at) / HOUR;
  const usual = made.channel.live ? 0.4 : 14;
  const slow = Math.min(Math.max(Math.log((hours + 0.1) / usual) / 1.8, -2), 3);
  const effort = Math.min(story.agentReplies - 1, 5);
  const solvedAt = story.at;
  const answer = (survey: keyof typeof ANSWERED, scale: number, lowest: number, score: number): void => {
    if (!random.chance(ANSWERED[survey])) return;
    const at = solvedAt + Math.min(random.lognormal(2.5 * HOUR, 1.3), LATEST);
    const whole = Math.min(Math.max(Math.round(score), lowest), scale);
    story.tell(at, "survey", "customer", made.requester.name, { survey, score: whole, scale });
  };
  answer("csat", 5, 1, 4.55 - 0.42 * slow - 0.7 * reopened - 0.08 * effort + random.normal() * 0.85);
  answer("nps", 10, 0, 8.6 - 0.8 * slow - 0.9 * reopened + random.normal() * 2);
  answer("ces", 7, 1, 5.9 - 0.35 * slow - 0.8 * reopened - 0.3 * effort + random.normal() * 1.1);
}
