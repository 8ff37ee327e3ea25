/**
 * The worker's own side: an instance of the core for every desk, and answers in the order of the calls.
 *
 * Easy to get wrong: this file is built into one that imports nothing, so that it can be served from anywhere on the page's
 * origin.
 */
import type { RawArguments, RawMethod } from "./engine/engine.js";
import { LocalEngine } from "./engine/local.js";
import { type Order, READY, type Refused, type Reply } from "./engine/messages.js";
import { isDeskError, sentence } from "./error.js";
import { openRaw, type WasmCode } from "./raw.js";

/** What this file uses of the worker around it. */
interface Around {
  onmessage: ((message: MessageEvent<Order>) => void) | null;
  postMessage(message: Reply, transfer?: Transferable[]): void;
}

const around = globalThis as unknown as Around;
const desks = new Map<number, LocalEngine>();

around.onmessage = ({ data: order }) => {
  if ("free" in order) {
    desks.get(order.desk)?.free();
    desks.delete(order.desk);
    return;
  }
  const { call } = order;
  answer(order).then(
    (value) => around.postMessage({ call, value }, buffersOf(value)),
    (error: unknown) => around.postMessage({ call, error: refused(error) }),
  );
};
// Somebody may import this file where it is no worker, to look at it or on a server.
globalThis.postMessage?.(READY);

async function answer(order: Exclude<Order, { free: true }>): Promise<unknown> {
  if ("open" in order) return open(order.desk, order.open);
  const desk = desks.get(order.desk);
  if (desk === undefined) throw new Error("there is no such desk");
  if (order.name === "bytes") return desk.bytes();
  return desk.call<RawMethod>(order.name, ...(order.args as unknown as RawArguments<RawMethod>));
}

async function open(desk: number, code: WasmCode): Promise<void> {
  desks.set(desk, new LocalEngine(await openRaw(code), "worker", ""));
}

/** The numbers of reports and the bytes of snapshots, which the page shall have without a copy. */
function buffersOf(value: unknown): Transferable[] {
  if (value instanceof Float64Array || value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  return Array.isArray(value) && value.length > 0 && typeof value.at(-1) === "object"
    ? value.flatMap(buffersOf)
    : [];
}

function refused(error: unknown): Refused {
  if (!isDeskError(error)) return { code: "engine-failed", message: sentence(error) };
  const { code, message, path, row, cause } = error;
  return { code, message, path, row, cause: cause === undefined ? undefined : sentence(cause) };
}
