// Markdown of the documentation as HTML: headings with anchors, code with its colours, and what a page has made for it.
//
//     const { title, body, headings } = render(text, { parts: { metrics: () => "<ul>…</ul>" } });
//
// A comment alone on its line, `<!-- metrics -->` or `<!-- example: kpi-tile -->`, stands for what the function of that name makes.

import highlighter from "highlight.js/lib/common";
import { Marked } from "marked";
import { StepError } from "../run.mjs";

const PART = /^<!--\s*([a-z-]+)(?::\s*([\w./-]+))?\s*-->\s*$/;
/** Languages by the word after a fence, with what readers call them. */
const LANGUAGES = {
  js: ["javascript", "JavaScript"],
  jsx: ["javascript", "React"],
  ts: ["typescript", "TypeScript"],
  html: ["xml", "HTML"],
  vue: ["xml", "Vue"],
  svelte: ["xml", "Svelte"],
  css: ["css", "CSS"],
  json: ["json", "JSON"],
  sh: ["bash", "Terminal"],
  perl: ["perl", "Perl"],
  python: ["python", "Python"],
  text: [undefined, "Text"],
};

/** A page's title, its HTML under the title, its headings of the second level, and the anchors it has. */
export function render(text, { parts = {} } = {}) {
  const headings = [];
  let title;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const words = this.parser.parseInline(tokens);
        if (depth === 1) {
          title = words.replace(/<[^>]+>/g, "");
          return "";
        }
        const id = slug(words);
        if (depth === 2) headings.push({ id, words });
        return headingOf(depth, id, words);
      },
      code({ text: code, lang = "" }) {
        const [language, ...words] = lang.split(/\s+/);
        const file = words.find((word) => word.startsWith("file="))?.slice("file=".length);
        return codeBlock(code, language, file);
      },
      table(token) {
        const words = (row) => row.map(({ tokens }) => this.parser.parseInline(tokens));
        return tableOf(words(token.header), token.rows.map(words));
      },
      link({ href, tokens }) {
        return `<a href="${escaped(pageOf(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      html({ text: html }) {
        const [, name, argument] = PART.exec(html) ?? [];
        if (name === undefined) return html;
        if (!Object.hasOwn(parts, name)) throw new StepError(`documentation: nothing is called ${name}`);
        const made = parts[name](argument);
        headings.push(...(made.headings ?? []));
        return made.html ?? made;
      },
    },
  });
  const body = marked.parse(text);
  return { title, body, headings };
}

/** A sentence with code in it, as HTML. */
export function inline(text) {
  return new Marked().parseInline(escapeMarkup(text));
}

/** Several paragraphs, as HTML. */
export function block(text) {
  return render(escapeMarkup(text)).body;
}

/** Code with its colours, under what it is or the file it stands in. */
export function codeBlock(code, language, file) {
  const [grammar, name] = LANGUAGES[language] ?? [];
  if (name === undefined) throw new StepError(`documentation: no language is called "${language}"`);
  const coloured =
    grammar === undefined
      ? escaped(code)
      : highlighter.highlight(code.trimEnd(), { language: grammar }).value;
  return `<figure class="code"><figcaption>${escaped(file ?? name)}</figcaption><pre><code>${coloured}</code></pre></figure>\n`;
}

/** A heading that can be linked to. */
export function headingOf(depth, id, words) {
  return `<h${depth} id="${id}">${words} <a class="anchor" href="#${id}" aria-label="Link to this heading">#</a></h${depth}>\n`;
}

/** A table that scrolls by itself where it is wider than the page. */
export function tableOf(head, rows) {
  const headed = head.map((words) => `<th scope="col">${words}</th>`).join("");
  const lines = rows.map((row) => `<tr>${row.map((words) => `<td>${words}</td>`).join("")}</tr>`);
  return `<div class="scrolls"><table><thead><tr>${headed}</tr></thead>\n<tbody>${lines.join("\n")}</tbody></table></div>\n`;
}

/** What there is, by name: `{ name, about, description }`, of which `about` is a type or a value, and the last Markdown. */
export function definitionList(entries) {
  const items = entries.map(({ name, about = "", extra = "", description = "" }) => {
    const told = [extra, about === "" ? "" : `<code>${escaped(about)}</code>`].filter(Boolean).join(" · ");
    return `<div><dt><code>${escaped(name)}</code>${told === "" ? "" : ` <span>${told}</span>`}</dt><dd>${inline(description)}</dd></div>`;
  });
  return items.length === 0 ? "" : `<dl class="api">${items.join("\n")}</dl>\n`;
}

/** The anchor of a heading. */
export function slug(words) {
  return words
    .replace(/<[^>]+>|&[a-z#0-9]+;/g, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** Text as HTML shows it. */
export function escaped(text) {
  return String(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Markdown links lead to Markdown, so that they work in the repository too; here they lead to the pages made of it. */
function pageOf(href) {
  return /^[a-z]+:/.test(href) ? href : href.replace(/\.md(?=#|$)/, ".html");
}

/** Angle brackets of types and tags are no HTML, except in code, which is escaped anyway. */
function escapeMarkup(text) {
  return text.replace(/(```[\s\S]*?```|`[^`]*`)|</g, (_, code) => code ?? "&lt;");
}
