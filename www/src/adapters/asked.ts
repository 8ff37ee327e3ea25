/**
 * What was asked for by its id. Of whoever is not told then the helpdesk knows nothing any more, and there is no use in asking again.
 */

/** Ids that were asked for. */
export class Asked {
  readonly #asked = new Set<string>();

  /** Those of some ids that were not asked for yet, and are now. `kind` tells ids apart that mean different things. */
  fresh(kind: string, ids: readonly string[]): string[] {
    const fresh = ids.filter((id) => !this.#asked.has(`${kind} ${id}`));
    for (const id of fresh) this.#asked.add(`${kind} ${id}`);
    return fresh;
  }
}
