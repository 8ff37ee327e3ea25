// The members of a type of the package, with what its own comments say of them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "@custom-elements-manifest/analyzer";
import { root, StepError } from "../run.mjs";
import { definitionList } from "./markdown.mjs";

/** `"sla.Policy"`: the interface `Policy` of www/src/sla.ts, or what a type of that name can be, as a list. */
export function typeMembers(name) {
  const [, file, type] = /^(.+)\.(\w+)$/.exec(name) ?? [];
  const path = join(root, "www/src", `${file}.ts`);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  const found = source.statements.find((each) => each.name?.text === type);
  if (found === undefined) throw new StepError(`documentation: ${file}.ts has no type ${type}`);
  const entries = ts.isInterfaceDeclaration(found)
    ? found.members.map((member) => memberEntry(member, source))
    : found.type.types.map((each) => ({
        name: typeText(each, source),
        description: commentBefore(each, source),
      }));
  const silent = entries.find(({ description }) => description === "");
  if (silent !== undefined) throw new StepError(`documentation: ${name} says nothing of ${silent.name}`);
  return definitionList(entries);
}

function memberEntry(member, source) {
  const comment = ts
    .getJSDocCommentsAndTags(member)
    .map((each) => ts.getTextOfJSDocComment(each.comment) ?? "");
  return {
    name: `${member.name.getText(source)}${member.questionToken === undefined ? "" : "?"}`,
    about: typeText(member.type, source),
    description: comment.join(" ").replace(/\{@link ([\w.]+)\}/g, "`$1`"),
  };
}

/** A type on one line, without what only says that nothing here is written to. */
function typeText(type, source) {
  const text = type.getText(source).replace(/\/\*\*[\s\S]*?\*\//g, "");
  return text.replace(/\s+/g, " ").replaceAll("readonly ", "").replace(/; \}$/, " }");
}

/** What stands above one of several things that a type can be; nothing where something else stands between. */
function commentBefore(node, source) {
  const before = source.text.slice(0, node.getStart(source));
  const [, comment = ""] = /^\/\*\*([\s\S]*?)\*\/[\s|]*$/.exec(before.slice(before.lastIndexOf("/**"))) ?? [];
  return comment.replace(/\n\s*\*/g, "").trim();
}
