/**
 * Which language a widget speaks: its own `locale`, else the `lang` it stands in, else the browser's.
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
