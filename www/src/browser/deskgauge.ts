/** Everything for pages without a bundler, in one file: the desk, and all widgets under their usual tags. */
import "../widgets/define/all.js";

export * from "../index.js";
export { useMessages } from "../widgets/messages.js";
export { register } from "../widgets/tags.js";
