// The members of an interface of the package, with what its own comments say of them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "@custom-elements-manifest/analyzer";
import { root, StepError } from "../run.mjs";
import { definitionList } from "./markdown.mjs";

/** `"sla.Policy"`: the interface `Policy` of www/src/sla.ts, as a list. */
export function typeMembers(name) {
  const [, file, type] = /^(.+)\.(\w+)$/.exec(name) ?? [];
  const path = join(root, "www/src", `${file}.ts`);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  const found = source.statements.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === type);
  if (found === undefined) throw new StepError(`documentation: ${file}.ts has no interface ${type}`);
  return definitionList(found.members.map((member) => memberEntry(member, source)));
}

function memberEntry(member, source) {
  const text = (member.type?.getText(source) ?? "").replace(/\/\*\*[\s\S]*?\*\//g, "").replace(/\s+/g, " ");
  const comment = ts
    .getJSDocCommentsAndTags(member)
    .map((each) => ts.getTextOfJSDocComment(each.comment) ?? "");
  return {
    name: `${member.name.getText(source)}${member.questionToken === undefined ? "" : "?"}`,
    about: text.replaceAll("readonly ", ""),
    description: comment.join(" ").replace(/\{@link ([\w.]+)\}/g, "`$1`"),
  };
}
