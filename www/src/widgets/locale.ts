/**
 * Which language a widget speaks: its own `locale`, else the `lang` it stands in, else the browser's.
 *
 * Easy to get wrong: the page may change its `lang` or `dir` at any time, on any element around a widget. One observer watches
 * for all widgets; within shadow roots of the page it sees nothing.
 */

/** The language of an element, as `Intl` takes it. */
export function localeOf(element: Element, own: string | undefined): string {
  return [own, ...inherited(element), globalThis.navigator?.language].find(isLocale) ?? "en";
}

/** The `lang` of the element and of what it stands in, out through shadow roots. */
function* inherited(element: Element): Generator<string | undefined> {
  let at: Element | null = element;
  while (at !== null) {
    const holder: Element | null = at.closest("[lang]");
    if (holder !== null) yield holder.getAttribute("lang") ?? undefined;
    const root: Node = (holder ?? at).getRootNode();
    const outer: Element | null = root instanceof ShadowRoot ? root.host : null;
    at = holder === null ? outer : (holder.parentElement ?? outer);
  }
}

function isLocale(name: string | undefined): name is string {
  if (name === undefined || name === "") return false;
  try {
    return Intl.getCanonicalLocales(name).length === 1;
  } catch {
    return false;
  }
}

const listeners = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Tells when the language or direction of a part of the page changes, until the function this returns is called. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  if (observer === undefined) {
    observer = new MutationObserver(() => {
      for (const each of listeners) each();
    });
    observer.observe(document, { subtree: true, attributes: true, attributeFilter: ["lang", "dir"] });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = undefined;
  };
}
