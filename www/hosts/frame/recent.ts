/**
 * A desk as far as tickets of the last days go: who asks it gets answers about those alone.
 *
 * Easy to get wrong: an export also brings older tickets that changed of late, without the older part of their history. Their
 * clocks and figures would be wrong, so they are left out.
 */
import type { Desk, Filter } from "deskgauge";
import type { DashboardSource } from "deskgauge/widgets/dashboard";

/** The desk, of tickets created since then. */
export function recent(desk: Desk, since: Date): DashboardSource {
  const only = <Asked extends { readonly where?: Filter }>(question: Asked): Asked => ({
    ...question,
    where: { ...question.where, created: { from: since } },
  });
  return {
    report: (question) => desk.report(only(question)),
    sla: (question) => desk.sla(only(question)),
    escalations: (question) => desk.escalations(only(question)),
    escalationTimes: (question) => desk.escalationTimes(only(question)),
    stages: (question) => desk.stages(only(question)),
    handoffs: (question) => desk.handoffs(only(question)),
    metrics: () => desk.metrics(),
  };
}
