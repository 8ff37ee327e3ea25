/** The public names of the package. */
export { init } from "./raw.js";
