/** What the page and the worker tell each other. */
import type { WasmCode } from "../raw.js";
import type { RawMethod } from "./engine.js";

/** What the worker says first, so that the page knows it runs. */
export const READY = "deskgauge";

/** What a page asks of the worker. */
export type Order =
  | { readonly desk: number; readonly call: number; readonly open: WasmCode }
  | {
      readonly desk: number;
      readonly call: number;
      readonly name: RawMethod | "bytes";
      readonly args: readonly unknown[];
    }
  | { readonly desk: number; readonly free: true };

/** What the worker answers to a call. */
export type Reply =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly error: Refused };

/** An error as it crosses. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly path?: string | undefined;
  readonly row?: number | undefined;
  /** What lay beneath it, in words. */
  readonly cause?: string | undefined;
}
