/** Hands a file to the page, and saves it where the page does not. */
import { tell } from "./events.js";

/** Tells the page of a file; unless it prevents the default, the browser saves it. */
export function save(from: HTMLElement, blob: Blob, title: string): void {
  const name = title.replaceAll(/[^\p{L}\p{N}.]+/gu, "-");
  if (!tell(from, "deskgauge-export", { name, blob })) return;
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the browser may not have begun to read.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
