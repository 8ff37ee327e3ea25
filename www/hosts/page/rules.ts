/** What is to be escalated where administrators set no rules: clocks that are nearly or wholly used up. */
import type { ClockName, EscalationRule, Policy, Promises, RulePart } from "deskgauge";

/** A rule for each clock that has a target: a word to the owner in time, one to the lead when it is late. */
export function usualRules({ policies = [] }: Promises): EscalationRule[] {
  const clocks = new Set(policies.flatMap(({ targets }) => Object.keys(targets) as ClockName[]));
  return [...clocks].flatMap((clock) => {
    // Of a due instant that the ticket itself states, no share can be used.
    const stated = policies.some((policy) => statesDue(policy, clock));
    const near: RulePart = stated ? { clock, beforeDue: "4h" } : { clock, used: "75%" };
    const late: RulePart = stated ? { clock, afterDue: "1s" } : { clock, used: "100%" };
    const named = clock.replaceAll("_", " ");
    return [rule(`${named}: nearly due`, near, "owner"), rule(`${named}: late`, late, "lead")];
  });
}

function rule(id: string, when: RulePart, role: string): EscalationRule {
  return { id, when, steps: [{ do: "notify", to: { role } }] };
}

function statesDue({ targets }: Policy, clock: ClockName): boolean {
  const target = targets[clock];
  return typeof target === "object" && "due" in target && target.due !== undefined;
}
