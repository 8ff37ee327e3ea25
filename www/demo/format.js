// Figures as text for people: durations, shares, counts, dates.
//
// Easy to get wrong: a figure without a value is a dash and a reason, never 0.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const two = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

export const NOTHING = "–";

/** A number and its unit stay on one line. */
const NB = "\u00a0";

export function count(value) {
  return missing(value) ? NOTHING : whole.format(value);
}

/** So many of something: "1 ticket", "2 tickets". */
export function counted(value, noun) {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** Seconds in the two units that matter: "42 s", "12 min", "3 h 12 min", "4.2 days". */
export function duration(seconds) {
  if (missing(seconds)) return NOTHING;
  if (seconds < 0) return `−${duration(-seconds)}`;
  if (seconds < 59.5) return `${seconds < 10 ? one.format(seconds) : whole.format(seconds)}${NB}s`;
  if (seconds < 3570)
    return `${seconds < 600 ? one.format(seconds / 60) : whole.format(seconds / 60)}${NB}min`;
  if (seconds < 48 * 3600) {
    const minutes = Math.round(seconds / 60);
    const rest = minutes % 60;
    return `${Math.floor(minutes / 60)}${NB}h${rest > 0 ? `${NB}${rest}${NB}min` : ""}`;
  }
  return `${one.format(seconds / 86_400)}${NB}days`;
}

export function percent(share) {
  return missing(share) ? NOTHING : `${one.format(share * 100)}${NB}%`;
}

/** A value in the unit its metric is measured in. */
export function inUnit(value, unit) {
  if (missing(value)) return NOTHING;
  if (unit === "seconds") return duration(value);
  if (unit === "share") return percent(value);
  if (unit === "count") return whole.format(value);
  return two.format(value);
}

export function milliseconds(ms) {
  if (missing(ms)) return NOTHING;
  return ms < 1000 ? `${ms < 10 ? one.format(ms) : whole.format(ms)} ms` : `${two.format(ms / 1000)}${NB}s`;
}

export function megabytes(bytes) {
  return missing(bytes) ? NOTHING : `${one.format(bytes / 1_048_576)}${NB}MB`;
}

/** A formatter of days in a zone: "3 Mar 2025". */
export function days(timeZone) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  return (at) => format.format(at);
}

/** A formatter of instants in a zone, to the minute. */
export function minutes(timeZone) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "medium", timeStyle: "short" });
  return (at) => format.format(at);
}

export function missing(value) {
  return value === null || value === undefined || Number.isNaN(value);
}

/** A label of a group; tickets without a value stand under their own heading. */
export function label(value) {
  return value === null || value === undefined || value === "" ? "not stated" : String(value);
}
