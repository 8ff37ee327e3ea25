/**
 * Names of options, checked. The core reads the options it knows and never sees the others, so that a misspelt one would
 * be ignored in silence.
 */
import { DeskError } from "./error.js";

/** Throws `unknown-option` for the first property of `object` that is none of `known`. */
export function checkKeys(object: object, known: readonly string[], path: string): void {
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined || known.includes(name)) continue;
    const message = `there is no option "${name}" here; there are ${known.join(", ")}`;
    throw new DeskError("unknown-option", message, { path: under(path, name) });
  }
}

/** The path of a property. */
export function under(parent: string, name: string): string {
  return parent === "" ? name : `${parent}.${name}`;
}

/** Lists all keys of a type; leaving one out does not compile. */
export function keysOf<Type extends object>(keys: Record<keyof Type, true>): readonly string[] {
  return Object.keys(keys);
}
