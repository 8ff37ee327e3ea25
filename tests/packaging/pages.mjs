// Pages without a bundler: the package's folder is served as it is.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { serveFolder } from "./site.mjs";

const here = import.meta.dirname;
const BARE = /^import .*$/gm;

/** How the page takes the package in, given the address of its folder. */
export const PAGES = [
  {
    name: "script type=module",
    script: (dist, code) =>
      `<script type="module">import { Desk } from "${dist}/browser/deskgauge.js";${code}</script>`,
  },
  {
    name: "import map",
    script: (dist, code) => `<script type="importmap">${JSON.stringify({
      imports: { deskgauge: `${dist}/index.js`, "deskgauge/define/": `${dist}/browser/` },
    })}</script>
<script type="module">import { Desk } from "deskgauge";
import "deskgauge/define/kpi-tile.js";
import "deskgauge/define/sla-countdown.js";${code}</script>`,
  },
  {
    name: "classic script",
    script: (dist, code) => `<script src="${dist}/browser/deskgauge.iife.js"></script>
<script>const { Desk } = deskgauge;${code}</script>`,
  },
  {
    name: "another host",
    engine: "page",
    elsewhere: true,
    script: (dist, code) =>
      `<script type="module">import { Desk } from "${dist}/browser/deskgauge.js";${code}</script>`,
  },
];

/** Serves such a page beside the installed package: its URL, and how to close it. */
export async function servePage(folder, { script, elsewhere = false }) {
  const [html, page] = await Promise.all(
    ["page.html", "page.js"].map((name) => readFile(join(here, name), "utf8")),
  );
  const code = `${page.replace(BARE, "").replace("export ", "")}\nshow();`;
  const host = elsewhere ? await serveFolder(join(folder, "node_modules/deskgauge")) : undefined;
  const dist = host === undefined ? "/node_modules/deskgauge/dist" : `${host.url}dist`;
  const site = await serveFolder(folder, { "/page": html.replace("SCRIPT", () => script(dist, code)) });
  const close = () => {
    site.close();
    host?.close();
  };
  return { url: `${site.url}page`, close };
}
