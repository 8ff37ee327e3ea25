// Which ticket to show first.

/** Of the tickets with an escalation that is due, the one whose clock runs out next; else of all. */
export async function mostUrgent(desk) {
  const [{ next }, { due }] = await Promise.all([desk.sla({ next: 500 }), desk.escalations()]);
  const escalated = new Set(due.map(({ ticket }) => ticket));
  return (next.find(({ ticket }) => escalated.has(ticket)) ?? next[0])?.ticket;
}
