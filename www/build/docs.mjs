// Makes the documentation: the pages of www/docs, one a widget from custom-elements.json, and the metrics from the definition table.
// They stand in .cache/docs, which the demo's server serves as /docs/.
//
// What a page says by hand is Markdown; what can be read from the package is read from it (docs/). www/docs/pages.json says which pages
// there are, in the order in which they are read.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { PAGES } from "../demo/frame.js";
import { readExamples, runnable, showExample } from "./docs/examples.mjs";
import { appSettings, installSteps } from "./docs/hosts.mjs";
import { escaped, render } from "./docs/markdown.mjs";
import { metricList, readMetrics } from "./docs/metrics.mjs";
import { policyTable } from "./docs/policies.mjs";
import { typeMembers } from "./docs/types.mjs";
import { customProperties, readWidgets, sharedParts, widgetIndex, widgetPage } from "./docs/widgets.mjs";
import { cache, root } from "./run.mjs";
import { downloadOf } from "./size.mjs";

const SOURCE = join(root, "www/docs");
const STATIC = ["base.css", "frame.css", "parts.css", "code.css", "docs.js"];

/** Where the pages are made. */
export const docs = join(cache, "docs");

/** Makes all pages from the built package. */
export async function buildDocs(dist) {
  const [manifest, examples, metrics, template, groups] = await Promise.all([
    readJson(join(dist, "custom-elements.json")),
    readExamples(),
    readMetrics(dist),
    readFile(join(SOURCE, "template.html"), "utf8"),
    readJson(join(SOURCE, "pages.json")),
  ]);
  const measured = new Map();
  const widgets = readWidgets(manifest);
  for (const widget of widgets)
    widget.download = await downloadOf(dist, `browser/${widget.name}.js`, measured);
  const pages = [
    ...(await Promise.all(
      groups.flatMap(({ pages }) => pages).map((page) => writtenPage(page, { examples, metrics, widgets })),
    )),
    ...widgets.map((widget) => ({
      path: `widgets/${widget.name}.html`,
      ...widgetPage(widget, examples),
      examples: [widget.name],
    })),
  ];
  const contents = [
    ...groups.map(({ title, pages: listed }) => ({
      title,
      links: listed.map(({ file, title: words }) => ({ path: pathOf(file), words: escaped(words) })),
    })),
    {
      title: "Each widget",
      links: widgets.map(({ name }) => ({ path: `widgets/${name}.html`, words: name })),
    },
  ];

  await rm(docs, { recursive: true, force: true });
  await mkdir(join(docs, "live"), { recursive: true });
  for (const page of pages) {
    const file = join(docs, page.path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, pageOf(page, contents, template, examples));
  }
  for (const [name, { js, css }] of examples) {
    if (js !== undefined) await writeFile(join(docs, "live", `${name}.js`), runnable(js));
    if (css !== undefined) await writeFile(join(docs, "live", `${name}.css`), css);
  }
  for (const name of STATIC) await cp(join(SOURCE, name), join(docs, name));
}

/** A page of www/docs, with the parts that it has made for it. */
async function writtenPage({ file, title: short }, { examples, metrics, widgets }) {
  const used = [];
  const parts = {
    example: (name) => {
      used.push(name);
      const { live, code } = showExample(examples, name);
      return `${live}${code}`;
    },
    metrics: () => metricList(metrics),
    policies: () => policyTable(),
    type: typeMembers,
    install: installSteps,
    settings: appSettings,
    widgets: () => widgetIndex(widgets),
    "shared-parts": () => sharedParts(widgets),
    "custom-properties": () => customProperties(widgets),
  };
  const { title = short, body, headings } = render(await readFile(join(SOURCE, file), "utf8"), { parts });
  const [, first = ""] = /<p>([\s\S]*?)<\/p>/.exec(body) ?? [];
  const description = first.replace(/<[^>]+>/g, "").replaceAll(/\s+/g, " ");
  return { path: pathOf(file), title, description, body, headings, examples: used, plain: true };
}

function pathOf(file) {
  return file.replace(/\.md$/, ".html");
}

/** A whole page. */
function pageOf(
  { path, title, description, body, headings, examples: used, plain = false },
  contents,
  template,
  examples,
) {
  const up = posix.relative(dirname(path), ".") || ".";
  const words = plain ? title : escaped(title);
  const styles = used
    .filter((name) => examples.get(name).css !== undefined)
    .map((name) => `<link rel="stylesheet" href="${up}/live/${name}.css">`);
  const scripts = used.map((name) => `<script type="module" src="${up}/live/${name}.js"></script>`);
  const values = {
    title: words,
    description: plain ? description : escaped(description),
    up,
    head: [...styles, ...scripts].join("\n    "),
    site: site(up),
    contents: contents.map((group) => groupOf(group, path, up)).join("\n"),
    onThisPage: headings.length < 3 ? "" : onThisPage(headings),
    body,
  };
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
}

/** The way to the pages of the demo, as their own head has it. */
function site(up) {
  return PAGES.map(
    ([href, words]) => `<li><a href="${up}/${posix.join("../demo", href)}">${escaped(words)}</a></li>`,
  ).join("");
}

function groupOf({ title, links }, current, up) {
  const items = links.map(({ path, words }) => {
    const here = path === current ? ' aria-current="page"' : "";
    return `<li><a href="${up}/${path}"${here}>${words}</a></li>`;
  });
  return `<p>${escaped(title)}</p><ul>${items.join("")}</ul>`;
}

function onThisPage(headings) {
  const items = headings.map(
    ({ id, words }) => `<li><a href="#${id}">${words.replace(/<\/?a\b[^>]*>/g, "")}</a></li>`,
  );
  return `<nav class="here" aria-label="On this page"><p>On this page</p><ul>${items.join("")}</ul></nav>`;
}

async function readJson(path) {
  return JSON.parse(await readFile(path, "utf8"));
}
