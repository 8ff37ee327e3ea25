// Wraps the generated glue in a function. As generated it is a module that holds one WebAssembly instance for the whole
// page; wrapped, every call makes an instance of its own, so that desks share no memory and a broken one breaks no other.

import { StepError } from "./run.mjs";

const LOADING = /^async function __wbg_load[\s\S]*$/m;
const TYPES_OF_LOADING = /^export type InitInput[\s\S]*$/m;

const COMMENT = /^\s*\/\*\*?[\s\S]*?\*\/\n/gm;

/** The glue as a module whose default export makes an instance of the imports it is given, and gives its classes. */
export function wrapGlue(glue) {
  return `export default ${instantiate(glue)}`;
}

/**
 * The glue and the JavaScript that wasm2js made, as one module whose default export needs nothing. When that memory grows,
 * the old buffer stays as it was, so views are known to be old by their buffer and not by their length.
 */
export function wrapPlain(glue, code) {
  const core = code.replace(/^import .*$/gm, "").replace(/^var retasmFunc = [\s\S]*$/m, "");
  const viewed = glue
    .replace(/(\w+)\.byteLength === 0/g, "$1.buffer !== wasm.memory.buffer")
    .replace(/\w+\.buffer\.detached === true \|\| \(\w+\.buffer\.detached === undefined && ([^)]*)\)/g, "$1");
  if (
    !/^function asmFunc\(/m.test(core) ||
    /^(import|export)/m.test(core) ||
    /byteLength|detached/.test(viewed)
  )
    throw new StepError("what wasm2js made has another shape than www/build/glue.mjs expects");
  return `${roomy(core)}
${instantiate(viewed)}
export default () => instantiate((imports) => asmFunc(imports));
`;
}

/** Memory that grows by half, not page by page: each growth copies all of it. */
function roomy(core) {
  const size = /(function __wasm_memory_size\(\) \{\s*return )buffer\.byteLength >> 16;/;
  const grown = /var newBuffer = new ArrayBuffer\(newPages << 16\);([\s\S]*?)(\n\s*\}\n\s*return oldPages;)/;
  if (!size.test(core) || !grown.test(core))
    throw new StepError("the memory that wasm2js made has another shape than www/build/glue.mjs expects");
  return core
    .replace(size, "$1pages;")
    .replace(/^ *var buffer = new ArrayBuffer\((\d+)\);$/m, "$&\nvar pages = $1 / 65536;")
    .replace(
      grown,
      `if (newPages * 65536 > buffer.byteLength) {
   var newBuffer = new ArrayBuffer(Math.min(Math.max(newPages, oldPages * 1.5 | 0), 32767) * 65536);$1
   }
   pages = newPages;$2`,
    );
}

function instantiate(glue) {
  const { text, classes } = withoutExports(glue.replace(COMMENT, ""), LOADING, "class");
  return `async function instantiate(make) {
${text}
const { memory } = __wbg_finalize_init({ exports: await make(__wbg_get_imports()) });
return { memory, ${classes.join(", ")} };
}
`;
}

/** The declarations that go with {@link wrapGlue}. */
export function wrapTypes(types) {
  return `${instanceTypes(types)}
export default function instantiate(
  make: (imports: WebAssembly.Imports) => Promise<WebAssembly.Exports>,
): Promise<Instance>;
`;
}

/** The declarations that go with {@link wrapPlain}, beside those of the other module. */
export const PLAIN_TYPES = `import type { Instance } from "../wasm/deskgauge.js";
export default function instantiate(): Promise<Instance>;
`;

function instanceTypes(types) {
  const { text, classes } = withoutExports(types, TYPES_OF_LOADING, "declare class");
  const members = classes.map((name) => `  readonly ${name}: typeof ${name};`).join("\n");
  return `${text}
export type { ${classes.join(", ")} };
export interface Instance {
  /** Memory of WebAssembly, or what stands for it. */
  readonly memory: { readonly buffer: ArrayBuffer };
${members}
}`;
}

function withoutExports(source, loading, keyword) {
  const classes = [...source.matchAll(/^export class (\w+)/gm)].map((match) => match[1]);
  const text = source.replace(loading, "").replace(/^export class/gm, keyword);
  if (classes.length === 0 || !loading.test(source) || /^export/m.test(text)) {
    throw new StepError("the glue that wasm-bindgen made has another shape than www/build/glue.mjs expects");
  }
  return { text, classes };
}
