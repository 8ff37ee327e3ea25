/**
 * A view in the page's address, after the `#`.
 *
 * Easy to get wrong: the part after the `#` is the page's too. What else stands there stays.
 */

/** What stands in the address under a key; null where nothing does. */
export function readAddress(key: string): string | null {
  return parts().get(key);
}

/** Writes under a key; nothing for the empty text. Going back leaves the page, not the view. */
export function writeAddress(key: string, text: string): void {
  const all = parts();
  if ((all.get(key) ?? "") === text) return;
  if (text === "") all.delete(key);
  else all.set(key, text);
  const written = all.toString();
  const { pathname, search } = globalThis.location;
  history.replaceState(history.state, "", `${pathname}${search}${written === "" ? "" : `#${written}`}`);
}

function parts(): URLSearchParams {
  return new URLSearchParams(globalThis.location.hash.slice(1));
}
