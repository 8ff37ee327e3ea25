/** The one door to the generated glue. */
export { default as init } from "./wasm/deskgauge.js";
