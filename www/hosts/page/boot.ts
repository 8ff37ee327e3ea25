/**
 * The beginning of what runs in a host's page: small, and still until the page itself has loaded.
 */
import type { Host } from "./host.js";

/** Fills the page's places once the page has loaded, and only then fetches what that takes. */
export function boot(host: () => Promise<{ readonly host: Host }>): void {
  const run = async () => {
    const places = [...document.querySelectorAll<HTMLElement>("[data-deskgauge]")];
    if (places.length === 0) return;
    const overview = places.find(({ dataset }) => dataset.deskgauge === "overview");
    const [{ host: asked }, { show }] = await Promise.all([
      host(),
      overview === undefined ? import("./ticket.js") : import("./overview.js"),
    ]);
    await show(asked, overview === undefined ? places : [overview]);
  };
  const later = () => setTimeout(() => void run().catch(tell), 0);
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

/** Somebody who looks for what went wrong finds it on the console; the page itself is left alone. */
function tell(error: unknown): void {
  console.warn(`deskgauge: ${error instanceof Error ? error.message : String(error)}`);
}
