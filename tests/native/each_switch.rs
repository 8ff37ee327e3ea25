//! Every metric under every profile and every single switch, on random desks: each ticket has a value or a reason, and no switch
//! is without effect on a metric it is said to touch.

use std::collections::{BTreeMap, BTreeSet};

use deskgauge::calendar::BusinessHours;
use deskgauge::kpi::{
    Denominator, Evaluated, Facts, Family, Metric, Profile, Spec, State, Switch, Switches, definition,
    evaluate,
};

use crate::desk::desk;
use crate::random::{Marks, Random, lines, tickets};

/// What each ticket has under a set of switches: a value or a state, item by item.
fn items(found: &Evaluated) -> BTreeMap<usize, Vec<(u64, u8, i64)>> {
    let mut items: BTreeMap<usize, Vec<(u64, u8, i64)>> = BTreeMap::new();
    for item in 0..found.len() {
        let value = if found.state[item] == State::Value as u8 { found.value[item].to_bits() } else { 0 };
        let told = (value, found.state[item], found.anchor[item]);
        items.entry(found.row(item)).or_default().push(told);
    }
    items
}

#[test]
fn every_ticket_has_a_value_or_a_reason_and_no_switch_is_without_effect() {
    // The hours of a question and the statistic that stands for a metric are the report's.
    let silent = [Switch::BusinessHours, Switch::Median];
    let mut changed = BTreeSet::new();
    for seed in 4_000..4_010 {
        let tickets = tickets(&mut Random::new(seed), 150, seed % 2 == 0);
        let loaded = desk(&lines(&tickets, Marks::Place));
        let store = loaded.store();
        let facts = Facts::derive(store, i64::MAX);
        let under = |metric: Metric, switches: Switches| {
            let spec = Spec::new(metric, switches);
            items(&evaluate(store, &facts, &BusinessHours::default(), &spec))
        };
        // What else goes by switches: the denominator of solved tickets, and what leaves the backlog.
        let besides = |metric: Metric, switches: Switches| {
            let spec = Spec { of: Denominator::Solved, ..Spec::new(metric, switches) };
            let is_rate = definition(metric).family == Family::Rate;
            let solved = is_rate.then(|| items(&evaluate(store, &facts, &BusinessHours::default(), &spec)));
            (solved, (metric == Metric::Backlog).then(|| spec.leaves_backlog()))
        };
        for &metric in Metric::ALL {
            if metric == Metric::Field {
                continue;
            }
            // Every set, and the same without one of its switches.
            let single = Switch::ALL.iter().map(|&switch| Switches::of(&[switch]));
            for switches in Profile::all().map(Profile::switches).chain(single) {
                let named: Vec<&str> = switches.iter().map(Switch::id).collect();
                let place = format!("seed {seed}, {}, {named:?}", metric.id());
                let theirs = under(metric, switches);
                assert_eq!(theirs.len(), tickets.len(), "{place}: every ticket is accounted for");
                let numbers = theirs.values().flatten().filter(|item| item.1 == State::Value as u8);
                assert!(numbers.into_iter().all(|item| f64::from_bits(item.0).is_finite()), "{place}");
                for switch in switches.iter() {
                    let without = switches.with(switch, false);
                    if under(metric, without) != theirs
                        || besides(metric, without) != besides(metric, switches)
                    {
                        assert!(switch.touches(metric), "{place}, {}", switch.id());
                        changed.insert((switch.id(), metric.id()));
                    }
                }
            }
        }
    }
    // These desks have no numbers of their own and no path.
    let untold = [Metric::Field, Metric::OffPathRate];
    for &switch in Switch::ALL.iter().filter(|switch| !silent.contains(switch)) {
        for &metric in Metric::ALL.iter().filter(|metric| !untold.contains(metric)) {
            if !switch.touches(metric) {
                continue;
            }
            let known = changed.contains(&(switch.id(), metric.id()));
            assert!(known, "{} changes nothing of {}", switch.id(), metric.id());
        }
    }
}
