/**
 * How wide text is in a drawing, and what of it fits.
 *
 * Easy to get wrong: letters are of many widths, and Japanese ones twice as wide as Latin ones; a count of letters says little.
 */

/** The size of letters in a drawing, in pixels; the styles of charts have the same. */
const SIZE = 11;

/** How wide a text is, in pixels. */
export type Measure = (text: string) => number;

let canvas: CanvasRenderingContext2D | null | undefined;

/** Measures text of a drawing within an element, in the element's font. */
export function measureIn(element: Element): Measure {
  canvas ??= document.createElement("canvas").getContext("2d");
  const context = canvas;
  // Where there is no canvas, as wide as most fonts are.
  if (context === null) return (text) => text.length * SIZE * 0.6;
  context.font = `${SIZE}px ${getComputedStyle(element).fontFamily}`;
  const { font } = context;
  return (text) => {
    context.font = font;
    return Math.ceil(context.measureText(text.slice(0, LONGEST)).width);
  };
}

/** No drawing has room for more letters; the host's text may have any length. */
const LONGEST = 300;

/** A text in so much room: whole, or its beginning and an ellipsis; empty where not even that fits. */
export function fitted(text: string, room: number, measure: Measure): string {
  if (text.length <= LONGEST && measure(text) <= room) return text;
  const letters = [...text.slice(0, LONGEST)];
  const cut = (count: number) => `${letters.slice(0, count).join("").trimEnd()}…`;
  let [fits, most] = [0, letters.length];
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2);
    if (measure(cut(middle)) <= room) fits = middle;
    else most = middle - 1;
  }
  return fits === 0 ? "" : cut(fits);
}
