// Makes the benchmark's tickets: seeded, so the same size always gives the same bytes.
//
//     node tests/bench/generate.mjs 100k            # writes tests/bench/.cache/100k.ndjson
//     node tests/bench/generate.mjs 100k --shuffled # the same tickets, keys in random order
//
// Easy to get wrong: the shuffle draws from a generator of its own, so that both files hold
// the same tickets. WORKLOADS.md says what the data contains and what it leaves out.

import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { AGENTS_PER_GROUP, CHANNELS, DAYS, GROUPS, PRIORITIES, random, START, TIERS } from "./world.mjs";

export const SIZES = { "1k": 1_000, "10k": 10_000, "100k": 100_000, "1m": 1_000_000 };

/** Change when the tickets change, so that no old file is taken for a new one. */
const VERSION = 1;
const WINDOW = 1 << 20;
const CACHE = join(dirname(fileURLToPath(import.meta.url)), ".cache");

/** Median seconds to the first answer, by channel. */
const FIRST_ANSWER = { email: 5400, chat: 95, web: 7200, phone: 60, social: 2400, api: 10800 };
const PRIORITY_SPEED = { urgent: 0.35, high: 0.65, normal: 1, low: 1.8 };

function weighted(table) {
  const total = table.reduce((sum, [, weight]) => sum + weight, 0);
  return (draw) => {
    let left = draw * total;
    for (const [word, weight] of table) {
      left -= weight;
      if (left < 0) return word;
    }
    return table[table.length - 1][0];
  };
}

const channelOf = weighted(CHANNELS);
const priorityOf = weighted(PRIORITIES);
const tierOf = weighted(TIERS);

/** Tickets expected in each hour of the data: quiet nights and weekends, a slow yearly swell. */
function hourWeights() {
  const weights = [];
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    const day = Math.floor(hour / 24);
    const ofDay = hour % 24;
    const rhythm = 0.15 + Math.max(0, Math.sin(((ofDay - 6) / 15) * Math.PI));
    const week = [1.25, 1.15, 1.05, 1, 0.95, 0.4, 0.3][day % 7];
    weights.push(rhythm * week * (1 + 0.25 * Math.sin((day / DAYS) * 2 * Math.PI)));
  }
  return weights;
}

/** Creation times in ascending order, epoch seconds, made hour by hour. */
function* creationTimes(count, draw) {
  const weights = hourWeights();
  const total = weights.reduce((a, b) => a + b, 0);
  let passed = 0;
  let made = 0;
  for (let hour = 0; hour < weights.length; hour += 1) {
    passed += weights[hour];
    const due = hour === weights.length - 1 ? count : Math.round((passed / total) * count);
    const seconds = Array.from({ length: due - made }, () => Math.floor(draw() * 3600)).sort((a, b) => a - b);
    made = due;
    for (const second of seconds) yield START + hour * 3600 + second;
  }
}

const two = (n) => (n < 10 ? `0${n}` : `${n}`);
const dayTexts = new Map();

function iso(seconds) {
  const day = Math.floor(seconds / 86400);
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = new Date(day * 86_400_000).toISOString().slice(0, 11);
    dayTexts.set(day, text);
  }
  const rest = seconds - day * 86400;
  return `"${text}${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}Z"`;
}

/** One ticket as [key, JSON text] pairs; its events likewise. */
function ticket(id, created, draw) {
  const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const about = (median, spread) => Math.max(1, Math.round(median * Math.exp(spread * normal())));
  const channel = channelOf(draw());
  const priority = priorityOf(draw());
  const tier = tierOf(draw());
  const pace = PRIORITY_SPEED[priority] * (tier === "vip" ? 0.7 : 1);

  const events = [];
  let now = created;
  const event = (kind, ...rest) => events.push([["at", iso(now)], ["kind", `"${kind}"`], ...rest]);
  const reply = (role) => event("reply", ["role", `"${role}"`]);
  let status = "new";
  const move = (to) => {
    status = to;
    event("status", ["to", `"${to}"`]);
  };
  let group = Math.floor(draw() * draw() * 7);
  let agent = null;
  const assign = (withGroup) => {
    agent = `a${two(group * AGENTS_PER_GROUP + Math.floor(draw() * AGENTS_PER_GROUP))}`;
    event("assigned", ["agent", `"${agent}"`], ...(withGroup ? [["group", `"${GROUPS[group][0]}"`]] : []));
  };
  const level = () => GROUPS[group][1];

  event("created");
  if (channel === "chat" && draw() < 0.3) {
    now += 2;
    reply("bot");
  }
  const answered = draw() < 0.96;
  if (answered || draw() < 0.5) {
    const wait = about(FIRST_ANSWER[channel] * pace, 0.9);
    now += Math.floor(wait * draw() * 0.8);
    assign(draw() < 0.2);
    if (answered) {
      now = Math.max(now, created + wait);
      reply("agent");
      if (draw() < 0.6) move("open");
    }
  }
  if (answered) {
    const work = about(9 * 3600 * pace, 1.1);
    while (level() < 3 && draw() < 0.11) {
      now += Math.floor(work * draw());
      if (draw() < 0.2) event("note", ["role", '"agent"']);
      const from = level();
      group = from === 1 ? 7 + Math.floor(draw() * 3) : 10 + Math.floor(draw() * 2);
      event("escalated", ["sense", '"tier"'], ["from", `${from}`], ["to", `${level()}`]);
      now += about(900, 1);
      assign(true);
      now += about(1800, 1);
      reply("agent");
    }
    if (draw() < 0.03) {
      now += about(1800, 0.5);
      event("escalated", ["sense", '"deadline"']);
    }
    if (draw() < 0.25) {
      now += about(600, 1);
      move("pending");
      now += about(4 * 3600, 1.2);
      reply("customer");
      move("open");
      now += about(3600 * pace, 1);
      reply("agent");
    }
    if (draw() < 0.93) {
      now += work;
      move("solved");
      if (draw() < 0.06) {
        now += about(30 * 3600, 0.8);
        reply("customer");
        move("open");
        now += about(5 * 3600 * pace, 1);
        reply("agent");
        move("solved");
      }
      if (draw() < 0.22) {
        now += about(5 * 3600, 1);
        const unhappy = Math.floor((now - created) / 86400);
        const score = Math.max(1, Math.min(5, 5 - Math.floor(draw() * draw() * (3 + Math.min(unhappy, 3)))));
        event("survey", ["survey", '"csat"'], ["score", `${score}`]);
      }
      if (draw() < 0.1) {
        now += 3 * 86400;
        move("closed");
      }
    }
  }
  const fields = [
    ["id", `${id}`],
    ["created_at", iso(created)],
    ["channel", `"${channel}"`],
    ["priority", `"${priority}"`],
    ["tier", `"${tier}"`],
    ["group", `"${GROUPS[group][0]}"`],
    ["level", `${level()}`],
    ...(agent === null ? [] : [["assignee", `"${agent}"`]]),
    ["status", `"${status}"`],
  ];
  return { fields, events };
}

function shuffle(pairs, draw) {
  for (let i = pairs.length - 1; i > 0; i -= 1) {
    const j = Math.floor(draw() * (i + 1));
    [pairs[i], pairs[j]] = [pairs[j], pairs[i]];
  }
}

function object(pairs) {
  let text = "{";
  for (let i = 0; i < pairs.length; i += 1) text += `${i === 0 ? '"' : ',"'}${pairs[i][0]}":${pairs[i][1]}`;
  return `${text}}`;
}

/** The tickets of one size as lines of JSON; `mix` is the generator that shuffles keys, if any. */
export function* lines(count, seed, mix) {
  const times = random(seed);
  const draw = random(seed + 1);
  let id = 100_000;
  for (const created of creationTimes(count, times)) {
    id += 1;
    const { fields, events } = ticket(id, created, draw);
    if (mix) for (const pairs of events) shuffle(pairs, mix);
    fields.push(["events", `[${events.map(object).join(",")}]`]);
    if (mix) shuffle(fields, mix);
    yield `${object(fields)}\n`;
  }
}

/** Path of the file for a size ("100k"), made first when it is not there. */
export function dataFile(size, { shuffled = false, log = () => {} } = {}) {
  const count = SIZES[size];
  if (count === undefined)
    throw new Error(`size "${size}" is not known; hoped for one of ${Object.keys(SIZES).join(", ")}`);
  const path = join(CACHE, `v${VERSION}-${size}${shuffled ? "-shuffled" : ""}.ndjson`);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  log(`making ${count.toLocaleString("en")} tickets${shuffled ? " with shuffled keys" : ""}`);
  const unfinished = `${path}.${process.pid}`;
  const file = openSync(unfinished, "w");
  let window = "";
  for (const line of lines(count, 20240101, shuffled ? random(7) : undefined)) {
    window += line;
    if (window.length >= WINDOW) {
      writeSync(file, window);
      window = "";
    }
  }
  writeSync(file, window);
  closeSync(file);
  renameSync(unfinished, path);
  return path;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [size = "100k"] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
  const path = dataFile(size, { shuffled: process.argv.includes("--shuffled"), log: console.log });
  console.log(`${path}: ${(statSync(path).size / 1e6).toFixed(1)} MB`);
}
