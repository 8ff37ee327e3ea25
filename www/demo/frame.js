// The frame of every page of the demo: the way to the others, how they look, and which language their widgets speak.
//
// Easy to get wrong: the pages themselves are English. A language is given to the widgets, with its direction, not to the page.

import { el, field, select } from "./dom.js";

/** The pages by where they are, seen from this folder. */
export const PAGES = [
  ["dashboard.html", "Dashboard"],
  ["ticket.html", "Ticket page"],
  ["theming.html", "Theming"],
  ["strict.html", "Strict page"],
  ["explore.html", "Explorer"],
  ["../docs/", "Documentation"],
];
const LOOKS = [
  ["", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
];
const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
  ["fr", "Français"],
  ["es", "Español"],
  ["ja", "日本語"],
  ["ar", "العربية"],
];

const demo = new URL(".", import.meta.url);

/** Fills the head of the page. */
export function frame() {
  const [header] = document.getElementsByTagName("header");
  if (header === undefined) throw new Error("the page has no header");
  const look = select(LOOKS, remembered("look"), { id: "look" });
  look.addEventListener("change", () => {
    remember("look", look.value);
    document.documentElement.dataset.theme = look.value;
  });
  document.documentElement.dataset.theme = look.value;
  header.replaceChildren(
    el(
      "div",
      { class: "wrap top-row" },
      el(
        "a",
        { class: "brand", href: new URL("..", demo).href },
        el("img", { src: new URL("icon.svg", demo).href, alt: "", width: "28", height: "28" }),
        el("span", {}, "deskgauge"),
      ),
      el("nav", { "aria-label": "Pages" }, el("ul", {}, ...PAGES.map(link))),
      el("form", { class: "look" }, field("Look", look), ...languages()),
    ),
  );
}

function link([path, title]) {
  const { href, pathname } = new URL(path, demo);
  const here = location.pathname === pathname;
  return el("li", {}, el("a", { href, "aria-current": here ? "page" : undefined }, title));
}

/** The choice of a language, where there are widgets to speak it. */
function languages() {
  if (widgets().length === 0) return [];
  const choice = select(LANGUAGES, remembered("language") || "en", { id: "language" });
  const speak = () => {
    for (const widget of widgets()) {
      widget.lang = choice.value;
      widget.dir = choice.value === "ar" ? "rtl" : "ltr";
      Reflect.set(widget, "locale", choice.value);
    }
  };
  choice.addEventListener("change", () => {
    remember("language", choice.value);
    speak();
  });
  speak();
  return [field("Widgets speak", choice)];
}

function widgets() {
  return [...document.querySelectorAll("main *")].filter(({ localName }) =>
    localName.startsWith("deskgauge-"),
  );
}

/** What was chosen on another page of this visit; where nothing may be kept, nothing was. */
function remembered(key) {
  try {
    return sessionStorage.getItem(`deskgauge-demo-${key}`) ?? "";
  } catch {
    return "";
  }
}

function remember(key, value) {
  try {
    sessionStorage.setItem(`deskgauge-demo-${key}`, value);
  } catch {
    // The choice then lasts for this page.
  }
}
