//! A calendar's open time over one range as a table, for many questions.

use super::spans::Span;
use super::walk::Calendar;
use crate::error::DeskError;

/// Tables have an entry for so many milliseconds, 4.7 hours, as a power of two: no place is divided for.
const STEP: u32 = 24;

/// The open segments of a range, with running sums, and where to begin to look among them. A question inside the range costs
/// a look-up; one that leaves it is answered by walking the calendar.
#[derive(Debug, Clone)]
pub struct Prepared {
    calendar: Calendar,
    range: Span,
    open: Vec<Span>,
    /// Open time before each segment; the last is that of all.
    before: Vec<i64>,
    /// For each step of the range: the first segment that ends after it begins.
    at_time: Vec<u32>,
    /// For each step of open time: the first segment at whose end so much has passed.
    at_open: Vec<u32>,
    /// Whether the table says all: wall-clock lengths and instants told otherwise are left to the walk.
    plain: bool,
}

impl Prepared {
    /// Prepares a calendar for a range; what is not known of it is left out.
    pub fn new(calendar: Calendar, range: Span) -> Result<Self, DeskError> {
        let (first, last) = calendar.range();
        let range = (range.0.clamp(first, last), range.1.clamp(first, last));
        let open = calendar.open_between(range)?;
        let mut before = Vec::with_capacity(open.len() + 1);
        let mut sum = 0;
        for &(start, end) in &open {
            before.push(sum);
            sum += end - start;
        }
        before.push(sum);
        let at_time = steps(range.1 - range.0, &|segment, at| {
            open.get(segment).is_some_and(|span| span.1 - range.0 <= at)
        });
        let at_open = steps(sum, &|segment, at| before.get(segment + 1).is_some_and(|&sum| sum < at));
        let rules = calendar.rules();
        let plain = !rules.wall_clock_seconds && !rules.closing_is_open && calendar.has_open_time();
        Ok(Self { calendar, range, open, before, at_time, at_open, plain })
    }

    /// The calendar itself.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The segment that an instant is in, or the next one.
    fn segment(&self, at: i64) -> usize {
        let step = ((at - self.range.0) >> STEP) as usize;
        let mut segment = self.at_time.get(step).map_or(self.open.len(), |&first| first as usize);
        while self.open.get(segment).is_some_and(|span| span.1 <= at) {
            segment += 1;
        }
        segment
    }

    fn inside(&self, at: i64) -> bool {
        self.plain && self.range.0 <= at && at < self.range.1
    }

    /// Open time since the start of the range, and the segment the instant is in or before.
    fn position(&self, at: i64) -> (i64, usize) {
        let segment = self.segment(at);
        let into = self.open.get(segment).map_or(0, |span| (at - span.0).max(0));
        (self.before.get(segment).copied().unwrap_or(0) + into, segment)
    }

    /// Open time from the start of the range to an instant; `None` where the table does not say it.
    pub fn passed(&self, at: i64) -> Option<i64> {
        self.inside(at).then(|| self.position(at).0)
    }

    /// When this much time has been open since the start of the range, no earlier than `from`, which comes `open` before that.
    /// `None` where the table does not say it.
    pub fn reached(&self, passed: i64, from: i64, open: i64) -> Option<i64> {
        let at_next = open == 0 || self.calendar.rules().deadline_at_next_opening;
        let mut segment = *self.at_open.get(usize::try_from(passed >> STEP).ok()?)? as usize;
        // The segment in which it falls: the first whose end reaches it, or passes it.
        while self
            .before
            .get(segment + 1)
            .is_some_and(|&sum| if at_next { sum <= passed } else { sum < passed })
        {
            segment += 1;
        }
        // The last segment may be cut off by the end of the range.
        let span = self.open.get(segment).filter(|_| segment + 1 < self.open.len())?;
        Some((span.0 + passed - self.before.get(segment)?).max(from))
    }

    /// Whether it is open at an instant.
    pub fn is_open(&self, at: i64) -> Result<bool, DeskError> {
        if !self.inside(at) {
            return self.calendar.is_open(at);
        }
        Ok(self.open.get(self.segment(at)).is_some_and(|span| span.0 <= at))
    }

    /// See [`Calendar::elapsed`].
    pub fn elapsed(&self, from: i64, to: i64) -> Result<i64, DeskError> {
        if !self.inside(from) || !self.inside(to) {
            return self.calendar.elapsed(from, to);
        }
        let open = self.position(to).0 - self.position(from).0;
        Ok(if open < 0 && self.calendar.rules().never_negative { 0 } else { open })
    }

    /// See [`Calendar::deadline`].
    pub fn deadline(&self, from: i64, open: i64) -> Result<i64, DeskError> {
        if open < 0 || !self.inside(from) {
            return self.calendar.deadline(from, open);
        }
        let wanted = self.position(from).0.checked_add(open);
        let reached = wanted.and_then(|wanted| self.reached(wanted, from, open));
        reached.map_or_else(|| self.calendar.deadline(from, open), Ok)
    }

    /// See [`Calendar::deadline_back`].
    pub fn deadline_back(&self, from: i64, open: i64) -> Result<i64, DeskError> {
        let walked = || self.calendar.deadline_back(from, open);
        if open <= 0 || !self.inside(from) {
            return walked();
        }
        let (position, last) = self.position(from);
        let wanted = position - open;
        let at_closing = self.calendar.rules().deadline_back_at_closing;
        // The segment in which `wanted` falls: the last that begins by it, or before it.
        let begins = |&sum: &i64| if at_closing { sum < wanted } else { sum <= wanted };
        match self.before.get(..=last).unwrap_or_default().partition_point(begins).checked_sub(1) {
            // The first segment may be cut off by the start of the range.
            None | Some(0) => walked(),
            Some(segment) => match (self.open.get(segment), self.before.get(segment)) {
                (Some(span), Some(before)) => Ok(span.0 + wanted - before),
                _ => walked(),
            },
        }
    }

    /// The open segments between two instants, clipped to them.
    pub fn segments(&self, from: i64, until: i64) -> Result<Vec<Span>, DeskError> {
        if until <= from || !self.inside(from) || !self.inside(until) {
            self.calendar.check(from)?;
            self.calendar.check(until)?;
            return self.calendar.open_between((from, until));
        }
        let rest = self.open.get(self.segment(from)..).unwrap_or_default();
        let clip = |&(start, end): &Span| (start.max(from), end.min(until));
        Ok(rest.iter().take_while(|span| span.0 < until).map(clip).collect())
    }
}

/// For each step up to `length`: the first segment that is not over by then.
fn steps(length: i64, is_over: &dyn Fn(usize, i64) -> bool) -> Vec<u32> {
    let mut segment = 0;
    let first = |step: i64| {
        while is_over(segment, step << STEP) {
            segment += 1;
        }
        segment as u32
    };
    (0..=length.max(0) >> STEP).map(first).collect()
}
