/** The page's desk: opened once, loaded from the host, and loaded again when somebody tries again. */
import { Desk, isDeskError } from "deskgauge";
import { type SyncOptions, type SyncProgress, sync } from "deskgauge/sync";
import type {} from "deskgauge/widgets/events";
import type { Widget } from "deskgauge/widgets/widget";
import type { Host } from "./host.js";
import { follow } from "./look.js";
import { Progress } from "./progress.js";

/** A place in the page, and the widget for it. */
export interface Filled {
  readonly place: HTMLElement;
  readonly widget: Widget;
}

/**
 * Puts widgets into their places, loads a desk for them and hands it over. What goes wrong becomes the first widget's error
 * state, with a button to try again; the others wait.
 */
export async function fill(
  host: Host,
  filled: readonly Filled[],
  wanted: Pick<SyncOptions, "ticket" | "since">,
  hand: (desk: Desk) => void,
): Promise<void> {
  const [first] = filled;
  if (first === undefined) return;
  const progress = new Progress();
  follow(
    host,
    filled.map(({ widget }) => widget),
  );
  for (const { place, widget } of filled) place.replaceChildren(widget);
  first.place.prepend(progress.element);
  // Parts of a widget that fail by themselves ask again by themselves.
  first.widget.addEventListener("deskgauge-retry", () => void (failed && run()));
  document.addEventListener("deskgauge-open-ticket", ({ detail }) =>
    location.assign(host.ticketUrl(detail.ticket)),
  );
  let failed = false;

  async function run(): Promise<void> {
    failed = false;
    for (const { widget } of filled) Object.assign(widget, { loading: true, error: undefined });
    progress.start();
    try {
      hand(await loaded((now) => progress.read(now)));
      for (const { widget } of filled) widget.loading = false;
    } catch (error) {
      failed = true;
      Object.assign(first?.widget ?? {}, { loading: false, error });
      tell(error);
    } finally {
      progress.stop();
    }
  }
  await run();

  async function loaded(onProgress: (now: SyncProgress) => void): Promise<Desk> {
    const desk = await Desk.open(host.timeZone === undefined ? {} : { timeZone: host.timeZone });
    try {
      await desk.configure(host.promises);
      // Whoever looks may try again by the button, and the console is told of each failure once.
      await sync(desk, host.adapter, { ...wanted, timeout: host.options.timeout, retries: 0, onProgress });
      return desk;
    } catch (error) {
      desk.free();
      throw error;
    }
  }
}

/** One line on the console for what went wrong, unless the browser wrote it there itself. */
function tell(error: unknown): void {
  const cause = isDeskError(error) ? error.cause : undefined;
  const told = cause instanceof Response ? cause.status >= 400 : cause instanceof TypeError;
  if (!told) console.warn(`deskgauge: ${error instanceof Error ? error.message : String(error)}`);
}
