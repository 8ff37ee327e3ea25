// Wraps the generated glue in a function. As generated it is a module that holds one WebAssembly instance for the whole
// page; wrapped, every call makes an instance of its own, so that desks share no memory and a broken one breaks no other.

import { StepError } from "./run.mjs";

const LOADING = /^async function __wbg_load[\s\S]*$/m;
const TYPES_OF_LOADING = /^export type InitInput[\s\S]*$/m;

const COMMENT = /^\s*\/\*\*?[\s\S]*?\*\/\n/gm;

/** The glue as a module whose default export takes a compiled module and gives the classes of a new instance. */
export function wrapGlue(glue) {
  const { text, classes } = withoutExports(glue.replace(COMMENT, ""), LOADING, "class");
  return `export default async function instantiate(module) {
${text}
const instance = await WebAssembly.instantiate(module, __wbg_get_imports());
const { memory } = __wbg_finalize_init(instance, module);
return { memory, ${classes.join(", ")} };
}
`;
}

/** The declarations that go with {@link wrapGlue}. */
export function wrapTypes(types) {
  const { text, classes } = withoutExports(types, TYPES_OF_LOADING, "declare class");
  const members = classes.map((name) => `  readonly ${name}: typeof ${name};`).join("\n");
  return `${text}
export type { ${classes.join(", ")} };
export interface Instance {
  readonly memory: WebAssembly.Memory;
${members}
}
export default function instantiate(module: WebAssembly.Module): Promise<Instance>;
`;
}

function withoutExports(source, loading, keyword) {
  const classes = [...source.matchAll(/^export class (\w+)/gm)].map((match) => match[1]);
  const text = source.replace(loading, "").replace(/^export class/gm, keyword);
  if (classes.length === 0 || !loading.test(source) || /^export/m.test(text)) {
    throw new StepError("the glue that wasm-bindgen made has another shape than www/build/glue.mjs expects");
  }
  return { text, classes };
}
