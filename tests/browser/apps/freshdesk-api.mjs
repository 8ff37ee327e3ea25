// Plays the Freshworks platform and Freshdesk's API behind it. A request goes through the templates of the app's own package, as
// the platform fills them, and the API answers the address that comes of it (developers.freshdesk.com/api), and whatever is to go
// wrong.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../www/build/run.mjs";

const KEY = "a-secret-key";

/**
 * The API over `desk`, lists as the API gives them: `{ tickets, conversations, groups, agents, ratings }`. `answer(name, options)`
 * is what the platform's client gives for a template; `faults` maps a template's name to what happens instead, a list one after
 * another.
 */
export function freshdeskApi(desk, settings, faults = {}) {
  const templates = JSON.parse(readFileSync(join(root, "dist/hosts/freshdesk/config/requests.json"), "utf8"));
  const asked = [];
  const left = Object.fromEntries(Object.entries(faults).map(([name, what]) => [name, [what].flat()]));
  return {
    asked,
    async answer(name, { context }) {
      const { schema } = templates[name] ?? {};
      if (schema === undefined) return refused({ status: 400, text: "Request template not found" });
      const { host, path, query, headers } = filled(schema, {
        context,
        iparam: { ...settings, api_key: KEY },
      });
      const url = new URL(`https://${host}${path}?${new URLSearchParams(query)}`);
      asked.push(`${path}?${new URLSearchParams(query)}`);
      const fault = left[name]?.shift();
      // An answer that nobody waits for any more does not keep the tests running.
      if (fault?.after !== undefined)
        await new Promise((resolve) => setTimeout(resolve, fault.after).unref());
      if (fault?.status !== undefined) return refused(fault);
      if (headers.Authorization !== `Basic ${btoa(KEY)}`) return refused({ status: 401 });
      const value = answerOf(desk, url);
      return value === undefined
        ? refused({ status: 404 })
        : { ok: true, response: answered(200, JSON.stringify(value)) };
    },
  };
}

function refused({ status, text = '{"code":"refused"}', headers = {} }) {
  return { ok: status === 200, response: answered(status, text, headers) };
}

function answered(status, response, headers = {}) {
  return { status, headers: { "content-type": "application/json", ...headers }, response, attempts: 1 };
}

/** A template with what stands in it for parameters filled in: `<%= context.page %>`, `<%= encode(iparam.api_key) %>`. */
function filled(part, values) {
  if (typeof part !== "string")
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, filled(value, values)]));
  return part.replace(/<%=\s*(encode\()?(\w+)\.(\w+)\)?\s*%>/g, (_, encode, from, name) => {
    const value = values[from][name];
    if (value === undefined) throw new Error(`nothing fills ${from}.${name}`);
    return encode === undefined ? value : btoa(value);
  });
}

function answerOf(desk, { pathname, searchParams }) {
  const page = (list) => {
    const [at, per] = [Number(searchParams.get("page") ?? 1), Number(searchParams.get("per_page") ?? 30)];
    return list.slice((at - 1) * per, at * per);
  };
  const one = /^\/api\/v2\/tickets\/(\d+)(\/conversations)?$/.exec(pathname);
  if (one !== null) {
    const id = Number(one[1]);
    if (one[2] === undefined) return desk.tickets.find((ticket) => ticket.id === id);
    return page(desk.conversations.filter(({ ticket_id }) => ticket_id === id));
  }
  switch (pathname) {
    case "/api/v2/groups":
      return page(desk.groups);
    case "/api/v2/agents":
      return page(desk.agents);
    case "/api/v2/surveys/satisfaction_ratings":
      return page(desk.ratings.filter(({ created_at }) => created_at >= searchParams.get("created_since")));
    case "/api/v2/tickets": {
      const since = Date.parse(searchParams.get("updated_since"));
      const changed = desk.tickets.filter(({ updated_at }) => Date.parse(updated_at) >= since);
      return page(changed.sort((a, b) => Date.parse(a.updated_at) - Date.parse(b.updated_at)));
    }
    default:
      return undefined;
  }
}
