/**
 * An engine in the thread that asks: an instance of the core a desk.
 *
 * Easy to get wrong: after a trap the memory of an instance can be in any state. Such an engine refuses every further call;
 * other desks have instances of their own and go on.
 */
import { DeskError, isDeskError } from "../error.js";
import type { Raw, RawDesk } from "../raw.js";
import {
  type Engine,
  type EngineKind,
  failed,
  freed,
  type RawAnswer,
  type RawArguments,
  type RawMethod,
} from "./engine.js";

export class LocalEngine implements Engine {
  readonly kind: EngineKind;
  readonly note: string;
  readonly #raw: RawDesk;
  readonly #memory: Raw["memory"];
  #end: "freed" | "failed" | undefined;

  constructor({ RawDesk, memory }: Raw, kind: EngineKind, note: string) {
    this.kind = kind;
    this.note = note;
    this.#raw = new RawDesk();
    this.#memory = memory;
  }

  async call<Name extends RawMethod>(name: Name, ...args: RawArguments<Name>): Promise<RawAnswer<Name>> {
    this.#check();
    try {
      const method = this.#raw[name] as (...args: unknown[]) => RawAnswer<Name>;
      return method.apply(this.#raw, args);
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

  async bytes(): Promise<number> {
    this.#check();
    return this.#memory.buffer.byteLength;
  }

  free(): void {
    if (this.#end === undefined) this.#raw.free();
    this.#end ??= "freed";
  }

  #check(): void {
    if (this.#end === "freed") throw freed();
    if (this.#end === "failed") throw failed();
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
