/**
 * Charts as files.
 *
 * Easy to get wrong: a drawing leans on the styles of its page. In a file of its own every mark carries what it looked like.
 */
import { toCsv } from "../../csv.js";
import { DeskError } from "../../error.js";
import type { ChartTable } from "./chart.js";

/** What makes a mark look as it does. */
const LOOKS = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "font-size",
  "font-family",
  "font-weight",
  "text-anchor",
  "direction",
] as const;

/** A table as CSV that is safe to open in a spreadsheet. */
export function exportCsv({ head, rows }: ChartTable): string {
  return toCsv([head, ...rows]);
}

/** A drawing as an SVG document of its own, on the ground it stands on. */
export function exportSvg(drawn: SVGSVGElement, title: string): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const [marks, copies] = [drawn.querySelectorAll("*"), copy.querySelectorAll("*")];
  marks.forEach((mark, at) => {
    if (mark.localName === "title") return;
    const looks = getComputedStyle(mark);
    for (const name of LOOKS) copies[at]?.setAttribute(name, looks.getPropertyValue(name));
    copies[at]?.removeAttribute("class");
  });
  copy.querySelector(".tip")?.remove();
  const comments = document.createNodeIterator(copy, NodeFilter.SHOW_COMMENT);
  for (let comment = comments.nextNode(); comment !== null; comment = comments.nextNode()) {
    (comment as Comment).remove();
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.removeAttribute("class");
  copy.removeAttribute("aria-hidden");
  const ground = document.createElementNS(copy.namespaceURI, "rect");
  for (const [name, value] of [
    ["width", "100%"],
    ["height", "100%"],
    ["fill", groundOf(drawn)],
  ] as const) {
    ground.setAttribute(name, value);
  }
  const named = document.createElementNS(copy.namespaceURI, "title");
  named.textContent = title;
  copy.prepend(named, ground);
  return new XMLSerializer().serializeToString(copy);
}

/**
 * An SVG document as a PNG image.
 *
 * @throws DeskError `csp-blocked` where the page's policy lets no image be made from data
 */
export async function exportPng(drawing: string, scale: number): Promise<Blob | undefined> {
  const image = await rendered(drawing);
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  const context = canvas.getContext("2d");
  if (context === null) return undefined;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/png"));
}

async function rendered(drawing: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  try {
    await image.decode();
    return image;
  } catch (cause) {
    const message =
      "the page's Content-Security-Policy lets no PNG be made; add data: to its img-src, or export SVG";
    throw new DeskError("csp-blocked", message, { cause });
  }
}

/** The colour that stands behind a drawing. */
function groundOf(drawn: Element): string {
  const card = drawn.closest(".card");
  return card === null ? "none" : getComputedStyle(card).backgroundColor;
}
