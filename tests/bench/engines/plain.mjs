// Plain JavaScript over objects: JSON.parse by line, arrays of numbers, sort. It is there for
// the answers (the definitions of WORKLOADS.md, written down once without tricks) and for scale.

const WEEK = 604_800;
const DAY = 86_400;
const MONDAY = 345_600;
const DURATIONS = ["first", "resolution", "escalation"];
const CLOSED = new Set(["solved", "closed"]);

const seconds = (text) => Date.parse(text) / 1000;
const isoDay = (second) => new Date(second * 1000).toISOString().slice(0, 10);

/** Type-7 quantile of ascending numbers. */
function quantile(sorted, share) {
  const rank = (sorted.length - 1) * share;
  const low = Math.floor(rank);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (rank - low) * (sorted[high] - sorted[low]);
}

function summary(values) {
  const n = values.length;
  if (n === 0) return { n, mean: null, median: null, p90: null, p95: null, variance: null };
  const sorted = values.sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    n,
    mean,
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p95: quantile(sorted, 0.95),
    variance: n < 2 ? null : squares / (n - 1),
  };
}

/** The per-ticket facts of W2, from the events alone. */
function derive(ticket) {
  const created = seconds(ticket.created_at);
  const facts = {
    first: null,
    resolution: null,
    escalation: null,
    reopened: false,
    replies: 0,
    score: null,
    solved: false,
    created,
  };
  let done = false;
  for (const event of ticket.events) {
    const passed = seconds(event.at) - created;
    if (event.kind === "reply" && event.role === "agent") {
      facts.replies += 1;
      facts.first ??= passed;
    } else if (event.kind === "status") {
      const closed = CLOSED.has(event.to);
      if (closed && !done) facts.resolution = passed;
      if (!closed && done) facts.reopened = true;
      facts.solved ||= closed;
      done = closed;
    } else if (event.kind === "escalated" && (event.sense ?? "tier") === "tier") {
      facts.escalation ??= passed;
    } else if (event.kind === "survey" && event.survey === "csat") {
      facts.score = event.score;
    }
  }
  if (!done) facts.resolution = null;
  return facts;
}

/** Groupings of the report: name, then the key of a ticket. */
const GROUPINGS = {
  all: () => "all",
  channel: (ticket) => ticket.channel,
  priority: (ticket) => ticket.priority,
  tier: (ticket) => ticket.tier,
  group: (ticket) => ticket.group,
  agent: (ticket) => ticket.assignee ?? "",
  week: (_ticket, week) => week,
  channel_week: (ticket, week) => `${ticket.channel} ${week}`,
};

function row(cell) {
  const line = {
    tickets: cell.tickets,
    escalated: cell.escalated,
    reopened: cell.reopened,
    solved: cell.solved,
    rated: cell.rated,
    satisfied: cell.satisfied,
    replies: cell.replies,
    escalation_rate: cell.escalated / cell.tickets,
    reopen_rate: cell.solved === 0 ? null : cell.reopened / cell.solved,
    csat_rate: cell.rated === 0 ? null : cell.satisfied / cell.rated,
  };
  for (const name of DURATIONS) line[name] = summary(cell[name]);
  return line;
}

function report(tickets) {
  const cells = new Map();
  for (const ticket of tickets) {
    const facts = derive(ticket);
    const week = isoDay(facts.created - ((facts.created - MONDAY) % WEEK));
    for (const [by, keyOf] of Object.entries(GROUPINGS)) {
      const key = `${by} ${keyOf(ticket, week)}`;
      let cell = cells.get(key);
      if (cell === undefined) {
        cell = {
          tickets: 0,
          escalated: 0,
          reopened: 0,
          solved: 0,
          rated: 0,
          satisfied: 0,
          replies: 0,
          first: [],
          resolution: [],
          escalation: [],
        };
        cells.set(key, cell);
      }
      cell.tickets += 1;
      cell.escalated += facts.escalation === null ? 0 : 1;
      cell.reopened += facts.reopened ? 1 : 0;
      cell.solved += facts.solved ? 1 : 0;
      cell.rated += facts.score === null ? 0 : 1;
      cell.satisfied += facts.score !== null && facts.score >= 4 ? 1 : 0;
      cell.replies += facts.replies;
      for (const name of DURATIONS) if (facts[name] !== null) cell[name].push(facts[name]);
    }
  }
  return Object.fromEntries([...cells].map(([key, cell]) => [key, row(cell)]));
}

function count(counts, key) {
  counts[key] = (counts[key] ?? 0) + 1;
}

function interact(brushed, step) {
  const answer = {
    tickets: 0,
    channel: {},
    priority: {},
    tier: {},
    day: {},
    n: 0,
    mean: null,
    median: null,
    p90: null,
  };
  const values = [];
  for (const { ticket, created, day, first } of brushed) {
    if (created < step.from || created >= step.to) continue;
    if (step.channel !== null && !step.channel.includes(ticket.channel)) continue;
    if (step.priority !== null && !step.priority.includes(ticket.priority)) continue;
    if (step.tier !== null && !step.tier.includes(ticket.tier)) continue;
    answer.tickets += 1;
    count(answer.channel, ticket.channel);
    count(answer.priority, ticket.priority);
    count(answer.tier, ticket.tier);
    count(answer.day, day);
    if (first !== null) values.push(first);
  }
  const { n, mean, median, p90 } = summary(values);
  return Object.assign(answer, { n, mean, median, p90 });
}

export async function create() {
  let tickets = [];
  let brushed = [];
  return {
    ingest(bytes) {
      const decoder = new TextDecoder();
      const list = [];
      let start = 0;
      while (start < bytes.length) {
        let end = bytes.indexOf(10, start);
        if (end < 0) end = bytes.length;
        if (end > start) {
          const ticket = JSON.parse(decoder.decode(bytes.subarray(start, end)));
          list.push(ticket);
        }
        start = end + 1;
      }
      tickets = list;
      return { tickets: tickets.length };
    },
    w2: () => report(tickets),
    rows: (rows) => rows,
    w4setup() {
      brushed = tickets.map((ticket) => {
        const { created, first } = derive(ticket);
        return { ticket, created: created * 1000, day: isoDay(created - (created % DAY)), first };
      });
    },
    w4: (step) => interact(brushed, step),
    interaction: (answer) => answer,
    release() {
      tickets = [];
      brushed = [];
    },
  };
}
