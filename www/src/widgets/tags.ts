/**
 * Which widget has which tag. Several versions of the package can stand on one page, each under a prefix of its own.
 *
 * Easy to get wrong: a tag, once registered, is taken for good. Registering the same widget again is fine; another widget
 * under a taken tag is an error that names both.
 */
import { DeskError } from "../error.js";

/** How tags begin unless a page says otherwise. */
export const PREFIX = "deskgauge";

const tags = new Map<CustomElementConstructor, string>();

/** Registers a widget as `prefix-name`. Where there are no custom elements, as on servers, nothing happens. */
export function register(widget: CustomElementConstructor, name: string, prefix: string = PREFIX): void {
  const registry = globalThis.customElements;
  if (registry === undefined || tags.has(widget)) return;
  const tag = `${prefix}-${name}`;
  if (!/^[a-z][a-z0-9-]*$/.test(tag)) {
    const message = `"${tag}" is no tag: expected a prefix of small letters, digits and hyphens`;
    throw new DeskError("bad-tag", message, { path: "prefix" });
  }
  if (registry.get(tag) !== undefined) {
    const message = `<${tag}> is registered already, by another version of the package or by the page; choose another prefix`;
    throw new DeskError("tag-taken", message, { path: "prefix" });
  }
  registry.define(tag, widget);
  tags.set(widget, tag);
}

/** A new element of a widget, registered under its usual tag if it is not yet. */
export function create<Element extends HTMLElement>(
  widget: new () => Element,
  name: string,
  prefix?: string,
): Element {
  register(widget, name, prefix);
  return new widget();
}
