//! Tickets told as they are give the facts and values they have.

use deskgauge::calendar::BusinessHours;
use deskgauge::kpi::{Facts, Metric, Profile, Spec, State, evaluate, evaluate_each};

use crate::desk::desk;
use crate::random::{Marks, Random, lines, tickets};

#[test]
fn a_change_that_changes_nothing_gives_the_same_values() {
    for seed in 0..20 {
        let mut random = Random::new(seed);
        let told = tickets(&mut random, 40, seed % 2 == 0);
        let desk = desk(&lines(&told, Marks::Number));
        let store = desk.store();
        let newest = store.newest().unwrap();
        for cutoff in [i64::MAX, newest - 5 * 86_400_000] {
            let facts = Facts::derive(store, cutoff);
            let mut retold = Facts::default();
            let rows: Vec<u32> = (0..store.tickets().len() as u32).filter(|row| row % 3 != 0).collect();
            // Twice, because what is there from the first time must not matter.
            for _ in 0..2 {
                retold.retell(store, &facts, &rows, &mut |_, _| cutoff);
            }
            for &metric in Metric::ALL {
                for profile in Profile::all() {
                    let spec = Spec { by_ticket: true, ..Spec::new(metric, profile.switches()) };
                    let hours = BusinessHours::default();
                    let before = evaluate_each(store, &facts, &hours, &spec, &rows);
                    let after = evaluate_each(store, &retold, &hours, &spec, &rows);
                    for (at, (before, after)) in before.iter().zip(&after).enumerate() {
                        let same = (before.value.to_bits(), before.state, before.anchor)
                            == (after.value.to_bits(), after.state, after.anchor);
                        assert!(same, "seed {seed} {} {at}: {before:?} {after:?}", metric.id());
                    }
                    let all = evaluate(store, &facts, &hours, &spec);
                    if all.is_plain()
                        && !matches!(metric, Metric::FirstContactResolutionRate | Metric::RepeatContactRate)
                    {
                        for (&row, item) in rows.iter().zip(&before) {
                            assert_eq!(all.value[row as usize].to_bits(), item.value.to_bits());
                            assert_eq!(State::ALL[usize::from(all.state[row as usize])], item.state);
                        }
                    }
                }
            }
        }
    }
}
