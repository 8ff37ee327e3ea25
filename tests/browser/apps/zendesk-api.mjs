// Plays Zendesk's API over tickets and their audits: the addresses that the app asks, in pages, with the shapes and limits that
// Zendesk documents (developer.zendesk.com: Tickets, Ticket Audits, Incremental Exports, Users), and whatever is to go wrong.

const HOST = "https://desk.zendesk.com";
/** Small, so that there are several pages of few tickets. */
const PER_PAGE = 2;

/**
 * The API over `desk`, lists as the API gives them: `{ tickets, audits, groups, users, ticket_metric_events }`. `answer(url)` is
 * what a request comes to; `faults` maps the beginning of a path to what happens there instead, a list one after another.
 */
export function zendeskApi(desk, faults = {}) {
  const asked = [];
  const left = Object.fromEntries(Object.entries(faults).map(([path, what]) => [path, [what].flat()]));
  return {
    asked,
    async answer(url) {
      asked.push(url);
      const path = Object.keys(left).find((start) => url.startsWith(start) && left[start].length > 0);
      const fault = path === undefined ? undefined : left[path].shift();
      // An answer that nobody waits for any more does not keep the tests running.
      if (fault?.after !== undefined)
        await new Promise((resolve) => setTimeout(resolve, fault.after).unref());
      return fault?.status === undefined ? given(desk, url) : refused(fault);
    },
  };
}

/** What the client of the framework resolves with when it is asked for the complete response. */
function given(desk, url) {
  const value = answerOf(desk, new URL(url, HOST));
  if (value === undefined) return refused({ status: 404, text: '{"error":"RecordNotFound"}' });
  const responseText = JSON.stringify(value);
  const responseHeaders = "content-type: application/json; charset=utf-8\r\nx-rate-limit: 700\r\n";
  return {
    ok: true,
    response: { status: 200, statusText: "OK", responseHeaders, responseText, responseJSON: value },
  };
}

/** What it rejects with. */
function refused({ status, text = '{"error":"refused"}', headers = "" }) {
  const response = { status, statusText: "error", responseText: text, responseHeaders: headers };
  return { ok: status === 200, response };
}

function answerOf(desk, { pathname, searchParams }) {
  const one = /^\/api\/v2\/tickets\/(\d+)\.json$/.exec(pathname);
  if (one !== null) return ticketOf(desk, Number(one[1]));
  const audits = /^\/api\/v2\/tickets\/(\d+)\/audits\.json$/.exec(pathname);
  if (audits !== null) return auditsOf(desk, Number(audits[1]), Number(searchParams.get("page[after]") ?? 0));
  switch (pathname) {
    case "/api/v2/groups.json":
      return { groups: desk.groups };
    case "/api/v2/users/show_many.json": {
      const ids = searchParams.get("ids").split(",").map(Number);
      return { users: desk.users.filter(({ id }) => ids.includes(id)) };
    }
    case "/api/v2/organizations/show_many.json":
      return { organizations: [] };
    case "/api/v2/incremental/tickets/cursor.json": {
      const at = Number(searchParams.get("cursor") ?? 0);
      const tickets = desk.tickets.slice(at, at + PER_PAGE).map((ticket) => ({
        ...ticket,
        generated_timestamp: Date.parse(ticket.updated_at) / 1_000,
      }));
      const next = at + tickets.length;
      const after = `${HOST}${pathname}?cursor=${next}`;
      return { tickets, users: desk.users, after_url: after, end_of_stream: next === desk.tickets.length };
    }
    case "/api/v2/incremental/ticket_events.json": {
      const start = Number(searchParams.get("start_time"));
      const seconds = ({ created_at }) => Date.parse(created_at) / 1_000;
      const later = desk.audits
        .filter((audit) => seconds(audit) >= start)
        .sort((a, b) => seconds(a) - seconds(b));
      const page = later.slice(0, 10 * PER_PAGE);
      const ended = page.length === later.length;
      const end = page.length === 0 ? start : seconds(page.at(-1)) + (ended ? 1 : 0);
      const ticket_events = page.map(asEvent);
      return {
        ticket_events,
        end_time: end,
        next_page: `${HOST}${pathname}?start_time=${end}`,
        end_of_stream: ended,
      };
    }
    case "/api/v2/incremental/ticket_metric_events.json": {
      const start = Number(searchParams.get("start_time"));
      const ticket_metric_events = desk.ticket_metric_events ?? [];
      const next_page = `${HOST}${pathname}?start_time=${start}`;
      return { ticket_metric_events, end_time: start, next_page, end_of_stream: true };
    }
    default:
      return undefined;
  }
}

function ticketOf(desk, id) {
  const ticket = desk.tickets.find((each) => each.id === id);
  if (ticket === undefined) return undefined;
  const metric_events = {};
  for (const event of desk.ticket_metric_events ?? []) {
    if (event.ticket_id !== id) continue;
    metric_events[event.metric] ??= [];
    metric_events[event.metric].push(event);
  }
  return { ticket: { ...ticket, metric_events }, users: desk.users, groups: desk.groups };
}

function auditsOf(desk, ticket, at) {
  const all = desk.audits.filter(({ ticket_id }) => ticket_id === ticket);
  const audits = all.slice(at, at + PER_PAGE);
  const next = `${HOST}/api/v2/tickets/${ticket}/audits.json?page[after]=${at + PER_PAGE}&page[size]=100`;
  return { audits, meta: { has_more: at + PER_PAGE < all.length }, links: { next } };
}

/** An audit as the export tells it: its author is the updater, and a changed field is a key of its own. */
function asEvent({ id, ticket_id, created_at, author_id, via, events }) {
  const child_events = events.map(({ type, field_name, value, previous_value, ...rest }) =>
    field_name === undefined
      ? { ...rest, type, event_type: type, via }
      : { id: rest.id, via, [field_name]: value, previous_value, event_type: type },
  );
  const timestamp = Date.parse(created_at) / 1_000;
  return {
    id,
    ticket_id,
    timestamp,
    created_at,
    updater_id: author_id,
    via,
    event_type: "Audit",
    child_events,
  };
}
