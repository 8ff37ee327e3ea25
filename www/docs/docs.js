// What the pages of the documentation can do: copy code, be light or dark, fold the list of pages away, and narrow the list of metrics.

const NARROW = matchMedia("(max-width: 55.99rem)");

/** The pages of the demo keep the choice under the same name. */
const LOOK = "deskgauge-demo-look";

addCopying();
chooseLook();
foldContents();
narrowMetrics();

/** A button on each block of code, and a way for the keyboard into those that scroll. */
function addCopying() {
  for (const figure of document.querySelectorAll("figure.code")) {
    const code = figure.querySelector("pre");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      const text = code.textContent;
      const copied = await navigator.clipboard.writeText(text).then(
        () => true,
        () => false,
      );
      if (!copied) getSelection()?.selectAllChildren(code);
      button.textContent = copied ? "Copied" : "Selected";
      setTimeout(() => (button.textContent = "Copy"), 2_000);
    });
    figure.append(button);
  }
  const scrollers = document.querySelectorAll("pre, .scrolls");
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!(target instanceof HTMLElement)) continue;
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const scroller of scrollers) watcher.observe(scroller);
}

/** Light or dark, as the reader chose on another page of this visit. */
function chooseLook() {
  const choice = document.querySelector("select");
  const show = () => {
    document.documentElement.dataset.theme = choice.value;
  };
  choice.value = remembered() ?? "";
  show();
  choice.addEventListener("change", () => {
    show();
    try {
      sessionStorage.setItem(LOOK, choice.value);
    } catch {
      // Where nothing may be kept, the choice lasts for this page.
    }
  });
}

function remembered() {
  try {
    return sessionStorage.getItem(LOOK);
  } catch {
    return null;
  }
}

/** The list of pages stands open beside the text, and folded above it. */
function foldContents() {
  const contents = document.querySelector("details");
  const fold = () => {
    contents.open = !NARROW.matches;
  };
  fold();
  NARROW.addEventListener("change", fold);
  /** @type {HTMLElement} */
  const here = contents.querySelector("[aria-current]");
  // Scrolls the list alone, not the page.
  if (here !== null && contents.open) contents.scrollTop = here.offsetTop - contents.clientHeight / 2;
}

/** Shows the metrics in which every word that was typed occurs. */
function narrowMetrics() {
  const form = document.querySelector(".filter");
  if (form === null) return;
  const [input, status] = [form.querySelector("input"), form.querySelector("[role=status]")];
  const sections = (within, name) => /** @type {HTMLElement[]} */ ([...within.querySelectorAll(name)]);
  const families = sections(document, ".family").map((family) => ({
    family,
    metrics: sections(family, ".metric").map((metric) => ({
      metric,
      text: `${metric.id.replaceAll("_", " ")} ${metric.textContent}`.toLowerCase(),
    })),
  }));
  const narrow = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { family, metrics } of families) {
      const fitting = metrics.filter(({ metric, text }) => {
        metric.hidden = !words.every((word) => text.includes(word));
        return !metric.hidden;
      });
      family.hidden = fitting.length === 0;
      shown += fitting.length;
    }
    status.textContent = shown === 1 ? "1 metric" : `${shown} metrics`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", narrow);
  narrow();
}
