//! Every metric under every profile and every single switch, on random desks: each ticket has a value or a reason, and no switch
//! is without effect.

use std::collections::BTreeMap;

use deskgauge::calendar::BusinessHours;
use deskgauge::kpi::{Evaluated, Facts, Metric, Profile, Spec, State, Switch, Switches, evaluate};

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
    let mut changed = Vec::new();
    for seed in 4_000..4_010 {
        let tickets = tickets(&mut Random::new(seed), 150, seed % 2 == 0);
        let loaded = desk(&lines(&tickets, Marks::Place));
        let store = loaded.store();
        let facts = Facts::derive(store, i64::MAX);
        let under = |metric: Metric, switches: Switches| {
            let spec = Spec::new(metric, switches);
            items(&evaluate(store, &facts, &BusinessHours::default(), &spec))
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
                    if under(metric, switches.with(switch, false)) != theirs {
                        assert!(switch.touches(metric), "{place}, {}", switch.id());
                        changed.push(switch);
                    }
                }
            }
        }
    }
    for switch in Switch::ALL.iter().filter(|switch| !silent.contains(switch)) {
        assert!(changed.contains(switch), "{} changes nothing", switch.id());
    }
}
