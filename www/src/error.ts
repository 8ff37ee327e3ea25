/**
 * The one error the package throws: a stable code, a sentence, and where it happened.
 *
 * ```js
 * try {
 *   await desk.report({ metrics: ["first_respose_time"] });
 * } catch (error) {
 *   if (isDeskError(error)) console.log(error.code, error.path); // unknown-metric metrics[0].metric
 * }
 * ```
 *
 * Easy to get wrong: codes are public and stay; sentences may improve at any time, so match on the code.
 */

/** Where an error happened, and what lay beneath it. */
export interface DeskErrorDetails {
  /** The option, setting or field at fault, such as `metrics[0].goals`. */
  readonly path?: string | undefined;
  /** The input row at fault, counted from 1. */
  readonly row?: number | undefined;
  /** The error beneath this one. */
  readonly cause?: unknown;
}

/** An error of the package. */
export class DeskError extends Error {
  override readonly name = "DeskError";
  /** The stable code, in kebab case. */
  readonly code: string;
  /** The option, setting or field at fault, such as `metrics[0].goals`. */
  declare readonly path?: string;
  /** The input row at fault, counted from 1. */
  declare readonly row?: number;

  constructor(code: string, message: string, details: DeskErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.path !== undefined) this.path = details.path;
    if (details.row !== undefined) this.row = details.row;
  }
}

/** Whether `error` is a {@link DeskError}, be it from this copy of the package or another one on the page. */
export function isDeskError(error: unknown): error is DeskError {
  return (
    error instanceof Error && error.name === "DeskError" && typeof Reflect.get(error, "code") === "string"
  );
}

/** What went wrong, for a message. */
export function sentence(cause: unknown): string {
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}

/** What a value looks like, for sentences that say what was found. */
export function found(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "function") return "a function";
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "Object" ? `a ${name}` : `a ${typeof value}`;
}
