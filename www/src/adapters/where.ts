/** What policies of helpdesks ask of tickets, as policies here ask it. */

/** What a ticket must be like, by dimension: any of some words, none of others. */
export type Where = Readonly<
  Record<string, { readonly in?: readonly string[]; readonly not?: readonly string[] }>
>;

/** Conditions that hold together; nothing where no ticket can meet both, or where it cannot be said. */
export function together(a: Where, b: Where): Where | undefined {
  const both: Record<string, { in?: readonly string[]; not?: readonly string[] }> = { ...a };
  for (const [dimension, more] of Object.entries(b)) {
    const known = both[dimension];
    if (known === undefined) {
      both[dimension] = more;
      continue;
    }
    const [mine, theirs] = [known.in, more.in];
    // Of tags a ticket may have several, so that two lists do not make a shorter one.
    if (mine && theirs && dimension === "tags" && String(mine) !== String(theirs)) return undefined;
    const words = mine && theirs ? mine.filter((word) => theirs.includes(word)) : (mine ?? theirs);
    const not = [...new Set([...(known.not ?? []), ...(more.not ?? [])])];
    if (words?.every((word) => not.includes(word))) return undefined;
    both[dimension] = { ...(words && { in: words }), ...(not.length > 0 && { not }) };
  }
  return both;
}
