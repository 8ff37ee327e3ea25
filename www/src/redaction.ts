/** Leaving names and texts out of what is kept: how it is asked for, and the key of the marks that stand in their place. */
import { DeskError, found } from "./error.js";
import { checkKeys, keysOf } from "./keys.js";

/** What a snapshot leaves out. */
export interface Redaction {
  /**
   * The secret that marks are made with: 16 bytes, or 32 hexadecimal digits. Under the same key a name has the same mark in every
   * snapshot. Without one, each snapshot has a key of its own that nobody keeps.
   */
  readonly key?: Uint8Array | string | undefined;
  /** Custom text fields that stay as they are, such as a product; the others become marks. */
  readonly keep?: readonly string[] | undefined;
}

const REDACTING = keysOf<Redaction>({ key: true, keep: true });

/** A redaction as the core takes it. */
export function rawRedaction(
  redact: boolean | Redaction,
): { key: string; keep: readonly string[] } | undefined {
  if (redact === false) return undefined;
  const given = redact === true ? {} : redact;
  checkKeys(given, REDACTING);
  const { key, keep = [] } = given;
  return { key: rawKey(key ?? crypto.getRandomValues(new Uint8Array(16))), keep };
}

/** A key as the core takes it. */
export function rawKey(key: Uint8Array | string): string {
  const digits = typeof key === "string" ? key.toLowerCase() : hexadecimal(key);
  if (!/^[0-9a-f]{32}$/.test(digits)) {
    const message = `expected a key of 16 bytes, or 32 hexadecimal digits; found ${typeof key === "string" ? "another text" : found(key)}`;
    throw new DeskError("bad-option", message, { path: "redact.key" });
  }
  return digits;
}

function hexadecimal(bytes: Uint8Array): string {
  return bytes instanceof Uint8Array
    ? Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
    : "";
}
