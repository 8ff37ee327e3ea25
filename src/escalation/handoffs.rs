//! Hand-offs: who passes tickets to whom, how often, and after how long, as nodes and links of a graph.

use serde::Serialize;

use super::stretches::{Of, Walker};
use super::waiting::sorted_seconds;
use crate::error::DeskError;
use crate::kpi::{Metric, State};
use crate::report::{Asked, Cohort, Memo, MetricChoice, Selection};
use crate::settings::{Reader, Written, within};
use crate::sort::{order_by, sort_all};
use crate::stats::quantile::sorted_quantile;
use crate::time::SECOND;

/// A question about hand-offs.
#[derive(Debug, Clone, Default)]
pub struct HandoffsQuestion {
    /// Which tickets; not grouped.
    pub selection: Selection,
    /// `group` (when missing), `agent` or `level`.
    pub of: Option<String>,
    /// How many links to tell, those with the most hand-offs first; 200 when missing.
    pub limit: Option<f64>,
}

impl Written for HandoffsQuestion {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&[&Selection::KEYS[..], &["of", "limit"][..]].concat());
        Self {
            selection: Selection::of(from, from.get("asOf")),
            of: from.get("of"),
            limit: from.get("limit"),
        }
    }
}

/// A holder of tickets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// How many tickets it held.
    pub tickets: usize,
    /// For how long in all, in seconds.
    pub seconds: f64,
    /// Its place when tickets first came to it, on average: 0 where they all began with it.
    pub position: f64,
}

/// Tickets passed from one holder to another. Seconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// The place of the holder that passes among the nodes.
    pub source: usize,
    /// The place of the one that takes.
    pub target: usize,
    /// How many hand-offs.
    pub value: usize,
    /// Of how many tickets.
    pub tickets: usize,
    /// Median time held before.
    pub held_median: Option<f64>,
    /// Median time until the new holder acted; none where that never happened.
    pub wait_median: Option<f64>,
    /// Ninth decile of that.
    pub wait_p90: Option<f64>,
    /// How many came straight back.
    pub returned: usize,
    /// Whether it goes against the order of the nodes, as loops do; a Sankey diagram without these has no circle.
    pub backward: bool,
}

/// The hand-off graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handoffs {
    /// The holders, in the order in which tickets come to them.
    pub nodes: Vec<Node>,
    /// The hand-offs, the most frequent first.
    pub links: Vec<Link>,
    /// How many hand-offs there are in all, those of links that are not told too.
    pub total: usize,
    /// Tickets that came back to a holder they had left.
    pub looped: usize,
}

const OF: [(&str, Of); 3] = [("group", Of::Group), ("agent", Of::Agent), ("level", Of::Level)];

/// One hand-off.
#[derive(Debug, Clone, Copy)]
struct Passed {
    from: u32,
    to: u32,
    row: u32,
    held: i64,
    /// Until the new holder acted, if ever.
    wait: Option<i64>,
    returned: bool,
}

/// What was gathered of a holder.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    tickets: usize,
    time: i64,
    positions: usize,
    /// The ticket it held last.
    last: Option<u32>,
}

/// Says who passes tickets to whom.
pub fn handoffs(
    asked: &Asked<'_>,
    memo: &mut Memo,
    question: &HandoffsQuestion,
) -> Result<Handoffs, DeskError> {
    let of = Of::named(question.of.as_deref().unwrap_or("group"), &OF)?;
    let limit = within(question.limit.unwrap_or(200.0), "limit", 0.0, 100_000.0)? as usize;
    let whole = Selection { by: Vec::new(), ..question.selection.clone() };
    let cohort = Cohort::new(asked, memo, &whole)?;
    let tickets = cohort
        .values(memo, &MetricChoice { metric: Metric::Tickets.id().into(), ..MetricChoice::default() })?;
    let mut walker = Walker::new(&cohort, of);
    let unknown = of.stages(&cohort) - 1;
    let mut held = vec![Held::default(); unknown];
    let (mut passed, mut looped) = (Vec::new(), 0);
    for (row, state) in tickets.states() {
        if cohort.group_of()[row] == Cohort::NO_GROUP || state != State::Value {
            continue;
        }
        let last = cohort.facts.last_event[row].max(cohort.store.tickets().created()[row]);
        walker.read(row, last.saturating_add(1));
        walker.stretches.retain(|stretch| stretch.stage != unknown);
        looped += usize::from(read(row as u32, &walker, &mut held, &mut passed));
    }
    Ok(tell(&cohort, of, (&held, &passed), (looped, limit)))
}

/// Takes the hand-offs of a ticket; says whether it came back to a holder it had left.
fn read(row: u32, walker: &Walker<'_>, held: &mut [Held], passed: &mut Vec<Passed>) -> bool {
    let stretches = &walker.stretches;
    let mut loops = false;
    let mut position = 0;
    for (at, stretch) in stretches.iter().enumerate() {
        let own = &mut held[stretch.stage];
        own.time += stretch.until - stretch.from;
        if own.last.replace(row) != Some(row) {
            own.tickets += 1;
            own.positions += position;
            position += 1;
        }
        let Some(next) = stretches.get(at + 1).filter(|next| next.stage != stretch.stage) else { continue };
        loops |= held[next.stage].last == Some(row);
        passed.push(Passed {
            from: stretch.stage as u32,
            to: next.stage as u32,
            row,
            held: stretch.until - stretch.from,
            wait: walker.first_act(next).map(|act| act - next.from),
            returned: stretches.get(at + 2).is_some_and(|after| after.stage == stretch.stage),
        });
    }
    loops
}

fn tell(
    cohort: &Cohort<'_>,
    of: Of,
    (held, passed): (&[Held], &[Passed]),
    (looped, limit): (usize, usize),
) -> Handoffs {
    let position = |held: &Held| held.positions as f64 / held.tickets.max(1) as f64;
    let mut stages: Vec<usize> = (0..held.len()).filter(|&stage| held[stage].tickets > 0).collect();
    sort_all(&mut stages, &mut |&a, &b| {
        position(&held[a]).total_cmp(&position(&held[b])).then(held[b].tickets.cmp(&held[a].tickets))
    });
    let node = |&stage: &usize| Node {
        name: of.name(cohort, stage).unwrap_or_default(),
        tickets: held[stage].tickets,
        seconds: held[stage].time as f64 / SECOND as f64,
        position: position(&held[stage]),
    };
    let mut places = vec![0; held.len()];
    for (place, &stage) in stages.iter().enumerate() {
        places[stage] = place;
    }
    let order = order_by(passed.len(), &|at| u64::from(passed[at].from) << 32 | u64::from(passed[at].to));
    let mut links: Vec<Link> = Vec::new();
    let pair = |at: u32| (passed[at as usize].from, passed[at as usize].to);
    for chunk in order.chunk_by(|&a, &b| pair(a) == pair(b)) {
        let of_pair: Vec<Passed> = chunk.iter().map(|&at| passed[at as usize]).collect();
        links.push(link(&of_pair, &places));
    }
    sort_all(&mut links, &mut |a, b| b.value.cmp(&a.value));
    links.truncate(limit);
    Handoffs { nodes: stages.iter().map(node).collect(), links, total: passed.len(), looped }
}

fn link(passed: &[Passed], places: &[usize]) -> Link {
    let place = |of: &dyn Fn(&Passed) -> u32| passed.first().map_or(0, |first| places[of(first) as usize]);
    let (source, target) = (place(&|passed| passed.from), place(&|passed| passed.to));
    let held: Vec<i64> = passed.iter().map(|passed| passed.held).collect();
    let wait: Vec<i64> = passed.iter().filter_map(|passed| passed.wait).collect();
    let (held, wait) = (sorted_seconds(&held), sorted_seconds(&wait));
    Link {
        source,
        target,
        value: passed.len(),
        // The hand-offs of a ticket come one after the other.
        tickets: passed.chunk_by(|a, b| a.row == b.row).count(),
        held_median: sorted_quantile(&held, 0.5),
        wait_median: sorted_quantile(&wait, 0.5),
        wait_p90: sorted_quantile(&wait, 0.9),
        returned: passed.iter().filter(|passed| passed.returned).count(),
        backward: source > target,
    }
}
