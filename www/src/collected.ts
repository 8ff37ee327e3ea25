/**
 * Freeing what nobody freed: the garbage collector tells when an object is gone.
 *
 * Easy to get wrong: `free` must not hold the object, or it is never gone.
 */
const registry =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry<() => void>((free) => free());

/** Calls `free` some time after `object` is gone, where the platform tells. It may have been called before. */
export function whenCollected(object: object, free: () => void): void {
  registry?.register(object, free);
}
