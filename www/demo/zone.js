// Days of a zone as instants, for the period filter.
//
// Easy to get wrong: a day starts when the zone says so, which is not always 00:00 UTC plus a fixed offset.

/** The instant at which a day ("2025-03-09") starts in a zone. */
export function startOfDay(day, timeZone) {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  const first = wanted - offset(wanted, timeZone);
  return wanted - offset(first, timeZone);
}

/** The day of an instant in a zone, as "2025-03-09". */
export function dayOf(at, timeZone) {
  return new Date(at + offset(at, timeZone)).toISOString().slice(0, 10);
}

/** The day so many days later. */
export function addDays(day, count) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Hour of the week of an instant in a zone: 0 is Monday from midnight. */
export function hourOfWeek(at, timeZone) {
  const local = new Date(at + offset(at, timeZone));
  return ((local.getUTCDay() + 6) % 7) * 24 + local.getUTCHours();
}

const readers = new Map();

function offset(at, timeZone) {
  let reader = readers.get(timeZone);
  if (reader === undefined) {
    const options = {
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    };
    reader = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...options });
    readers.set(timeZone, reader);
  }
  const part = {};
  for (const { type, value } of reader.formatToParts(at)) part[type] = Number(value);
  return (
    Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) -
    Math.floor(at / 1000) * 1000
  );
}
