// A page a widget, from the package's own description of them (custom-elements.json) and the widget's live example.

import { showExample } from "./examples.mjs";
import { block, codeBlock, definitionList, escaped, headingOf, inline, tableOf } from "./markdown.mjs";

/** The widgets of a manifest, with what all of them share told apart. */
export function readWidgets(manifest) {
  const widgets = manifest.modules.flatMap(({ declarations }) => declarations);
  const everywhere = (kind, name) =>
    widgets.every((widget) => (widget[kind] ?? []).some((part) => part.name === name));
  const divided = (widget, kind) => {
    const parts = widget[kind] ?? [];
    return {
      own: parts.filter(({ name }) => !everywhere(kind, name)),
      shared: parts.filter(({ name }) => everywhere(kind, name)),
    };
  };
  return widgets.map((widget) => ({
    ...widget,
    name: widget.tagName.replace(/^deskgauge-/, ""),
    class: widget.name,
    summary: /^[\s\S]*?[.:](?=\s|$)/.exec(widget.description)[0].replace(/:$/, "."),
    kinds: Object.fromEntries(
      ["members", "events", "slots", "cssParts", "cssProperties"].map((kind) => [
        kind,
        divided(widget, kind),
      ]),
    ),
  }));
}

/** The list of all widgets. */
export function widgetIndex(widgets) {
  const entries = widgets.map(
    ({ name, tagName, summary }) =>
      `<li><a href="widgets/${name}.html"><code>&lt;${tagName}&gt;</code></a><p>${inline(summary)}</p></li>`,
  );
  return `<ul class="tiles">${entries.join("\n")}</ul>\n`;
}

/** What all widgets have, told once. */
export function sharedParts([widget]) {
  const { members, events, slots, cssParts } = widget.kinds;
  return [
    headingOf(3, "shared-attributes", "Attributes and properties"),
    fieldList(members.shared),
    headingOf(3, "shared-events", "Events"),
    definitionList(events.shared),
    headingOf(3, "shared-parts", "Parts"),
    definitionList(cssParts.shared),
    headingOf(3, "shared-slots", "Slots"),
    definitionList(slots.shared),
  ].join("\n");
}

/** The custom properties that widgets read, with the colours they stand for where a page sets none. */
export function customProperties(widgets) {
  const known = new Map(
    widgets.flatMap(({ cssProperties }) => cssProperties.map((each) => [each.name, each])),
  );
  const rows = [...known.values()].map(({ name, description, default: usual }) => [
    `<code>${name}</code>`,
    inline(description),
    usualValue(usual),
  ]);
  return tableOf(["Property", "What it is for", "Where it is not set"], rows);
}

function usualValue(usual) {
  const [, light, dark] = /^light-dark\((#\w+), (#\w+)\)$/.exec(usual) ?? [];
  if (light === undefined) return `<code>${escaped(usual)}</code>`;
  return `${swatch(light)} <code>${light}</code> light<br>${swatch(dark)} <code>${dark}</code> dark`;
}

/** A colour to look at. It stands in an attribute of SVG, since pages under a strict policy have no style attributes. */
function swatch(colour) {
  return `<svg class="swatch" viewBox="0 0 1 1" width="14" height="14" aria-hidden="true"><rect width="1" height="1" fill="${colour}"/></svg>`;
}

/** A widget's page. */
export function widgetPage(widget, examples) {
  const { name, tagName, kinds } = widget;
  const { live, code } = showExample(examples, name);
  const headings = [];
  const section = (id, words, html) => {
    if (html === "") return "";
    headings.push({ id, words });
    return `${headingOf(2, id, words)}${html}\n`;
  };
  const fields = kinds.members.own.filter(({ kind }) => kind === "field");
  const methods = kinds.members.own.filter(({ kind }) => kind === "method");
  const body = [
    block(widget.description),
    section("example", "Live example", live),
    section("code", "Its code", code),
    section("import", "Bringing it in", bringingIn(widget)),
    section(
      "fields",
      "Attributes and properties",
      `${fieldList(fields)}${more("shared-attributes", kinds.members.shared)}`,
    ),
    section("methods", "Methods", methods.length === 0 ? "" : methodList(methods)),
    section(
      "events",
      "Events",
      `${definitionList(kinds.events.own.map(({ name, description }) => ({ name, description })))}${more("shared-events", kinds.events.shared)}`,
    ),
    section(
      "parts",
      "Parts",
      `${definitionList(kinds.cssParts.own)}${more("shared-parts", kinds.cssParts.shared)}`,
    ),
    section("properties", "Custom properties", properties(kinds.cssProperties)),
    section("slots", "Slots", definitionList([...kinds.slots.own, ...kinds.slots.shared])),
  ];
  return { title: `<${tagName}>`, description: widget.summary, body: body.join(""), headings };
}

function bringingIn({ name, class: widget, download }) {
  const size = Math.ceil(download.brotli / 1_000);
  return `${codeBlock(`import "deskgauge/define/${name}"; // registers the tag\nimport { ${widget} } from "deskgauge/widgets/${name}"; // the class alone`, "js", "With a bundler")}
${codeBlock(`<script type="module" src="/deskgauge/browser/${name}.js"></script>`, "html", "Without one")}
<p>With what it shares with other widgets, that is ${size} KB to download at first (brotli).</p>`;
}

/** Properties with the attributes that set them. */
function fieldList(members) {
  const fields = members.filter(({ kind }) => kind === "field");
  return definitionList(
    fields.map(({ name, attribute, type, default: usual, description }) => ({
      name,
      about: type?.text,
      extra: [settable(name, attribute), usualField(usual)].filter(Boolean).join(" · "),
      // The default stands beside the type.
      description: description?.replace(` (default ${usual})`, ""),
    })),
  );
}

function settable(name, attribute) {
  if (attribute === undefined) return "property";
  return attribute === name ? "attribute and property" : `attribute <code>${attribute}</code>`;
}

/** The value where a page sets none; names of constants tell nobody anything. */
function usualField(usual) {
  if (usual === undefined || usual === "undefined" || /^[A-Z_]+$/.test(usual)) return "";
  return `default <code>${escaped(/^[\d_]+$/.test(usual) ? usual.replaceAll("_", "") : usual)}</code>`;
}

function methodList(methods) {
  return definitionList(
    methods.map(({ name, parameters = [], return: returned, description }) => {
      const given = parameters.map((each) => each.name + (each.default ? ` = ${each.default}` : ""));
      return { name: `${name}(${given.join(", ")})`, about: returned?.type.text ?? "void", description };
    }),
  );
}

function properties({ own, shared }) {
  return `${definitionList(own)}<p>Colours, font and room come from ${shared.length} properties that all widgets read: <a href="../theming.html#custom-properties">custom properties</a>.</p>`;
}

/** Where the parts that all widgets have are told. */
function more(anchor, shared) {
  const names = shared.map(({ name }) => `<code>${escaped(name)}</code>`).join(", ");
  return `<p>And what all widgets have: ${names} (<a href="../widgets.html#${anchor}">what they mean</a>).</p>`;
}
