/**
 * Numbers for people, in plain English and without a locale: `3 h 12 min`, `12.3 %`, `1,234`.
 */
import type { Unit } from "./metric.js";

const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/** A length of time in its two largest units. */
export function duration(seconds: number): string {
  if (seconds < 0) return `-${duration(-seconds)}`;
  if (seconds < 10 && !Number.isInteger(seconds)) return `${decimals(seconds, 1)} s`;
  const at = UNITS.findIndex(([, length]) => seconds >= length);
  const [name, length] = UNITS[at] ?? ["s", 1];
  const [smaller, part] = UNITS[at + 1] ?? ["", 0];
  if (part === 0) return `${Math.round(seconds)} ${name}`;
  const parts = Math.round(seconds / part);
  const perUnit = length / part;
  const whole = Math.floor(parts / perUnit);
  // Rounding may have made a whole unit of it, even the next larger one.
  if (at > 0 && whole * length >= (UNITS[at - 1]?.[1] ?? 0)) return duration(whole * length);
  const rest = parts % perUnit;
  return rest === 0 ? `${grouped(whole)} ${name}` : `${grouped(whole)} ${name} ${rest} ${smaller}`;
}

/** A value in its metric's unit. */
export function quantity(value: number, unit: Unit): string {
  switch (unit) {
    case "seconds":
      return duration(value);
    case "share":
      return `${decimals(value * 100, 1)} %`;
    case "count":
      return grouped(value);
    case "number":
    case "points":
      return Number.isInteger(value) ? grouped(value) : decimals(value, 2);
  }
}

/** A whole number with its thousands apart. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function decimals(value: number, digits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
