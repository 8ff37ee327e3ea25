//! The kinds that ask a calendar.

use std::fmt::Debug;

use deskgauge::calendar::{Calendar, DayRule, Rules, Schedule};
use deskgauge::error::DeskError;
use deskgauge::time::DAY;
use serde_json::{Map, Value, json};

use super::case::{Case, Outcome, Run, compare, instant, shown, unsupported};
use super::{units, zones};

/// Runs a case that asks a calendar; `None` where its kind is of another sort.
pub fn run(case: Case<'_>) -> Option<Run<Outcome>> {
    Some(match case.text("kind").unwrap_or("") {
        "elapsed" => elapsed(case),
        "elapsed_trunc" => elapsed_trunc(case),
        "deadline" => deadline(case, "add_seconds", 1, "at_period_end"),
        "deadline_back" => deadline(case, "subtract_seconds", -1, "at_period_start"),
        "is_open" => flag(case, |calendar, at| calendar.is_open(at)),
        "on_break" => flag(case, |calendar, at| local(calendar, at, Schedule::in_break)),
        "on_holiday" => flag(case, |calendar, at| {
            local(calendar, at, |schedule, local| schedule.is_holiday(local.div_euclid(DAY)))
        }),
        "is_working_day" => flag(case, |calendar, at| Ok(calendar.is_working_day(calendar.local_day(at)?))),
        "next_open" => moment(case, Calendar::next_open),
        "prev_open" => moment(case, Calendar::previous_open),
        "next_close" => moment(case, Calendar::next_close),
        "next_opening_after" => moment(case, Calendar::next_opening),
        "next_transition" => moment(case, Calendar::next_transition),
        "last_transition" => moment(case, Calendar::last_transition),
        "intervals" => intervals(case),
        "add_days" => add_days(case),
        "days_between" => days_between(case),
        "resolve_local" => resolve_local(case),
        "intersect" => intersect(case),
        "invalid_calendar" => invalid(case),
        _ => return None,
    })
}

/// The case's calendar, as deskgauge's settings write it.
fn settings(written: &Value) -> Run<Value> {
    let Some(fields) = written.as_object() else { return unsupported("no calendar") };
    let mut made = Map::new();
    let mut holidays = Vec::new();
    for (name, value) in fields {
        let list = || value.as_array().cloned().unwrap_or_default();
        match name.as_str() {
            "time_zone" => drop(made.insert("timeZone".to_string(), value.clone())),
            "weekly" | "breaks" => drop(made.insert(name.clone(), value.clone())),
            "exceptional_hours" => drop(made.insert("exceptionalHours".to_string(), value.clone())),
            "holidays" | "holidays_yearly" | "holiday_ranges" => holidays.extend(list()),
            "weekly_by_number" => drop(made.insert("weekly".to_string(), by_name(value))),
            other => return unsupported(format!("unknown field \"calendar.{other}\"")),
        }
    }
    made.insert("holidays".to_string(), Value::Array(holidays));
    Ok(Value::Object(made))
}

/// Hours by the number of the weekday, Sunday being 0, by name; other numbers stay what they are.
fn by_name(numbered: &Value) -> Value {
    const NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let name =
        |number: &String| number.parse().ok().and_then(|at: usize| NAMES.get(at)).map(ToString::to_string);
    let hours = numbered.as_object().into_iter().flatten();
    Value::Object(
        hours
            .map(|(number, hours)| (name(number).unwrap_or_else(|| number.clone()), hours.clone()))
            .collect(),
    )
}

/// The schedule a value writes.
pub fn schedule(written: &Value, rules: Rules) -> Run<Result<Schedule, DeskError>> {
    let settings = settings(written)?;
    let zones = zones::with(settings.get("timeZone").and_then(Value::as_str).unwrap_or("UTC"));
    let settings =
        serde_json::from_value(settings).map_err(|error| Outcome::NotSupported(error.to_string()))?;
    Ok(Schedule::read(&settings, &zones, rules))
}

/// The case's calendar under its rules.
pub fn calendar(case: Case<'_>) -> Run<Calendar> {
    let read = schedule(case.needs("calendar")?, case.rules()?)?;
    read.map(Calendar::of).map_err(|error| Outcome::Failed(error.to_string()))
}

fn judge<T: PartialEq + Debug>(ours: Result<T, DeskError>, theirs: &T) -> Outcome {
    ours.map_or_else(|error| Outcome::Failed(error.to_string()), |ours| compare(ours, theirs))
}

fn judge_instant(ours: Result<i64, DeskError>, expected: &Value) -> Run<Outcome> {
    let theirs = shown(instant(expected)?);
    Ok(judge(ours.map(shown), &theirs))
}

/// An instant, or the start of a local date, of which only the date is told.
fn instant_or_date(calendar: &Calendar, value: &Value) -> Run<(i64, bool)> {
    let text = value.as_str().unwrap_or("");
    let Ok(date) = text.parse::<chrono::NaiveDate>() else { return Ok((instant(value)?, false)) };
    let local = date.and_hms_opt(0, 0, 0).map_or(0, |midnight| midnight.and_utc().timestamp_millis());
    let at = calendar.schedule().map_or(Ok(local), |schedule| schedule.instant(local));
    at.map(|at| (at, true)).map_err(|error| Outcome::Failed(error.to_string()))
}

fn local(calendar: &Calendar, at: i64, asks: impl Fn(&Schedule, i64) -> bool) -> Result<bool, DeskError> {
    calendar.schedule().map_or(Ok(false), |schedule| Ok(asks(schedule, schedule.zone.to_local(at)?)))
}

/// Rounds milliseconds as the case says.
fn rounded(case: Case<'_>, ms: i64) -> Run<i64> {
    match case.text("rounding") {
        None => Ok(ms),
        // f64::round takes halves away from zero.
        Some(rule) if rule.starts_with("nearest second") => Ok((ms as f64 / 1_000.0).round() as i64 * 1_000),
        Some(rule) => unsupported(format!("rounding \"{rule}\"")),
    }
}

fn elapsed(case: Case<'_>) -> Run<Outcome> {
    case.only(&["calendar", "from", "to", "expected_seconds", "reversed", "rounding"])?;
    let ours = calendar(case)?.elapsed(case.instant("from")?, case.instant("to")?);
    let theirs = case.number("expected_seconds")?;
    Ok(match ours {
        Ok(ms) => compare(rounded(case, ms)? as f64 / 1_000.0, &theirs),
        Err(error) => Outcome::Failed(error.to_string()),
    })
}

fn elapsed_trunc(case: Case<'_>) -> Run<Outcome> {
    case.only(&["calendar", "from", "to", "unit", "expected_value", "reversed"])?;
    let (calendar, from, to) = (calendar(case)?, case.instant("from")?, case.instant("to")?);
    let whole = |unit: i64| calendar.elapsed(from, to).map(|ms| ms / unit);
    let ours = match case.text("unit").unwrap_or("").trim_end_matches('s') {
        "millisecond" => whole(1),
        "second" => whole(1_000),
        "minute" => whole(60_000),
        "hour" => whole(3_600_000),
        "day" => units::working_days(&calendar, from, to),
        "week" => units::weeks(&calendar, from, to),
        "month" => units::months(&calendar, from, to),
        "year" => units::months(&calendar, from, to).map(|months| months / 12),
        other => return unsupported(format!("unit \"{other}\"")),
    };
    Ok(judge(ours.map(|whole| whole as f64), &case.number("expected_value")?))
}

fn deadline(case: Case<'_>, amount: &str, sign: i64, edge: &str) -> Run<Outcome> {
    case.only(&["calendar", "from", amount, "expected", edge, "rounding", "calendar_input_note"])?;
    let open = (case.number(amount)? * 1_000.0).round() as i64;
    let (calendar, from) = (calendar(case)?, case.instant("from")?);
    let ours = if sign > 0 { calendar.deadline(from, open) } else { calendar.deadline_back(from, open) };
    let ours = match ours {
        Ok(at) => Ok(rounded(case, at)?),
        Err(error) => Err(error),
    };
    judge_instant(ours, case.needs("expected")?)
}

fn flag(case: Case<'_>, asks: impl Fn(&Calendar, i64) -> Result<bool, DeskError>) -> Run<Outcome> {
    case.only(&["calendar", "at", "expected", "end_inclusive"])?;
    let calendar = calendar(case)?;
    let at = instant_or_date(&calendar, case.needs("at")?)?.0;
    let Some(theirs) = case.flag("expected") else { return unsupported("the answer is not true or false") };
    Ok(judge(asks(&calendar, at), &theirs))
}

fn moment(case: Case<'_>, asks: impl Fn(&Calendar, i64) -> Result<i64, DeskError>) -> Run<Outcome> {
    case.only(&["calendar", "at", "expected", "end_inclusive"])?;
    judge_instant(asks(&calendar(case)?, case.instant("at")?), case.needs("expected")?)
}

fn intervals(case: Case<'_>) -> Run<Outcome> {
    case.only(&["calendar", "from", "direction", "expected"])?;
    let (calendar, from) = (calendar(case)?, case.instant("from")?);
    let walk = match case.text("direction") {
        Some("forward") => calendar.forward(from),
        Some("backward") => calendar.backward(from),
        other => return unsupported(format!("direction {other:?}")),
    };
    let theirs: Run<Vec<_>> = case
        .needs("expected")?
        .as_array()
        .into_iter()
        .flatten()
        .map(|pair| {
            let end = |at: usize| instant(pair.get(at).unwrap_or(&Value::Null));
            Ok((shown(end(0)?), shown(end(1)?)))
        })
        .collect();
    let theirs = theirs?;
    let ours: Vec<_> = walk.take(theirs.len()).map(|(start, end)| (shown(start), shown(end))).collect();
    Ok(compare(ours, &theirs))
}

/// The rule of the case or else of its tool, and whether it tells the date alone.
fn day_rule(case: Case<'_>) -> Run<(DayRule, bool)> {
    if let Some(end) = case.flag("end_of_working_day") {
        return Ok((if end { DayRule::EndOfDay } else { DayRule::KeepTime }, false));
    }
    Ok(match case.text("day_rule") {
        None => (case.rules()?.day_rule, false),
        Some("count working days, keep wall time, then move to the nearest open instant") => {
            (DayRule::NearestOpen, false)
        }
        Some("from a closed day first move to a working day, count working days, keep wall time") => {
            (DayRule::FromWorkingDay, false)
        }
        Some("count working days; test asserts the date only") => (DayRule::KeepTime, true),
        Some(rule) if rule.starts_with("count working days; an instant outside opening hours moves to") => {
            (DayRule::FromOpening, false)
        }
        Some(rule) => return unsupported(format!("day_rule \"{rule}\"")),
    })
}

fn add_days(case: Case<'_>) -> Run<Outcome> {
    case.only(&["calendar", "from", "days", "day_rule", "end_of_working_day", "expected"])?;
    let calendar = calendar(case)?;
    let (from, from_date) = instant_or_date(&calendar, case.needs("from")?)?;
    let (theirs, to_date) = instant_or_date(&calendar, case.needs("expected")?)?;
    let (rule, date_only) = day_rule(case)?;
    let ours = calendar.add_days(from, case.number("days")? as i64, rule);
    if from_date || to_date || date_only {
        let theirs = calendar.local_day(theirs).map_err(|error| Outcome::Failed(error.to_string()))?;
        return Ok(judge(ours.and_then(|at| calendar.local_day(at)), &theirs));
    }
    Ok(judge(ours.map(shown), &shown(theirs)))
}

fn days_between(case: Case<'_>) -> Run<Outcome> {
    case.only(&["calendar", "from", "to", "expected_days", "reversed"])?;
    let calendar = calendar(case)?;
    let [from, to] = ["from", "to"].map(|end| instant_or_date(&calendar, case.needs(end)?));
    let ours = calendar.days_between(from?.0, to?.0);
    Ok(judge(ours.map(|days| days as f64), &case.number("expected_days")?))
}

fn resolve_local(case: Case<'_>) -> Run<Outcome> {
    case.only(&["time_zone", "local_date", "local_time", "expected"])?;
    let always = json!({ "time_zone": case.needs("time_zone")?, "weekly": { "mon": [["00:00", "24:00"]] } });
    let schedule = schedule(&always, case.rules()?)?.map_err(|error| Outcome::Failed(error.to_string()))?;
    let date: Option<chrono::NaiveDate> = case.text("local_date").and_then(|date| date.parse().ok());
    let mut parts = case.text("local_time").unwrap_or("").split(':').map(|part| part.parse::<i64>().ok());
    let (Some(date), Some(Some(hours)), Some(Some(minutes))) = (date, parts.next(), parts.next()) else {
        return unsupported("no local time");
    };
    let seconds = hours * 3_600 + minutes * 60 + parts.next().flatten().unwrap_or(0);
    let midnight = date.and_hms_opt(0, 0, 0).map_or(0, |midnight| midnight.and_utc().timestamp_millis());
    judge_instant(schedule.instant(midnight + seconds * 1_000), case.needs("expected")?)
}

fn intersect(case: Case<'_>) -> Run<Outcome> {
    case.only(&["calendars", "expected"])?;
    let parts = case.needs("calendars")?.as_array().cloned().unwrap_or_default();
    let rules = case.rules()?;
    let mut made: Option<Schedule> = None;
    for part in &parts {
        let part = schedule(part, rules)?.map_err(|error| Outcome::Failed(error.to_string()))?;
        made = Some(made.map_or(part.clone(), |made| made.overlap(&part)));
    }
    let theirs =
        schedule(case.needs("expected")?, rules)?.map_err(|error| Outcome::Failed(error.to_string()))?;
    let told = |schedule: &Schedule| {
        let Schedule { zone, weekly, dated, holidays, yearly, breaks, .. } = schedule;
        format!("{} {weekly:?} {dated:?} {holidays:?} {yearly:?} {breaks:?}", zone.name())
    };
    Ok(made.map_or_else(
        || Outcome::Failed("no calendar".to_string()),
        |made| compare(told(&made), &told(&theirs)),
    ))
}

fn invalid(case: Case<'_>) -> Run<Outcome> {
    case.only(&["calendar", "expected"])?;
    // A tool that only warns and goes on without the part at fault is refused here as well.
    if !matches!(case.text("expected"), Some("error" | "warning")) {
        return unsupported("neither an error nor a warning");
    }
    Ok(match schedule(case.needs("calendar")?, case.rules()?)? {
        Err(_) => Outcome::Passed,
        Ok(_) => Outcome::Failed("the calendar is accepted".to_string()),
    })
}
