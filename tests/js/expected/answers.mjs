// How a figure of an expected file is asked for: small builders, one a kind of figure.
//
// Each builder gives `{ by, ask(desk, leaves) }`: `by` says in words which metric reproduces the figure, and `ask` returns
// the numbers for the leaves that a pattern of the coverage table matched. A leaf is `{ path, holes, rest, value }`: `holes`
// are the parts of its path that stand where the pattern has `{}`, `rest` is what follows the pattern's literal part.

/** Statistics of a duration or number: n, mean, median, p90, p90_nearest, p95, min, max, sum. */
export function stats(metric, options = {}) {
  const spec = typeof metric === "string" ? { metric } : metric;
  return {
    by: `${label(spec)}${split(options)}`,
    async ask(desk, leaves) {
      const linear = await rows(desk, spec, options);
      const nearest = leaves.some(({ rest }) => rest === "p90_nearest")
        ? await rows(desk, spec, { ...options, quantiles: "nearest" })
        : linear;
      return leaves.map(({ holes, rest }) => {
        const figure = (rest === "p90_nearest" ? nearest : linear)(holes);
        return rest === "p90_nearest" ? figure?.p90 : rest === "n" ? (figure?.n ?? 0) : figure?.[rest];
      });
    },
  };
}

/** A rate: count, of, rate. */
export function rate(metric, options = {}) {
  const spec = typeof metric === "string" ? { metric } : metric;
  return {
    by: `${label(spec)}${split(options)}`,
    async ask(desk, leaves) {
      const found = await rows(desk, spec, options);
      return leaves.map(({ holes, rest }) => {
        const figure = found(holes);
        return { count: figure?.count, of: figure?.n, rate: figure?.value }[rest];
      });
    },
  };
}

/** One number of a figure, `value` unless another is named. */
export function number(metric, options = {}, pick = (figure) => figure?.value) {
  const spec = typeof metric === "string" ? { metric } : metric;
  return {
    by: `${label(spec)}${split(options)}`,
    async ask(desk, leaves) {
      const found = await rows(desk, spec, options);
      return leaves.map(({ holes }) => pick(found(holes)));
    },
  };
}

/** A count that is 0 where the report has no row. */
export function count(metric, options = {}) {
  return number(metric, options, (figure) => figure?.value ?? 0);
}

/** Shares of values within goals named `1h`, `24h` …: the hole is the goal. */
export function within(metric, options = {}) {
  const spec = typeof metric === "string" ? { metric } : metric;
  return {
    by: `${label(spec)} with goals${split(options)}`,
    async ask(desk, leaves) {
      const goals = [...new Set(leaves.map(({ holes }) => holes.at(-1)))];
      const seconds = goals.map((goal) => Number.parseInt(goal, 10) * 3600);
      const found = await rows(desk, { ...spec, goals: seconds }, options);
      return leaves.map(({ holes, rest }) => {
        const figure = found(holes.slice(0, -1));
        const goal = figure.goals[goals.indexOf(holes.at(-1))];
        return { count: goal.count, of: figure.n, rate: goal.rate }[rest];
      });
    },
  };
}

/** The CSAT block: responses, rates, mean, distribution, top box. */
export function csat(options = {}) {
  return {
    by: `csat, csat_response_rate${split(options)}`,
    async ask(desk, leaves) {
      const score = await rows(desk, { metric: "csat" }, options);
      const answered = await rows(desk, { metric: "csat_response_rate" }, options);
      const closed = await rows(
        desk,
        { metric: "csat_response_rate" },
        { ...options, where: { closed: true } },
      );
      return leaves.map(({ holes, rest }) => {
        const figure = score(holes);
        const scores = figure?.scores ?? {};
        const [part, leaf] = rest.split(".");
        const share = (count, of) => ({ count, of, rate: of ? count / of : null })[leaf];
        const of = (rates) => share(rates(holes)?.count ?? 0, rates(holes)?.n ?? 0);
        if (part === "responses") return figure?.n ?? 0;
        if (part === "mean") return figure?.mean;
        if (part === "distribution") return scores[leaf] ?? 0;
        if (part === "response_rate") return of(answered);
        if (part === "response_rate_closed") return of(closed);
        if (part === "csat") return share(figure.count, figure.n);
        if (part === "top_box") return share(scores[5] ?? 0, figure.n);
        const low = (scores[1] ?? 0) + (scores[2] ?? 0) + (scores[3] ?? 0);
        if (part === "net") return ((scores[5] ?? 0) - low) / figure.n;
        return undefined;
      });
    },
  };
}

/** The backlog at the end of each day, and what follows from the days. */
export function backlog(until, options = {}) {
  return {
    by: `backlog, until ${until}, by day`,
    async ask(desk, leaves) {
      const spec = { metric: "backlog", until };
      const report = await desk.report({ metrics: [spec], bucket: "day", ...options });
      const open = [...report.column("backlog")];
      const days = report.groups.map(({ bucket }) => isoDay(bucket, report.header.timeZone));
      const max = Math.max(...open);
      const known = {
        days: days.length,
        mean: open.reduce((sum, value) => sum + value, 0) / open.length,
        max,
        max_first_on: days[open.indexOf(max)],
        last_day: open.at(-1),
      };
      const at = new Map(days.map((day, index) => [day, open[index]]));
      return leaves.map(({ rest }) => {
        const [part, day] = rest.split(/\.(.*)/);
        return day === undefined ? known[part] : at.get(day);
      });
    },
  };
}

/** What desk.stages says of each stage: its events, or its seconds. The rest of the path names the stage. */
export function stages(of, what, pick = (found, name) => found.get(name)?.[what] ?? 0) {
  return {
    by: `desk.stages of ${of}, ${what}`,
    async ask(desk, leaves) {
      const answer = await desk.stages({ of, until: "last_event" });
      const found = new Map(answer.stages.map((stage) => [stage.stage, stage]));
      return leaves.map(({ rest }) => pick(found, rest));
    },
  };
}

/** Clocks of due instants that tickets state: how many were met and missed, of all and of those that ended. */
export function dueDates(clock) {
  return {
    by: `desk.sla, ${clock}, due dates of the tickets`,
    async ask(desk, leaves) {
      const [{ counts, attainment, n }] = (await desk.sla({ clocks: [clock] })).rows;
      const ended = counts.met + counts.missed;
      const share = (count, of) => ({ count, of, rate: count / of });
      const known = {
        snapshot: new Date(await desk.newest()).toISOString().slice(0, 19).replace("T", " "),
        with_due: n + counts.running + counts.atRisk,
        met: counts.met,
        missed: counts.missed + counts.breached,
        missed_open: counts.breached,
        running: counts.running + counts.atRisk,
        attainment: { count: counts.met, of: n, rate: attainment },
        sla_closed_only: share(counts.met, ended),
      };
      return leaves.map(({ rest }) => rest.split(".").reduce((value, key) => value?.[key], known));
    },
  };
}

/** How many tickets with a due instant a city's own flag calls what our clocks say. */
export function flagged(clock, flag, words) {
  return {
    by: `desk.sla, ${clock}, by ${flag}`,
    async ask(desk, leaves) {
      const { rows: found } = await desk.sla({ clocks: [clock], by: flag });
      const sum = (count) => found.reduce((all, { by, counts }) => all + count(counts, by[flag]), 0);
      const late = ({ missed, breached }) => missed + breached;
      const met = sum((counts, word) => (word === words.met ? counts.met : 0));
      const missed = sum((counts, word) => (word === words.missed ? late(counts) : 0));
      const all = sum((counts) => counts.met + late(counts) + counts.running + counts.atRisk);
      const known = {
        [`with_due_met_and_${words.met}`]: met,
        [`with_due_missed_and_${words.missed}`]: missed,
        with_due_other: all - met - missed,
      };
      return leaves.map(({ rest }) => known[rest]);
    },
  };
}

/** A source's own verdict on a target against ours: closed tickets in time, disagreements, and those without an end. */
export function recomputed(clock, label, within, options = {}) {
  const { by, bucket } = options;
  return {
    by: `desk.sla, ${clock}, by ${label}${split(options)}`,
    async ask(desk, leaves) {
      const answer = await desk.sla({ clocks: [clock], by: [label, ...[by ?? []].flat()], bucket });
      const sum = (holes, count) =>
        answer.rows.reduce((all, row) => {
          const labels = by === undefined ? [] : [row.by[by]];
          if (bucket !== undefined) labels.push(bucketLabel(bucket, row.bucket, "UTC"));
          const here = labels.join("\u0000") === holes.join("\u0000");
          return here ? all + count(row.counts, row.by[label] === within) : all;
        }, 0);
      const open = ({ running, atRisk, breached, paused, pausedLate }) =>
        running + atRisk + breached + paused + pausedLate;
      return leaves.map(({ holes, rest }) => {
        const met = sum(holes, (counts) => counts.met);
        const of = met + sum(holes, (counts) => counts.missed);
        return {
          "recomputed.count": met,
          "recomputed.of": of,
          "recomputed.rate": met / of,
          disagree: sum(holes, (counts, labelled) => (labelled ? counts.missed : counts.met)),
          missing_labelled_within: sum(holes, (counts, labelled) => (labelled ? open(counts) : 0)),
          missing_labelled_violated: sum(holes, (counts, labelled) => (labelled ? 0 : open(counts))),
        }[rest];
      });
    },
  };
}

/** Figures that we define otherwise on purpose: ours, which are checked too, by the rest of the path, and why. */
export function differs(how, ours, why) {
  return { ...how, differs: ours, by: `${how.by}; differs on purpose: ${why}` };
}

/** A leaf that no metric of ours reproduces yet, and why. */
export function not(why) {
  return { not: why };
}

/** Finds the figure of a row by the labels in its path. */
async function rows(desk, spec, options) {
  const { by = [], bucket, ...rest } = options;
  const question = {
    metrics: [spec],
    by: [by].flat(),
    ...(bucket && { bucket, anchor: "created" }),
    ...rest,
  };
  const report = await desk.report(question);
  const found = new Map(
    report.rows().map((row) => {
      const labels = Object.values(row.by);
      if (bucket !== undefined) labels.push(bucketLabel(bucket, row.bucket, report.header.timeZone));
      return [labels.join("\u0000"), Object.values(row.figures)[0]];
    }),
  );
  return (holes) => found.get(holes.join("\u0000"));
}

function bucketLabel(unit, start, timeZone) {
  if (unit === "month") return isoDay(start, timeZone).slice(0, 7);
  if (unit === "day") return isoDay(start, timeZone);
  return String(start);
}

/** The local date of an instant; Swedish writes dates as ISO 8601 does. */
function isoDay(at, timeZone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}

function label({ metric, ...switches }) {
  const rest = Object.keys(switches).length > 0 ? ` ${JSON.stringify(switches)}` : "";
  return `${metric}${rest}`;
}

function split({ by, bucket, where }) {
  const parts = [
    by && `by ${[by].flat().join(" × ")}`,
    bucket && `by ${bucket}`,
    where && `where ${JSON.stringify(where)}`,
  ];
  return parts
    .filter(Boolean)
    .map((part) => `, ${part}`)
    .join("");
}
