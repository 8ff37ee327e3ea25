// What holidays.ts uses of ical.js, whose own types do not compile strictly, and the yearly rules with which it can be trusted.

/** A date, or a date and time. */
export interface ICalTime {
  readonly isDate: boolean;
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface ICalProperty {
  getFirstValue(): unknown;
}

interface ICalComponent {
  getAllSubcomponents(name: string): ICalComponent[];
  getAllProperties(name: string): ICalProperty[];
  getFirstPropertyValue(name: string): unknown;
}

export interface ICalEvent {
  readonly component: ICalComponent;
  readonly uid: string | null;
  readonly summary: string | null;
  readonly startDate: ICalTime | null;
  readonly endDate: ICalTime | null;
  isRecurring(): boolean;
  isRecurrenceException(): boolean;
  relateException(changed: ICalEvent): void;
  iterator(): { next(): ICalTime | null | undefined };
  getOccurrenceDetails(start: ICalTime): {
    readonly item: ICalEvent;
    readonly startDate: ICalTime;
    readonly endDate: ICalTime | null;
  };
}

export interface ICal {
  parse(text: string): readonly unknown[];
  readonly Component: new (parsed: unknown) => ICalComponent;
  readonly Event: new (
    component: ICalComponent,
    options: { readonly exceptions: readonly ICalEvent[] },
  ) => ICalEvent;
}

/** A rule as the file writes it, by its parts' names. */
interface Rule {
  readonly freq: string;
  readonly parts: {
    readonly BYDAY?: readonly string[];
    readonly [name: string]: readonly unknown[] | undefined;
  };
}

/** The rules by which an event comes back. */
export function yearlyRules(event: ICalEvent): Rule[] {
  return event.component.getAllProperties("rrule").map((property) => property.getFirstValue() as Rule);
}

/** No month is longer, February first. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Why a rule is not followed: it is not yearly, or it may never come true, for which ical.js would search without end. Undefined
 * where it is fine.
 */
export function unsafeRule({ freq, parts }: Rule): string | undefined {
  if (freq !== "YEARLY") return `the event comes back ${freq.toLowerCase()}, not yearly`;
  const numbers = (name: string) => (parts[name] ?? []).map(Number);
  const months = numbers("BYMONTH");
  const longest = Math.max(...(months.length > 0 ? months : [1]).map((month) => LONGEST[month - 1] ?? 0));
  if (numbers("BYMONTHDAY").some((day) => Math.abs(day) > longest)) {
    return "the rule names a day that its month does not have";
  }
  const weekdays = parts.BYDAY ?? [];
  const ordinals = weekdays.map((day) => Math.abs(Number.parseInt(day, 10) || 0));
  if (months.length > 0 && ordinals.some((ordinal) => ordinal > 5)) {
    return "the rule names a weekday that its month does not have";
  }
  const positions = numbers("BYSETPOS");
  if (positions.length === 0) return undefined;
  // Every month has four of each weekday.
  const alone = ["BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"].every((name) => parts[name] === undefined);
  const plain = weekdays.length > 0 && ordinals.every((ordinal) => ordinal === 0);
  const near = positions.every((position) => Math.abs(position) <= 4);
  return alone && plain && near
    ? undefined
    : "the rule counts positions in a set that may not have so many days";
}
