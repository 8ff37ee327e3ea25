// What the packages for helpdesks say of themselves: how they are installed (README.md) and which settings they have.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.mjs";
import { definitionList, render } from "./markdown.mjs";

const HOSTS = join(root, "www/hosts");

/** The steps of a host's README, without its title. */
export function installSteps(host) {
  return render(readFileSync(join(HOSTS, host, "README.md"), "utf8")).body;
}

/** The settings that an administrator fills in, from what the helpdesk itself reads of the package. */
export function appSettings(host) {
  const read = (path) => JSON.parse(readFileSync(join(HOSTS, host, path), "utf8"));
  if (existsSync(join(HOSTS, host, "config/iparams.json"))) {
    const settings = Object.entries(read("config/iparams.json"));
    return definitionList(
      settings.map(([name, { display_name: title, description, required, default_value: usual }]) => ({
        name,
        extra: [title, required ? "required" : "", usual === undefined ? "" : `default ${usual}`]
          .filter(Boolean)
          .join(" · "),
        description,
      })),
    );
  }
  const { parameters } = read("manifest.json");
  const { parameters: words } = read("translations/en.json").app;
  return definitionList(
    parameters.map(({ name, required, default: usual }) => ({
      name,
      extra: [words[name].label, required ? "required" : "", usual === undefined ? "" : `default ${usual}`]
        .filter(Boolean)
        .join(" · "),
      description: codeOf(words[name].helpText),
    })),
  );
}

/** JSON in a sentence is code. */
function codeOf(text) {
  return text.replace(/[[{].*[\]}]/, (json) => `\`${json}\``);
}
