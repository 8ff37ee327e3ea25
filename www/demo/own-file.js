// A file of one's own: chosen or dropped, its start looked at, its mapping guessed and corrected, loaded with progress and a way
// out, and what was set aside listed. A page that offers this has #file, #drop, #mapping, #progress and #loaded.

import { guessMapping } from "../dist/guess.js";
import { showFailure } from "./advice.js";
import { byId, el } from "./dom.js";
import { count } from "./format.js";
import { showLoaded } from "./loaded.js";
import { showMappingForm } from "./mapping-form.js";

/** The zone of dates that name none. */
export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * @typedef {{ signal: AbortSignal, onProgress: (progress: import("deskgauge").Progress) => void }} Told
 * @typedef {{ loaded: import("deskgauge").Loaded, loadMs: number }} Done
 */

/**
 * Offers it. `load` opens the file with a mapping, and resolves to undefined when another load has overtaken it.
 *
 * @param {(file: File, mapping: any, told: Told) => Promise<Done | undefined>} load
 */
export function ownFile(load) {
  const picker = byId("file");
  picker.addEventListener("change", () => {
    if (picker.files?.[0]) choose(picker.files[0], load);
    picker.value = "";
  });
  const drop = byId("drop");
  const over = (event, inside) => {
    event.preventDefault();
    drop.classList.toggle("over", inside);
  };
  drop.addEventListener("dragover", (event) => over(event, true));
  drop.addEventListener("dragleave", (event) => over(event, false));
  drop.addEventListener("drop", (event) => {
    over(event, false);
    const file = event.dataTransfer?.files[0];
    if (file) choose(file, load);
  });
  return { clear: () => clear("mapping", "progress", "loaded") };
}

/** A file was chosen or dropped: look at its start and show the form. */
async function choose(file, load) {
  clear("progress", "loaded");
  try {
    const guess = await guessMapping(file);
    const onload = (mapping) => loadFile(file, mapping, load);
    showMappingForm(byId("mapping"), { file, guess, timeZone: browserZone, onload });
  } catch (error) {
    clear("mapping");
    showFailure(byId("loaded"), error, `${file.name} could not be read`);
  }
}

let loads = 0;

async function loadFile(file, mapping, load) {
  loads += 1;
  const mine = loads;
  const abort = new AbortController();
  const bar = el("progress", {
    max: String(Math.max(1, file.size)),
    value: "0",
    "aria-label": `Loading ${file.name}`,
  });
  const words = el("span", {});
  const cancel = el("button", { type: "button", onclick: () => abort.abort() }, "Cancel");
  clear("loaded");
  byId("progress").replaceChildren(el("p", { class: "progress" }, bar, words, cancel));
  byId("progress").scrollIntoView({ block: "nearest" });
  const onProgress = ({ bytes, total, rows }) => {
    if (total !== undefined) bar.max = Math.max(1, total);
    bar.value = bytes;
    words.textContent = `${count(rows)} rows`;
  };
  try {
    const done = await load(file, mapping, { signal: abort.signal, onProgress });
    if (done === undefined) return;
    showLoaded(byId("loaded"), { loaded: done.loaded, name: file.name, ms: done.loadMs });
    byId("loaded").querySelector("h3").focus();
  } catch (error) {
    const stopped = abort.signal.aborted;
    if (stopped) byId("loaded").replaceChildren(el("p", {}, "Cancelled. The figures above are unchanged."));
    else showFailure(byId("loaded"), error, `${file.name} could not be loaded`);
    byId("loaded").firstElementChild.setAttribute("role", "alert");
  } finally {
    if (mine === loads) clear("progress");
  }
}

function clear(...ids) {
  for (const id of ids) byId(id).replaceChildren();
}
