// A dictionary that turns the words of one field into small codes, straight from bytes.
//
//     const channels = new Words();
//     const code = channels.at(view, p);   // p is just after the opening quote
//     p += channels.length[code] + 1;      // just after the closing quote
//
// It guesses the code from the next eight bytes and then checks the guess against the whole
// word, closing quote included. Easy to get wrong: code 0 means "no value", and `at` answers
// 0 for a word it cannot take as raw bytes (one with an escape in it).

const SLOTS = 1024;
const QUOTE = 34;
const BACKSLASH = 92;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The eight bytes from `offset` of text, as two little-endian words. */
function firstBytes(bytes) {
  const padded = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < Math.min(8, bytes.length); i += 1) padded.setUint8(i, bytes[i]);
  return [padded.getInt32(0, true), padded.getInt32(4, true)];
}

export class Words {
  constructor(known = []) {
    this.words = [null];
    this.codes = new Map();
    this.raw = [null];
    this.guess = new Uint16Array(SLOTS);
    this.length = new Uint8Array(256);
    this.low = new Int32Array(256);
    this.lowMask = new Int32Array(256);
    this.high = new Int32Array(256);
    this.highMask = new Int32Array(256);
    for (const word of known) this.code(word);
  }

  /** Code of the word that starts at `p`, or 0. */
  at(view, p) {
    const low = view.getInt32(p, true);
    const high = view.getInt32(p + 4, true);
    const slot = Math.imul(low ^ Math.imul(high, 0x2c1b3c6d), 0x297a2d39) >>> 22;
    const code = this.guess[slot];
    if (
      (((low ^ this.low[code]) & this.lowMask[code]) | ((high ^ this.high[code]) & this.highMask[code])) ===
        0 &&
      code !== 0 &&
      (this.length[code] < 8 || this.ends(view, p, code))
    )
      return code;
    return this.learn(view, p, slot);
  }

  ends(view, p, code) {
    const raw = this.raw[code];
    for (let i = 8; i < raw.length; i += 1) if (view.getUint8(p + i) !== raw[i]) return false;
    return true;
  }

  learn(view, p, slot) {
    let end = p;
    for (;;) {
      const byte = end < view.byteLength ? view.getUint8(end) : BACKSLASH;
      if (byte === BACKSLASH) return 0;
      if (byte === QUOTE) break;
      end += 1;
    }
    const code = this.code(decoder.decode(new Uint8Array(view.buffer, view.byteOffset + p, end - p)));
    this.guess[slot] = code;
    return code;
  }

  /** Code of a word, new or known; 0 when there are more or longer words than codes can name. */
  code(word) {
    const known = this.codes.get(word);
    if (known !== undefined) return known;
    const raw = encoder.encode(`${word}"`);
    const code = this.words.length;
    if (code > 255 || raw.length > 255) return 0;
    this.words.push(word);
    this.codes.set(word, code);
    this.raw.push(raw);
    this.length[code] = raw.length - 1;
    [this.low[code], this.high[code]] = firstBytes(raw);
    [this.lowMask[code], this.highMask[code]] = firstBytes(raw.map(() => 255));
    return code;
  }
}
