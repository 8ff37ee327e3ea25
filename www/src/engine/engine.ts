/**
 * What computes for a desk, wherever it does: calls by name, so that a desk need not know whether the core stands beside it
 * or in another thread.
 *
 * Easy to get wrong: calls of one engine are carried out in the order in which they were made, whether awaited or not. Two
 * calls that belong together are made without an `await` between them.
 */
import { DeskError } from "../error.js";
import type { RawDesk } from "../raw.js";

/** Where a desk computes. */
export type EngineKind = "page" | "worker" | "plain";

/** A method of the core. */
export type RawMethod = Exclude<keyof RawDesk, "free" | symbol>;

/** What a method takes. */
export type RawArguments<Name extends RawMethod> = Parameters<RawDesk[Name]>;

/** What a method gives. */
export type RawAnswer<Name extends RawMethod> = ReturnType<RawDesk[Name]>;

/** What computes for one desk. */
export interface Engine {
  readonly kind: EngineKind;
  /** Why it is this one, and what that means for the page. */
  readonly note: string;
  /**
   * Calls the core. Typed arrays among the arguments stay the caller's.
   *
   * @throws DeskError what the core refuses, `engine-failed`, `desk-freed`
   */
  call<Name extends RawMethod>(name: Name, ...args: RawArguments<Name>): Promise<RawAnswer<Name>>;
  /** Bytes of memory as a whole. */
  bytes(): Promise<number>;
  /** Gives the memory back. Twice is fine. */
  free(): void;
}

/** The error of a call to a desk that was freed. */
export function freed(): DeskError {
  return new DeskError("desk-freed", "the desk was freed; open a new one");
}

/** The error of a call to an engine that came to an end of its own. */
export function failed(cause?: unknown): DeskError {
  const message = "the engine ran out of memory or met a bug, and this desk cannot go on; open a new one";
  return new DeskError("engine-failed", message, { cause });
}
