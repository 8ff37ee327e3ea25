/**
 * Whatever holds the bytes of a file, as windows of at most 1 MB, unpacked when it is gzip.
 *
 * Easy to get wrong: progress counts the bytes of the input as it came, packed or not, so that `bytes / total` is the share
 * that is done.
 */
import { DeskError, found } from "./error.js";

/** Anything that holds the bytes of a file. */
export type ByteInput = Uint8Array | ArrayBuffer | Blob | Response | ReadableStream<Uint8Array> | string;

/** The bytes of an input, in windows. */
export interface Bytes {
  readonly windows: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** How many bytes of the input have been taken. */
  taken(): number;
  /** How many there are, where that is known. */
  readonly total: number | undefined;
  /** How many bytes the windows will hold, where that is known. */
  readonly unpacked: number | undefined;
  /** The name of the file, where it has one. */
  readonly name: string | undefined;
  /** Lets go of the input; a stream that is not at its end is cancelled. */
  close(): Promise<void>;
}

/** The core is fed in windows: copying a large file whole into fresh memory costs more than parsing it. */
const WINDOW = 1 << 20;

/** Whether an input is a file's bytes rather than rows or columns. */
export function isByteInput(input: unknown): input is ByteInput {
  return (
    typeof input === "string" ||
    input instanceof Uint8Array ||
    input instanceof ArrayBuffer ||
    isA("Blob", input) ||
    isA("Response", input) ||
    isA("ReadableStream", input)
  );
}

/** All bytes of an input at once, unpacked. */
export async function allBytesOf(input: ByteInput): Promise<Uint8Array> {
  const { windows, close } = await bytesOf(input);
  const parts: Uint8Array[] = [];
  try {
    for await (const window of windows) parts.push(window);
  } finally {
    await close();
  }
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The windows of an input. */
export async function bytesOf(input: ByteInput): Promise<Bytes> {
  if (typeof input === "string") return memory(new TextEncoder().encode(input));
  if (input instanceof Uint8Array) return memory(input);
  if (input instanceof ArrayBuffer) return memory(new Uint8Array(input));
  if (isA("Blob", input))
    return streamed(input.stream(), input.size, "name" in input ? String(input.name) : undefined);
  if (isA("Response", input)) return body(input);
  return streamed(input, undefined, undefined);
}

async function memory(bytes: Uint8Array): Promise<Bytes> {
  if (isGzip(bytes)) return streamed(iterable(slices(bytes)), bytes.length, undefined);
  let taken = 0;
  function* windows(): Generator<Uint8Array> {
    for (const window of slices(bytes)) {
      taken += window.length;
      yield window;
    }
  }
  return {
    windows: windows(),
    taken: () => taken,
    total: bytes.length,
    unpacked: bytes.length,
    name: undefined,
    close: async () => undefined,
  };
}

async function body(response: Response): Promise<Bytes> {
  const { url } = response;
  if (!response.ok) {
    const message = `${url === "" ? "the response" : url} has status ${response.status}; expected a file`;
    throw new DeskError("fetch-failed", message);
  }
  if (response.body === null || response.bodyUsed) {
    const message =
      "the response has no body, or its body was read before; pass a response that nobody has read";
    throw new DeskError("bad-input", message);
  }
  // With a content encoding the length is that of the packed body, which the platform unpacks on its own.
  const length = response.headers.has("content-encoding") ? null : response.headers.get("content-length");
  const total = length === null || !/^\d+$/.test(length) ? undefined : Number(length);
  const name = url === "" ? undefined : decodeURI(new URL(url).pathname.split("/").pop() ?? "");
  return streamed(response.body, total, name);
}

async function streamed(
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  total: number | undefined,
  name: string | undefined,
): Promise<Bytes> {
  let taken = 0;
  const chunks = counted(source, (bytes) => {
    taken += bytes;
  });
  const head = await firstBytes(chunks);
  const packed = isGzip(head);
  const whole = prefixed(head, chunks);
  return {
    windows: packed ? unzipped(whole) : resized(whole),
    taken: () => taken,
    // A length that turns out too small was not the length of these bytes.
    get total() {
      return total !== undefined && taken <= total ? total : undefined;
    },
    unpacked: packed ? undefined : total,
    name: packed ? name?.replace(/\.gz$/i, "") : name,
    close: async () => void (await chunks.return(undefined)),
  };
}

async function* counted(
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of "getReader" in source ? readAll(source) : source) {
    if (!(chunk instanceof Uint8Array)) {
      throw new DeskError("bad-input", `expected a stream of Uint8Array; found ${found(chunk)} in it`);
    }
    count(chunk.length);
    yield chunk;
  }
}

/** The chunks of a stream; not every browser lets `for await` walk one. */
async function* readAll(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // After an error of our own or an abort the rest is not wanted; a stream that failed itself refuses, which is fine.
    await reader.cancel().catch(() => undefined);
  }
}

/** At least the two bytes that tell gzip, if there are two. */
async function firstBytes(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let head = new Uint8Array();
  while (head.length < 2) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    head =
      head.length === 0
        ? new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.length)
        : joined(head, value);
  }
  return head;
}

async function* prefixed(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

async function* resized(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield* slices(chunk);
}

async function* unzipped(packed: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (typeof DecompressionStream !== "function") {
    throw new DeskError("bad-gzip", "the input is gzip, which this runtime cannot unpack; unpack it first");
  }
  let failed: unknown;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await packed.next();
        if (done === true) controller.close();
        else controller.enqueue(new Uint8Array(value));
      } catch (error) {
        failed = error;
        controller.error(error);
      }
    },
    async cancel() {
      await packed.return(undefined);
    },
  });
  try {
    yield* resized(readAll(source.pipeThrough(new DecompressionStream("gzip"))));
  } catch (cause) {
    if (failed !== undefined) throw failed;
    if (cause instanceof DeskError) throw cause;
    const message = "the gzip data are damaged or end too early; fetch or export the file again";
    throw new DeskError("bad-gzip", message, { cause });
  }
}

async function* iterable(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += WINDOW) yield bytes.subarray(at, at + WINDOW);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

interface Platform {
  readonly Blob: Blob;
  readonly Response: Response;
  readonly ReadableStream: ReadableStream<Uint8Array>;
}

/** Whether a value is one of the platform's own, where the platform has such. */
function isA<Name extends keyof Platform>(name: Name, value: unknown): value is Platform[Name] {
  const type: unknown = Reflect.get(globalThis, name);
  return typeof type === "function" && value instanceof type;
}
