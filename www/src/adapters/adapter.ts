/**
 * Adapters describe a helpdesk's own API: which calls tell what changed, and in which order. {@link sync} of `deskgauge/sync`
 * carries the description out; what the answers mean is known to `desk.load(bytes, { source })`.
 *
 * Easy to get wrong: an adapter keeps nothing. How far a reading is stands in the positions it gives, so that another page, or
 * another day, can go on from any of them.
 */
import type { Loaded } from "../loaded.js";
import type { SourceName } from "../source.js";
import type { Host } from "./host.js";
import type { Pace } from "./pace.js";
import type { HostRequest } from "./request.js";

/** What answers so far left unexplained: ids that a further request would tell. */
export type Missing = NonNullable<Loaded["source"]>["missing"];

/** What is fetched. */
export interface Wanted {
  /** Only this ticket, with its history. */
  readonly ticket?: string | undefined;
  /** Without a position: only tickets that changed since then, in epoch milliseconds. */
  readonly since: number;
  /** Where an earlier reading was, as one of its steps gave it; nothing can be taken for granted of its shape. */
  readonly position?: unknown;
}

/** An answer on the way. */
export interface Step {
  /** What the desk is to load. */
  readonly payload?: Uint8Array | undefined;
  /** Where to go on once the payload is in the desk: plain JSON. */
  readonly position?: unknown;
  /** Which share of all is read with it, from 0 to 1. */
  readonly share?: number;
}

/** A step that brings something. */
export interface Loading extends Step {
  readonly payload: Uint8Array;
}

/** A helpdesk that can be read. */
export interface Adapter {
  /** The format of its answers. */
  readonly source: SourceName;
  /** Fields of tickets that are kept as custom dimensions. */
  readonly fields?: readonly string[];
  /** Carries its requests out. */
  readonly request: HostRequest;
  /** How fast it may be asked where a call says nothing else. */
  readonly pace: Pace;
  /** The answers, one after another. */
  read(host: Host, wanted: Wanted): AsyncIterable<Step>;
  /** The answers that explain what is missing; nothing where everything that can be asked was asked before. */
  explain?(host: Host, missing: Missing): AsyncIterable<Step>;
}

/** What most adapters are told. */
export interface AdapterOptions {
  /** Carries requests out, such as `(path, init) => fetch(new URL(path, "https://acme.example.com"), init)`. */
  readonly request: HostRequest;
  /** Names of ticket fields to keep as custom dimensions. */
  readonly fields?: readonly string[] | undefined;
  /** The most requests in any minute (default: what the helpdesk documents, where it does). */
  readonly perMinute?: number | undefined;
}
