// A made-up helpdesk's history, the same for the same arguments: every helpdesk's seed replays the same events.
//
//     node scenario.mjs [--tickets 200] [--seed 20260302] [--end 2026-05-15T16:00:00Z] > scenario.json
//
// `expected` says what a ticket's facts are by its events; times are in seconds after its creation.
const arg = (k, d) => {
  const i = process.argv.indexOf(`--${k}`);
  return i > 0 ? process.argv[i + 1] : d;
};
const N = +arg("tickets", 200),
  SEED = +arg("seed", 20260302);
const END = Date.parse(arg("end", "2026-05-15T16:00:00Z")),
  DAYS = +arg("days", 74);
const START = END - DAYS * 864e5,
  MIN = 6e4,
  H = 36e5,
  D = 864e5,
  TZ = "Europe/Berlin";
let s = SEED >>> 0; // mulberry32
const rnd = () => {
  s = (s + 0x6d2b79f5) >>> 0;
  let t = s;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const pick = (a) => a[Math.floor(rnd() * a.length)],
  chance = (p) => rnd() < p;
const gauss = () => Math.sqrt(-2 * Math.log(1 - rnd())) * Math.cos(2 * Math.PI * rnd());
const logn = (medianMin, sig = 0.9) => Math.max(1, medianMin * Math.exp(sig * gauss())) * MIN;

const agents = [
  ["ana", "Ana Ortiz", "L1"],
  ["ben", "Ben Okafor", "L1"],
  ["chloe", "Chloe Lin", "L1"],
  ["dmitri", "Dmitri Sokol", "L2"],
  ["eva", "Eva Novak", "L2"],
  ["farid", "Farid Haddad", "Engineering"],
  ["gita", "Gita Rao", "Billing"],
  ["hugo", "Hugo Lemaire", "L1"],
].map(([username, name, team]) => ({ username, name, team, email: `${username}@support.example` }));
const queues = [
  { name: "Support L1", slug: "l1", team: "L1", tier: 1 },
  { name: "Support L2", slug: "l2", team: "L2", tier: 2 },
  { name: "Engineering", slug: "eng", team: "Engineering", tier: 3 },
  { name: "Billing", slug: "billing", team: "Billing", tier: 1 },
];
const firsts =
  "Mara,Noah,Ines,Tomas,Yuki,Lena,Omar,Priya,Jonas,Sofia,Kofi,Elif,Marc,Nadia,Paulo,Greta,Ivan,Rosa,Samir,Wei".split(
    ",",
  );
const lasts =
  "Keller,Silva,Moreau,Tanaka,Novak,Jansen,Adeyemi,Costa,Berg,Fischer,Rossi,Kaya,Larsen,Popov,Nowak,Weber".split(
    ",",
  );
const orgs = ["brightleaf", "northpier", "tallowmill", "quillworks", "harborlight", "stonefig"];
const customers = Array.from({ length: 40 }, (_, i) => {
  const f = firsts[i % firsts.length],
    l = lasts[(i * 7) % lasts.length],
    org = orgs[i % orgs.length];
  return {
    username: `${f}.${l}.${i + 1}`.toLowerCase(),
    name: `${f} ${l}`,
    email: `${f}.${l}.${i + 1}@${org}.example`.toLowerCase(),
    org,
  };
});
const topics = {
  "Support L1": [
    "Cannot log in after password reset",
    "VPN drops every hour",
    "Printer on floor 3 offline",
    "Shared mailbox not syncing",
    "Two-factor code never arrives",
    "Browser says certificate expired",
    "Laptop very slow since update",
    "How do I export my contacts?",
    "Calendar invites show wrong time zone",
    "Wi-Fi guest password rejected",
  ],
  "Support L2": [
    "Sync job fails with HTTP 502",
    "Report totals differ from dashboard",
    "API key returns 403 after rotation",
  ],
  Engineering: ["Data export truncates at 10,000 rows", "Webhook delivered twice"],
  Billing: [
    "Invoice shows wrong VAT number",
    "Charged twice this month",
    "Please add a purchase order number",
    "Refund has not arrived",
  ],
};
const off = (t) => {
  const y = new Date(t).getUTCFullYear(),
    last = (m) => {
      const d = new Date(Date.UTC(y, m + 1, 0, 1));
      return +d - d.getUTCDay() * D;
    };
  return t >= last(2) && t < last(9) ? 2 * H : H;
}; // CET/CEST
const loc = (t) => new Date(t + off(t));
const isBiz = (t) => {
  const d = loc(t),
    w = d.getUTCDay(),
    h = d.getUTCHours();
  return w > 0 && w < 6 && h >= 8 && h < 18;
};
const toBiz = (t) => {
  while (!isBiz(t)) t += 7 * MIN;
  return t;
};
const work = (t, ms) => {
  t = chance(0.93) ? toBiz(t) : t;
  let left = ms;
  while (left > 0) {
    const st = Math.min(left, 10 * MIN);
    t += st;
    if (!isBiz(t)) {
      if (chance(0.93)) t = toBiz(t);
    }
    left -= st;
  }
  return t;
};
const iso = (t) => new Date(Math.round(t / 1000) * 1000).toISOString().replace(".000", "");
const team = (t) => agents.filter((a) => a.team === t);

const tickets = [];
for (let i = 0; i < N; i++) {
  let t = START + rnd() * (END - START);
  if (chance(0.8)) t = toBiz(t) + rnd() * 3 * H;
  t = Math.round(Math.min(t, END - 30 * MIN) / 1000) * 1000;
  const c = pick(customers),
    q0 = chance(0.72) ? queues[0] : chance(0.6) ? queues[3] : chance(0.7) ? queues[1] : queues[2];
  const prio = chance(0.08) ? 1 : chance(0.25) ? 2 : chance(0.75) ? 3 : chance(0.6) ? 4 : 5;
  const T = {
    key: `T${String(i + 1).padStart(3, "0")}`,
    customer: c.username,
    queue: q0.name,
    priority: prio,
    sla: prio <= 2 ? "gold" : prio === 3 ? "silver" : "bronze",
    subject: pick(topics[q0.name]),
    created: t,
    events: [],
  };
  T.body = `Hello,\n\n${T.subject.toLowerCase()}. This started ${pick(["this morning", "yesterday", "after the last update", "last week"])} and affects ${pick(["only me", "our whole team", "two colleagues", "every new user"])}.\n\nRegards,\n${c.name}`;
  let q = q0,
    owner = null,
    st = "new",
    p = prio;
  const ev = T.events;
  const add = (at, type, by, x = {}) => {
    t = Math.round(Math.max(at, t + MIN) / 1000) * 1000;
    ev.push({ at: t, type, by, ...x });
  };
  const agent = () => owner ?? pick(team(q.team)).username;
  const assign = (at, to, by) => {
    owner = to;
    add(at, "assign", by ?? to, { to });
  };
  const say = (at) => {
    add(at, "reply", agent(), {
      body: pick([
        "Thanks for reporting this. Could you send a screenshot?",
        "I have checked your account, please try again now.",
        "We are looking into it and will update you shortly.",
        "A fix has been applied, please confirm.",
        "Could you tell me the exact time it happened?",
      ]),
    });
    if (st === "new") st = "open";
  };
  const cust = (at) =>
    add(at, "customer_reply", c.username, {
      body: pick([
        "Still not working for me.",
        "Here is the screenshot you asked for.",
        "It happened again at 09:40.",
        "Any news?",
        "Thanks, trying it now.",
      ]),
    });
  const status = (at, to) => {
    add(at, "status", agent(), { from: st, to });
    st = to;
  };
  const speed = [0, 0.35, 0.6, 1, 1.6, 2.4][prio];
  const live = () => {
    if (chance(0.03)) {
      add(work(t, logn(60)), "note", agent(), { body: "Looks like spam / duplicate, rejecting." });
      status(t + 2 * MIN, "rejected");
      return;
    }
    if (chance(0.04)) return; // never touched
    if (chance(0.85)) {
      const a = pick(team(q.team)).username;
      assign(work(t, logn(18 * speed)), a, chance(0.25) ? "hugo" : a);
    }
    if (chance(0.2))
      add(work(t, logn(8)), "note", agent(), { body: "Checked logs, nothing obvious. Asking for details." });
    if (chance(0.08) && p > 1) {
      p--;
      add(work(t, logn(10)), "priority", agent(), { from: p + 1, to: p });
    }
    if (chance(0.97)) say(work(t, logn(50 * speed, 1.0)));
    let rounds = Math.floor(-Math.log(1 - rnd()) * 1.3);
    while (rounds-- > 0) {
      const wait = chance(0.3);
      if (wait) status(t + 2 * MIN, "stalled");
      if (wait && chance(0.08)) return; // customer never comes back
      cust(t + logn(240, 1.1));
      if (wait) st = "open";
      if (q.tier < 3 && q.name !== "Billing" && chance(0.3)) {
        // escalation: next tier, new owner, often higher priority
        const nq = queues[q.tier];
        const from = q.name;
        const by = agent();
        q = nq;
        add(work(t, logn(40 * speed)), "queue", by, { from, to: nq.name });
        if (chance(0.6))
          add(t + MIN, "note", by, { body: `Escalating to ${nq.name}: reproduced, needs deeper access.` });
        if (p > 1 && chance(0.4)) {
          p--;
          add(t + MIN, "priority", by, { from: p + 1, to: p });
        }
        const a = pick(team(nq.team)).username;
        assign(work(t, logn(35 * speed)), a, a);
      } else if (chance(0.06)) {
        const a = pick(team(q.team)).username;
        if (a !== owner) assign(work(t, logn(20)), a, "hugo");
      }
      say(work(t, logn(90 * speed, 1.0)));
    }
    if (chance(0.1)) return; // still open
    if (chance(0.5)) say(work(t, logn(120 * speed)));
    status(t + (chance(0.6) ? 2 * MIN : logn(90)), "resolved");
    let again = chance(0.13) ? 1 : 0;
    if (again && chance(0.2)) again = 2;
    while (again-- > 0) {
      cust(t + logn(900, 1.0));
      ev[ev.length - 1].reopens = true;
      st = "open";
      if (chance(0.8)) say(work(t, logn(80 * speed)));
      if (chance(0.85)) status(work(t, logn(60)), "resolved");
      else break;
    }
  };
  live();
  T.events = ev.filter((e) => e.at < END);
  tickets.push(T);
}
tickets
  .sort((a, b) => a.created - b.created)
  .forEach((x, i) => {
    x.key = `T${String(i + 1).padStart(3, "0")}`;
  });
for (const T of tickets) {
  // ground truth, wall-clock seconds
  let st = "new",
    q = T.queue,
    own = null,
    p = T.priority,
    stalledAt = 0,
    stalled = 0;
  const f = {
    firstReply: null,
    firstResolved: null,
    lastResolved: null,
    reopens: 0,
    queueChanges: 0,
    assignments: 0,
    agentReplies: 0,
    customerReplies: 0,
    notes: 0,
    priorityChanges: 0,
  };
  for (const e of T.events) {
    const leave = () => {
      if (st === "stalled") stalled += e.at - stalledAt;
    };
    if (e.type === "reply") {
      f.agentReplies++;
      f.firstReply ??= e.at;
      if (st === "new") st = "open";
    }
    if (e.type === "customer_reply") {
      f.customerReplies++;
      if (st === "resolved") f.reopens++;
      if (st !== "open" && st !== "new") {
        leave();
        st = "open";
      }
    }
    if (e.type === "note") f.notes++;
    if (e.type === "assign") {
      f.assignments++;
      own = e.to;
    }
    if (e.type === "queue") {
      f.queueChanges++;
      q = e.to;
    }
    if (e.type === "priority") {
      f.priorityChanges++;
      p = e.to;
    }
    if (e.type === "status") {
      leave();
      st = e.to;
      if (st === "stalled") stalledAt = e.at;
      if (st === "resolved") {
        f.firstResolved ??= e.at;
        f.lastResolved = e.at;
      }
    }
  }
  const sec = (x) => (x == null ? null : Math.round(x / 1000) - Math.round(T.created / 1000));
  T.expected = {
    ...f,
    firstReply: sec(f.firstReply),
    firstResolved: sec(f.firstResolved),
    lastResolved: sec(f.lastResolved),
    stalledSeconds: Math.round(stalled / 1000),
    finalStatus: st,
    finalQueue: q,
    finalOwner: own,
    finalPriority: p,
  };
}
for (const T of tickets) {
  T.created = iso(T.created);
  for (const e of T.events) e.at = iso(e.at);
}
const meta = {
  seed: SEED,
  start: iso(START),
  end: iso(END),
  timezone: TZ,
  businessHours: "Mon-Fri 08:00-18:00",
  tickets: tickets.length,
  events: tickets.reduce((n, x) => n + x.events.length, 0),
};
process.stdout.write(
  `${JSON.stringify({ meta, agents, customers, queues, tickets }).replace(/\{"key"/g, '\n{"key"')}\n`,
);
