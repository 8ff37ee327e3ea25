// Describes the widgets for editors, documentation and frameworks: dist/custom-elements.json, and from it the typings of their
// tags in JSX, Vue and Svelte.
//
// What each widget is stands in its doc comment and its fields; nothing is told twice. Private and protected parts are left
// out: they may change at any time.

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./run.mjs";

const ANALYZER = "@custom-elements-manifest/analyzer";
const SOURCE = "www/src/widgets";

/** Writes the manifest and the typings into a folder. */
export async function describeWidgets(dist) {
  const manifest = await manifestOf();
  await mkdir(dist, { recursive: true });
  await writeFile(join(dist, "custom-elements.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  const elements = manifest.modules.flatMap(({ path, declarations }) =>
    declarations.map((element) => ({ ...element, path: path.replace(/^dist\//, "./") })),
  );
  for (const [name, write] of Object.entries({ jsx, vue, svelte })) {
    await writeFile(join(dist, `${name}.d.ts`), write(elements));
  }
}

async function manifestOf() {
  // Not imported above: the set-up that brings them in may still have to run.
  const { create, ts } = await import(ANALYZER);
  const { litPlugin } = await import(`${ANALYZER}/src/features/framework-plugins/lit/lit.js`);
  const names = [
    ...(await readdir(join(root, SOURCE))),
    ...(await readdir(join(root, SOURCE, "charts"))).map((name) => `charts/${name}`),
  ];
  const modules = await Promise.all(
    names
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map(async (name) => {
        const path = `${SOURCE}/${name}`;
        return ts.createSourceFile(
          path,
          await readFile(join(root, path), "utf8"),
          ts.ScriptTarget.ES2022,
          true,
        );
      }),
  );
  const { schemaVersion, modules: analysed } = create({
    modules,
    plugins: litPlugin(),
    context: { dev: false },
  });
  const widgets = analysed.filter(({ declarations }) =>
    declarations.some(({ tagName }) => tagName !== undefined),
  );
  return { schemaVersion, readme: "README.md", modules: widgets.map(described) };
}

/** A widget's module as those who install the package see it. */
function described({ path, declarations }) {
  const elements = declarations.filter(({ tagName }) => tagName !== undefined);
  const definitions = elements.map(({ name, tagName }) => ({
    kind: "custom-element-definition",
    name: tagName,
    declaration: { name, module: published(path) },
  }));
  const exported = elements.map(({ name }) => ({
    kind: "js",
    name,
    declaration: { name, module: published(path) },
  }));
  return {
    kind: "javascript-module",
    path: published(path),
    declarations: elements.map(publicParts),
    exports: [...exported, ...definitions],
  };
}

function publicParts({ members = [], attributes = [], superclass: _, ...element }) {
  const told = members
    .filter(({ name, static: fixed, ...member }) => isPublic(member) && !fixed && !CALLED.has(name))
    .map((member) => without({ ...member, privacy: "public" }));
  const fields = new Set(told.map(({ name }) => name));
  return {
    ...element,
    members: told,
    attributes: attributes.filter(({ fieldName }) => fields.has(fieldName)).map(without),
    ...unique(element, "events"),
    ...unique(element, "slots"),
    ...unique(element, "cssParts"),
    ...unique(element, "cssProperties"),
  };
}

/** A method that does not say whose it is, is everybody's. */
function isPublic({ kind, privacy }) {
  return privacy === "public" || (kind === "method" && privacy === undefined);
}

/** What the browser calls, not the page. */
const CALLED = new Set(["connectedCallback", "disconnectedCallback"]);

/** Where a part is inherited from is not published. */
function without({ inheritedFrom: _, ...part }) {
  return part;
}

/** A widget and what it extends may both tell of a part; the widget's own words, which come first, count. */
function unique(element, kind) {
  const parts = element[kind]?.map(without) ?? [];
  const own = parts.filter(({ name }, at) => parts.findIndex((part) => part.name === name) === at);
  return own.length > 0 ? { [kind]: own } : {};
}

function published(path) {
  return path.replace("www/src/", "dist/").replace(/\.ts$/, ".js");
}

const HEAD = "// Made from custom-elements.json.\n";

/** Fields that a page may set, as a union of their names. */
function settable({ members }) {
  const names = members
    .filter(({ kind, readonly }) => kind === "field" && readonly !== true)
    .map(({ name }) => JSON.stringify(name));
  return [...new Set(names)].sort().join(" | ");
}

function imports(elements) {
  return elements.map(({ name, path }) => `import type { ${name} } from "${path}";`).join("\n");
}

/** A line a tag: what it is, which fields it has, which events it fires. */
function tagsOf(elements, indent) {
  return elements
    .map((element) => {
      const fired = (element.events ?? []).map(({ name }) => JSON.stringify(name)).sort();
      return `${indent}"${element.tagName}": Tag<${element.name}, ${settable(element)}, ${fired.join(" | ")}>;`;
    })
    .join("\n");
}

/** Undefined stands for a field that is not given, as in JSX. */
const PROPS =
  "type Props<Element, Names extends keyof Element> = { [Name in Names]?: Element[Name] | undefined };";

/** React 19: it sets fields as properties and hears `on` and the name of an event as it is spelled. */
function jsx(elements) {
  return `${HEAD}import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { WidgetEvents } from "./widgets/events.js";
${imports(elements)}

${PROPS}
type Handlers<Names extends keyof WidgetEvents> = {
  [Name in Names as \`on\${Name}\`]?: ((event: CustomEvent<WidgetEvents[Name]>) => void) | undefined;
};
type Tag<Element, Names extends keyof Element, Events extends keyof WidgetEvents> =
  Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, Names> & Props<Element, Names> & Handlers<Events>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
${tagsOf(elements, "      ")}
    }
  }
}
`;
}

/** Vue: `compilerOptions.isCustomElement` says which tags are none of its own. */
function vue(elements) {
  return `${HEAD}import type { EmitFn, HTMLAttributes, PublicProps } from "vue";
import type { WidgetEvents } from "./widgets/events.js";
${imports(elements)}

${PROPS}
type Tag<Element, Names extends keyof Element, Events extends keyof WidgetEvents> = new () => {
  $props: Omit<HTMLAttributes, Names> & Props<Element, Names> & PublicProps;
  $emit: EmitFn<{ [Name in Events]: (event: CustomEvent<WidgetEvents[Name]>) => void }>;
};

declare module "vue" {
  interface GlobalComponents {
${tagsOf(elements, "    ")}
  }
}
`;
}

/** Svelte 5: `on` and the name of an event; Svelte 4: `on:`. */
function svelte(elements) {
  return `${HEAD}import type { HTMLAttributes } from "svelte/elements";
import type { WidgetEvents } from "./widgets/events.js";
${imports(elements)}

${PROPS}
type Handlers<Names extends keyof WidgetEvents> = {
  [Name in Names as \`on\${Name}\` | \`on:\${Name}\`]?: ((event: CustomEvent<WidgetEvents[Name]>) => void) | undefined;
};
type Tag<Element extends EventTarget, Names extends keyof Element, Events extends keyof WidgetEvents> =
  Omit<HTMLAttributes<Element>, Names> & Props<Element, Names> & Handlers<Events>;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
${tagsOf(elements, "    ")}
  }
}
`;
}
