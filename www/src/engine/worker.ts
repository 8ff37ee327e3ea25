/**
 * The engine in a worker: the page stays free while a desk computes. All desks of a page share one worker, which ends with
 * the last of them; each has an instance of the core of its own in it.
 *
 * Easy to get wrong: what is transferred is gone here. Only copies are, so that buffers of callers stay as they are.
 */

import { codeOf } from "../code.js";
import { whenCollected } from "../collected.js";
import { DeskError, sentence } from "../error.js";
import type { WasmSource } from "../raw.js";
import { startWorker, workerUrlOf } from "../start-worker.js";
import { type Engine, failed, freed, type RawAnswer, type RawArguments, type RawMethod } from "./engine.js";
import { type Order, READY, type Refused, type Reply } from "./messages.js";

/** How long a worker's file may take to run, in milliseconds, until it is given up. */
const PATIENCE = 5000;

const NOTE = "WebAssembly in a worker: the page stays free while a desk computes";

/** An engine in the page's worker. */
export async function openWorker(
  source: WasmSource & { readonly workerUrl?: string | URL | undefined },
): Promise<Engine> {
  const thread = Thread.at(await workerUrlOf(source.workerUrl));
  const desk = thread.join();
  try {
    await thread.ready;
    const open = await codeOf(source);
    const reply = await thread.ask((call) => ({ desk, call, open }), []);
    if ("error" in reply) throw deskError(reply.error);
  } catch (error) {
    thread.leave(desk);
    throw error;
  }
  return new WorkerEngine(thread, desk);
}

class WorkerEngine implements Engine {
  readonly kind = "worker";
  readonly note = NOTE;
  readonly #thread: Thread;
  readonly #desk: number;
  #end: "freed" | "failed" | undefined;

  constructor(thread: Thread, desk: number) {
    this.#thread = thread;
    this.#desk = desk;
    whenCollected(this, () => thread.leave(desk));
  }

  call<Name extends RawMethod>(name: Name, ...args: RawArguments<Name>): Promise<RawAnswer<Name>> {
    return this.#ask(name, args) as Promise<RawAnswer<Name>>;
  }

  bytes(): Promise<number> {
    return this.#ask("bytes", []) as Promise<number>;
  }

  free(): void {
    this.#thread.leave(this.#desk);
    this.#end ??= "freed";
  }

  async #ask(name: RawMethod | "bytes", given: readonly unknown[]): Promise<unknown> {
    this.#check();
    const args = given.map((value) => (ArrayBuffer.isView(value) ? copied(value) : value));
    const transfer = args.flatMap((value) =>
      ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : [],
    );
    const desk = this.#desk;
    const reply = await this.#thread.ask((call) => ({ desk, call, name, args }), transfer);
    this.#check();
    if (!("error" in reply)) return reply.value;
    if (reply.error.code === "engine-failed") this.#end = "failed";
    throw deskError(reply.error);
  }

  #check(): void {
    if (this.#end === "freed") throw freed();
    if (this.#end === "failed") throw failed();
  }
}

/** Workers of this page by their URL. */
const threads = new Map<string, Thread>();

/** A worker and the desks in it. */
class Thread {
  /** Settled when the worker's file runs, or does not. */
  readonly ready: Promise<void>;
  readonly #key: string;
  readonly #worker: Worker;
  readonly #desks = new Set<number>();
  readonly #calls = new Map<number, (reply: Reply) => void>();
  #next = 0;
  /** Why the worker answers nothing more. */
  #end: Refused | undefined;

  /** The worker of a URL, started where there is none. */
  static at(url: URL): Thread {
    const known = threads.get(url.href);
    if (known !== undefined) return known;
    const thread = new Thread(url);
    threads.set(url.href, thread);
    return thread;
  }

  private constructor(url: URL) {
    this.#key = url.href;
    this.#worker = started(url);
    this.ready = new Promise((resolve, reject) => {
      const give = (why: string) => {
        const error = { code: "no-worker", message: `the worker ${url.href} ${why}` };
        reject(deskError(error));
        this.#stop(error);
      };
      const timer = setTimeout(() => give(`did not answer within ${PATIENCE / 1000} seconds`), PATIENCE);
      this.#worker.onerror = ({ message }) => {
        clearTimeout(timer);
        const what =
          url.protocol === "blob:"
            ? "allow blob: in worker-src"
            : "serve worker.js there, and allow it in worker-src";
        give(`could not be started${message ? ` (${message})` : ""}; ${what}`);
      };
      this.#worker.onmessage = ({ data }) => {
        clearTimeout(timer);
        if (data !== READY) return give("is not deskgauge's");
        this.#listen();
        resolve();
      };
    });
    // Told to every desk that waits for it, and to nobody when none does.
    this.ready.catch(() => undefined);
  }

  /** A number for a new desk. */
  join(): number {
    const desk = this.#number();
    this.#desks.add(desk);
    return desk;
  }

  /** Frees a desk, and ends the worker with the last one. Twice is fine. */
  leave(desk: number): void {
    if (!this.#desks.delete(desk)) return;
    if (this.#desks.size === 0) this.#stop({ code: "desk-freed", message: freed().message });
    else this.#worker.postMessage({ desk, free: true } satisfies Order);
  }

  /** Sends an order of a call's number, and waits for the reply to it. */
  ask(order: (call: number) => Order, transfer: Transferable[]): Promise<Reply> {
    const call = this.#number();
    if (this.#end !== undefined) return Promise.resolve({ call, error: this.#end });
    return new Promise((resolve) => {
      post(this.#worker, order(call), transfer);
      this.#calls.set(call, resolve);
    });
  }

  #listen(): void {
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      const resolve = this.#calls.get(data.call);
      this.#calls.delete(data.call);
      resolve?.(data);
    };
    const fail = ({ message: cause = "" }: { readonly message?: string }) =>
      this.#stop({ code: "engine-failed", message: failed().message, cause });
    this.#worker.onerror = fail;
    this.#worker.onmessageerror = () => fail({});
  }

  /** Ends the worker; whoever waits for it is told why. */
  #stop(error: Refused): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    if (threads.get(this.#key) === this) threads.delete(this.#key);
    this.#worker.terminate();
    for (const [call, resolve] of this.#calls) resolve({ call, error });
    this.#calls.clear();
  }

  #number(): number {
    this.#next += 1;
    return this.#next;
  }
}

function started(url: URL): Worker {
  if (typeof globalThis.Worker !== "function") {
    throw new DeskError("no-worker", "this page or runtime has no workers");
  }
  try {
    return startWorker(url);
  } catch (cause) {
    const message = `the worker ${url.href} was refused (${sentence(cause)}); it must be of the page's own origin`;
    throw new DeskError("no-worker", message, { cause });
  }
}

/** Sends a message. Proxies, as frameworks put around what they watch, do not cross; what they stand for does. */
function post(worker: Worker, order: Order, transfer: Transferable[]): void {
  try {
    worker.postMessage(order, transfer);
  } catch {
    try {
      worker.postMessage(plain(order), transfer);
    } catch (cause) {
      const message = `expected plain data, which can be sent to the worker: ${sentence(cause)}`;
      throw new DeskError("bad-input", message, { cause });
    }
  }
}

/** A copy that is made of plain objects and arrays. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (value instanceof ArrayBuffer || value instanceof WebAssembly.Module) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

/** A copy of a typed array, with a buffer of its own. */
function copied(view: ArrayBufferView): ArrayBufferView {
  return (view as Uint8Array | Float64Array).slice();
}

function deskError({ code, message, path, row, cause }: Refused): DeskError {
  return new DeskError(code, message, { path, row, cause: cause || undefined });
}
