/**
 * Names of the options that stay in the wrapper, because they hold what cannot cross: functions, signals, modules. The core
 * checks the names of all others.
 */
import { DeskError } from "./error.js";

/** Throws `unknown-option` for the first property of `object` that is none of `known`. */
export function checkKeys(object: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined || known.includes(name)) continue;
    const message = `there is no option "${name}" here; there are ${known.join(", ")}`;
    throw new DeskError("unknown-option", message, { path: name });
  }
}

/** Lists all keys of a type; leaving one out does not compile. */
export function keysOf<Type extends object>(keys: Record<keyof Type, true>): readonly string[] {
  return Object.keys(keys);
}
