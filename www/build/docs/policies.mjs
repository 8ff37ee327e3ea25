// The table of policies and engines, from the list that the browser tests go through, so that it says what was seen.

import { CHOICES, NAMED } from "../../../tests/browser/engine-choices.mjs";
import { POLICIES } from "../../../tests/browser/engine-site.mjs";
import { escaped, tableOf } from "./markdown.mjs";

const ENGINES = ["page", "worker", "plain"];

/** A row a policy: what the page says, what its files say, what is chosen, and what comes of each engine by name. */
export function policyTable() {
  const tried = Object.keys(POLICIES).filter((policy) => ENGINES.every((engine) => outcome(policy, engine)));
  const rows = tried.map((policy) => {
    const { page, meta, files } = POLICIES[policy];
    const [, chosen] = CHOICES.find(([name]) => name === policy);
    return [
      meta === undefined ? said(page) : `${said(meta)} in a <code>&lt;meta&gt;</code>`,
      said(files),
      `<strong>${chosen}</strong>`,
      ...ENGINES.map((engine) => result(engine, outcome(policy, engine))),
    ];
  });
  const head = ["The page’s policy", "The policy of <code>dist/</code>", "<code>auto</code>"];
  return tableOf([...head, ...ENGINES.map((engine) => `<code>${engine}</code>`)], rows);
}

function outcome(policy, engine) {
  return NAMED.find(([name, asked]) => name === policy && asked === engine)?.[2];
}

function said(policy) {
  return policy === undefined ? "none" : `<code>${escaped(policy)}</code>`;
}

/** An engine that opens is a tick; what refuses is told by its code. */
function result(engine, came) {
  return came === engine ? "✓ runs" : `✗ <code>${came}</code>`;
}
