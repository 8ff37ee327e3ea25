/**
 * The engine that computes in the page itself: WebAssembly, an instance a desk.
 *
 * Easy to get wrong: after a trap the memory of an instance can be in any state. Such an engine refuses every further call;
 * other desks have instances of their own and go on.
 */
import { DeskError, isDeskError } from "../error.js";
import { openRaw, type RawDesk, type WasmSource } from "../raw.js";

export class PageEngine {
  readonly kind = "page";
  readonly #raw: RawDesk;
  readonly #memory: WebAssembly.Memory;
  #end: "freed" | "failed" | undefined;

  private constructor(raw: RawDesk, memory: WebAssembly.Memory) {
    this.#raw = raw;
    this.#memory = memory;
  }

  static async open(source: WasmSource): Promise<PageEngine> {
    const { RawDesk, memory } = await openRaw(source);
    return new PageEngine(new RawDesk(), memory);
  }

  /** Bytes of WebAssembly memory. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Calls the core; what it throws becomes a {@link DeskError}. */
  call<Result>(what: (raw: RawDesk) => Result): Result {
    if (this.#end === "freed") throw new DeskError("desk-freed", "the desk was freed; open a new one");
    if (this.#end === "failed") throw failed(undefined);
    try {
      return what(this.#raw);
    } catch (thrown) {
      if (isDeskError(thrown)) throw thrown;
      if (isRefusal(thrown)) {
        throw new DeskError(thrown.code, thrown.message, {
          path: thrown.path ?? undefined,
          row: thrown.row ?? undefined,
        });
      }
      this.#end = "failed";
      throw failed(thrown);
    }
  }

  /** Gives the memory back. Twice is fine. */
  free(): void {
    if (this.#end === undefined) this.#raw.free();
    this.#end ??= "freed";
  }
}

/** What the core throws when it refuses something. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly path: string | null;
  readonly row: number | null;
}

function isRefusal(thrown: unknown): thrown is Refusal {
  return typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && "code" in thrown;
}

function failed(cause: unknown): DeskError {
  const message = "the engine ran out of memory or met a bug, and this desk cannot go on; open a new one";
  return new DeskError("engine-failed", message, { cause });
}
