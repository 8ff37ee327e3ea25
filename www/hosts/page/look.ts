/** Makes widgets look like the page they are in, also when it turns dark. */
import type { Widget } from "deskgauge/widgets/widget";
import type { Host } from "./host.js";
import shared from "./page.css";

/** Dresses the widgets, and keeps up with the page's theme. */
export function follow(host: Host, widgets: readonly Widget[]): void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet(shared), sheet(host.css)];
  const dress = () => {
    for (const widget of widgets) widget.theme = host.isDark() ? "dark" : "light";
  };
  dress();
  const watched = { attributes: true, attributeFilter: ["class", "data-bs-theme"] };
  const observer = new MutationObserver(dress);
  for (const element of [document.documentElement, document.body]) observer.observe(element, watched);
}

function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}
