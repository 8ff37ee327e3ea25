//! A schedule: hours, holidays, breaks and the hours of single dates, as written and checked once.

use super::hours::{Day, Interval, TimeOfDay, WEEKDAYS, date, month_and_day};
use super::rules::{NoHours, Rules};
use super::spans::{self, Span, Spans};
use crate::error::DeskError;
use crate::settings::{Reader, Value, Written, read};
use crate::sort::sort_all;
use crate::time::{DAY, Zone, Zones};

/// Calendars know the years 1900 to 2199, or less where their zone does.
pub(super) const KNOWN: Span = (-25_567 * DAY, 84_006 * DAY);

/// Opening hours in a time zone. Days are day numbers, times milliseconds of the local day.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// The zone whose dates and wall clock everything goes by.
    pub zone: Zone,
    /// The hours of each weekday, Monday first.
    pub weekly: [Spans; 7],
    /// Dates with hours of their own, ascending.
    pub dated: Vec<(i64, Spans)>,
    /// Hours that reach into a date from the one before, ascending.
    pub(super) spilled: Vec<(i64, Spans)>,
    /// Holidays: half-open ranges of days.
    pub holidays: Spans,
    /// Holidays of every year: month and day, ascending.
    pub yearly: Vec<(u32, u32)>,
    /// Breaks, by date.
    pub breaks: Vec<Break>,
    /// Whose reading applies.
    pub rules: Rules,
}

/// A part of one date that is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Break {
    /// The date.
    pub day: i64,
    /// From when, in milliseconds of the day.
    pub from: i64,
    /// Until when.
    pub until: i64,
}

impl Schedule {
    /// Reads and checks a schedule. An error names the path of the fault.
    pub fn read(written: &Value, zones: &Zones, rules: Rules) -> Result<Self, DeskError> {
        let plan: Plan = read(written, "bad-calendar")?;
        let bad = |path: String, sentence: &str| DeskError::new("bad-calendar", sentence).at(path);
        let zone =
            zones.get(plan.time_zone.as_deref().unwrap_or("UTC")).map_err(|error| error.at("timeZone"))?;
        let fit = |(start, end): Span, path: &dyn Fn() -> String| -> Result<(Span, i64), DeskError> {
            let end = if rules.last_minute_is_midnight && end == DAY - 60_000 { DAY } else { end };
            match end > start {
                true => Ok(((start, end), 0)),
                false if rules.overnight => Ok(((start, DAY), end)),
                false => Err(bad(path(), "the interval ends before it starts")),
            }
        };
        let mut weekly: [Spans; 7] = Default::default();
        for (weekday, intervals) in plan.weekly {
            for (at, &Interval(span)) in intervals.iter().enumerate() {
                let path = || format!("weekly.{}[{at}]", WEEKDAYS[weekday]);
                let (span, spill) = fit(span, &path)?;
                weekly[weekday].push(span);
                weekly[(weekday + 1) % 7].push((0, spill));
            }
        }
        let weekly = weekly.map(spans::tidy);
        let (mut dated, mut spilled) = (Vec::new(), Vec::new());
        for (name, intervals) in plan.exceptional {
            let path = || format!("exceptionalHours.{name}");
            let day = date(&name).ok_or_else(|| bad(path(), "expected a date such as \"2026-12-24\""))?;
            let mut own = Spans::new();
            for (at, &Interval(span)) in intervals.iter().enumerate() {
                let (span, spill) = fit(span, &|| format!("{}[{at}]", path()))?;
                own.push(span);
                spilled.push((day + 1, spans::tidy(vec![(0, spill)])));
            }
            sort_all(&mut own, &mut Ord::cmp);
            if own.windows(2).any(|pair| pair[1].0 < pair[0].1) {
                return Err(bad(path(), "two intervals of this date overlap"));
            }
            if dated.iter().any(|(other, _)| *other == day) {
                return Err(bad(path(), "this date is given twice"));
            }
            dated.push((day, spans::tidy(own)));
        }
        spilled.retain(|(_, spans)| !spans.is_empty());
        sort_all(&mut dated, &mut |a, b| a.0.cmp(&b.0));
        sort_all(&mut spilled, &mut |a, b| a.0.cmp(&b.0));
        let (mut holidays, mut yearly) = (Spans::new(), Vec::new());
        for holiday in plan.holidays {
            match holiday {
                Holiday::Days(span) => holidays.push(span),
                Holiday::Yearly(month, day) => yearly.push((month, day)),
            }
        }
        let mut breaks = plan.breaks;
        sort_all(&mut breaks, &mut Ord::cmp);
        let made = Self {
            zone: zone.clone(),
            weekly,
            dated,
            spilled,
            holidays: spans::tidy(holidays),
            yearly,
            breaks,
            rules,
        };
        if rules.no_hours == NoHours::Refuse && !made.is_ever_open() {
            return Err(bad(
                "weekly".to_string(),
                "the calendar has no open second; give at least one interval",
            ));
        }
        Ok(made)
    }

    /// Whether any weekday or date has hours.
    pub fn has_hours(&self) -> bool {
        let dates = self.dated.iter().chain(&self.spilled).map(|(_, hours)| hours);
        self.weekly.iter().chain(dates).any(|hours| !hours.is_empty())
    }

    /// Whether holidays and breaks leave any of its hours open.
    fn is_ever_open(&self) -> bool {
        let known = KNOWN.0 / DAY..KNOWN.1 / DAY;
        let open = |day: i64| !self.hours_of(day).is_empty();
        if self.weekly.iter().all(Spans::is_empty) {
            return self.dated.iter().chain(&self.spilled).any(|&(day, _)| known.contains(&day) && open(day));
        }
        known.into_iter().any(open)
    }

    /// Both at once, as one schedule of the first one's zone: weekly hours intersect, holidays and breaks unite, and the
    /// hours of single dates are dropped. [`super::Calendar::and`] intersects open time itself.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Self {
        let weekly = std::array::from_fn(|day| spans::intersect(&self.weekly[day], &other.weekly[day]));
        let mut breaks = [self.breaks.as_slice(), &other.breaks].concat();
        sort_all(&mut breaks, &mut Ord::cmp);
        breaks.dedup();
        let mut yearly = self.yearly.clone();
        yearly.extend(other.yearly.iter().filter(|day| !self.yearly.contains(day)));
        Self {
            zone: self.zone.clone(),
            weekly,
            dated: Vec::new(),
            spilled: Vec::new(),
            holidays: spans::unite(&self.holidays, &other.holidays),
            yearly,
            breaks,
            rules: self.rules,
        }
    }
}

/// A schedule as written.
struct Plan {
    time_zone: Option<String>,
    weekly: Vec<(usize, Vec<Interval>)>,
    exceptional: Vec<(String, Vec<Interval>)>,
    holidays: Vec<Holiday>,
    breaks: Vec<Break>,
}

impl Written for Plan {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["timeZone", "weekly", "exceptionalHours", "holidays", "breaks"]);
        let weekly = from.at("weekly");
        if *weekly.value() != Value::Nothing {
            weekly.only(&WEEKDAYS);
        }
        let hours = |(weekday, name): (usize, &&str)| {
            let intervals: Option<Vec<Interval>> = weekly.get(name);
            (weekday, intervals.unwrap_or_default())
        };
        Self {
            time_zone: from.get("timeZone"),
            weekly: WEEKDAYS.iter().enumerate().map(hours).collect(),
            exceptional: from.at("exceptionalHours").entries(),
            holidays: from.get("holidays"),
            breaks: from.get("breaks"),
        }
    }
}

/// A date, a range of dates, or a day of every year.
enum Holiday {
    Days(Span),
    Yearly(u32, u32),
}

impl Written for Holiday {
    fn read(from: &Reader<'_>) -> Self {
        if let Value::Object(_) = from.value() {
            from.only(&["from", "to"]);
            let (Day(first), Day(last)) = (from.get("from"), from.get("to"));
            if last < first {
                from.at("to").refuse("a date that is not before \"from\"");
            }
            return Self::Days((first, last + 1));
        }
        let text: String = from.read();
        if let Some(day) = date(&text) {
            return Self::Days((day, day + 1));
        }
        let yearly = month_and_day(&text);
        if yearly.is_none() {
            from.refuse(
                "a date such as \"2026-12-24\", a day of every year such as \"12-24\", or { from, to }",
            );
        }
        let (month, day) = yearly.unwrap_or((1, 1));
        Self::Yearly(month, day)
    }
}

impl Written for Break {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["date", "from", "to"]);
        let Day(day) = from.get("date");
        let (TimeOfDay(start), TimeOfDay(until)) = (from.get("from"), from.get("to"));
        if until <= start {
            from.at("to").refuse("a time after \"from\"");
        }
        Self { day, from: start, until }
    }
}
