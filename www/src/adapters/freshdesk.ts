/**
 * Freshdesk, through the client that its platform gives to an app's frame and the request templates of the app.
 *
 * ```js
 * import { loadFrom } from "deskgauge/adapters/adapter";
 * import { freshdesk } from "deskgauge/adapters/freshdesk";
 * await loadFrom(desk, freshdesk(await app.initialized()), { ticket: 42 });
 * ```
 *
 * The app's `config/requests.json` holds the templates that {@link FreshdeskTemplate} names. The platform lets an app make fifty
 * requests a minute. A second reading of all tickets goes on where the first ended or was stopped.
 *
 * Easy to get wrong: Freshdesk's API has no history of changes. A list of tickets tells when each was first answered, resolved,
 * reopened and closed; only a single ticket comes with its conversation. Moves between groups are in the export of activities
 * alone, which is a file to load.
 */
import type { Adapter, Missing, Wanted } from "./adapter.js";
import {
  type Answer,
  type Ask,
  asFarAsAllowed,
  bytesOf,
  headerOf,
  type Manners,
  type Payload,
  PoliteHost,
  recordOf,
} from "./polite.js";

/** The requests an app may make, by the names of its templates. */
export type FreshdeskTemplate = "ticket" | "conversations" | "tickets" | "groups" | "agents" | "ratings";

/** A request: a template and what fills it. */
interface FreshdeskRequest {
  readonly template: FreshdeskTemplate;
  readonly context: Readonly<Record<string, string | number>>;
}

/** The client of an app, as far as fetching goes. */
export interface FreshdeskClient {
  readonly request: {
    invokeTemplate(
      template: string,
      options: { readonly context: Readonly<Record<string, string | number>> },
    ): Promise<unknown>;
  };
}

/** How Freshdesk is read. */
export interface FreshdeskOptions extends Manners {
  /** Fields of tickets to keep as custom dimensions, such as `["fr_due_by", "due_by"]`. */
  readonly fields?: readonly string[];
  /** Told which share of all tickets is read, from 0 to 1. */
  readonly onShare?: (share: number) => void;
}

/** The most requests a minute that the platform lets an app make. */
const REQUESTS_PER_MINUTE = 50;
const PER_PAGE = 100;
/** The last page that Freshdesk gives of a list. */
const LAST_PAGE = 300;

/** The tickets of a Freshdesk account. */
export function freshdesk(
  client: FreshdeskClient,
  { fields, onShare, ...manners }: FreshdeskOptions = {},
): Adapter {
  const host = new PoliteHost(asked(client), { perMinute: REQUESTS_PER_MINUTE, ...manners });
  /** Tickets that changed since then are read next, and since when their ratings are. */
  let from: string | undefined;
  let agentsAsked = false;

  async function* pages(
    template: FreshdeskTemplate,
    context: FreshdeskRequest["context"],
    signal: AbortSignal | undefined,
  ) {
    for (let page = 1; page <= LAST_PAGE; page += 1) {
      const payload = await host.json({ template, context: { ...context, page } }, signal);
      yield payload;
      if (countOf(payload) < PER_PAGE) return;
    }
  }

  async function* one(ticket: string, signal: AbortSignal | undefined) {
    yield bytesOf(await host.json({ template: "ticket", context: { ticket } }, signal));
    for await (const page of pages("conversations", { ticket }, signal)) yield bytesOf(page);
  }

  async function* many(since: number, signal: AbortSignal | undefined) {
    const started = Date.now();
    const start = from ?? new Date(since).toISOString();
    // The oldest change comes first. Where a list ends before the tickets do, the next begins with its last change.
    for (let [at, more] = [start, true]; more; ) {
      let [newest, count] = [at, 0];
      for await (const page of pages("tickets", { since: at }, signal)) {
        yield bytesOf(page);
        [newest, count] = [newestOf(page, newest), countOf(page)];
        from = newest;
        onShare?.(Math.min(1, Math.max(0, (Date.parse(newest) - since) / (started - since))));
      }
      more = count === PER_PAGE && newest > at;
      at = newest;
    }
    for await (const page of pages("ratings", { since: start }, signal)) yield bytesOf(page);
    onShare?.(1);
  }

  return {
    source: "freshdesk",
    ...(fields && { fields }),
    read: ({ ticket, since, signal }: Wanted) =>
      ticket === undefined ? many(since?.getTime() ?? 0, signal) : one(String(ticket), signal),

    async *explain({ users, groups }: Missing, { signal }) {
      if (groups.length > 0) yield* asFarAsAllowed(pages("groups", {}, signal));
      // Customers stay numbers: Freshdesk tells of them one by one.
      if (users.length > 0 && !agentsAsked) yield* asFarAsAllowed(pages("agents", {}, signal));
      agentsAsked ||= users.length > 0;
    },
  };
}

/** How a client of the platform is asked: every status is an answer. */
function asked(client: FreshdeskClient): Ask<FreshdeskRequest> {
  return ({ template, context }) =>
    client.request.invokeTemplate(template, { context }).then(answerOf, answerOf);
}

/** What the client gives, whether it resolved with it or rejected. */
function answerOf(response: unknown): Answer {
  const { status, response: body, headers } = recordOf(response);
  if (typeof status !== "number" || status === 0) throw response;
  const text = typeof body === "string" ? body : JSON.stringify(body ?? null);
  return { status, text, header: (name) => headerOf(headers, name) };
}

function newestOf({ value }: Payload, newest: string): string {
  const changes = Array.isArray(value) ? value.map((ticket: unknown) => recordOf(ticket).updated_at) : [];
  return changes.reduce<string>(
    (latest, at) => (typeof at === "string" && at > latest ? at : latest),
    newest,
  );
}

function countOf({ value }: Payload): number {
  return Array.isArray(value) ? value.length : 0;
}
