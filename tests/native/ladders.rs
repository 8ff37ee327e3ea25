//! Overrides of a ladder, and ladders declared before or after the tickets: on random desks against a plain walk.

use deskgauge::desk::{Desk, ReplayQuestion, Settings};
use deskgauge::report::{MetricChoice, Selection};
use serde_json::json;

use crate::desk::{desk, figure, load, metric, question};
use crate::levels::{figures, settings, staffed};
use crate::random::{Marks, Random, Ticket, What, lines, tickets};

/// How many escalations went from each of the levels 1 to 4 to each.
fn between(desk: &mut Desk) -> Vec<Vec<Option<f64>>> {
    let pair =
        |from, to| MetricChoice { from_level: Some(from), to_level: Some(to), ..metric("escalations") };
    let all = (1..=4).flat_map(|from| (1..=4).map(move |to| pair(from, to))).collect();
    let table = desk.report(&question(all)).unwrap();
    let at = |from: usize, to: usize| figure(&table, from * 4 + to, "value", 0);
    (0..4).map(|from| (0..4).map(|to| at(from, to)).collect()).collect()
}

/// How many tickets are on each of the levels 1 to 4 in the end; the first count is of those on none that is known.
fn on_levels(desk: &mut Desk) -> [f64; 5] {
    let mut asked = question(vec![metric("tickets")]);
    asked.by = vec!["level".into()];
    let table = desk.report(&asked).unwrap();
    let by = &table.header.by[0];
    let mut counts = [0.0; 5];
    for row in 0..table.header.rows {
        let label = by.labels[table.values[by.offset + row] as usize].as_deref();
        let level: usize = label.map_or(0, |level| level.parse().unwrap());
        counts[level] = figure(&table, 0, "value", row).unwrap();
    }
    counts
}

/// A declaration of levels, and what a plain reading makes of it for a ticket.
struct Declared {
    settings: Settings,
    of_agent: fn(&Ticket, &str) -> u8,
    of_group: fn(&Ticket, &str) -> u8,
}

/// The same for all tickets.
fn one_for_all() -> Declared {
    Declared {
        settings: staffed(),
        of_agent: |_, agent| match agent {
            "ann" => 1,
            "bob" => 3,
            _ => 0,
        },
        of_group: |_, group| crate::plain::level_of(group),
    }
}

/// Other levels for mails, and others again for the chats of one region; the rest as above.
fn overridden() -> Declared {
    let settings = settings(json!({ "levels": {
        "ladder": [{ "level": 1, "agents": ["ann"], "groups": "first" }, { "level": 2, "groups": "second" },
            { "level": 3, "groups": "third", "agents": ["bob"] }],
        "overrides": [
            { "where": { "channel": "email" }, "ladder": [{ "level": 2, "agents": ["ann"] }, { "level": 4, "groups": ["first"] }] },
            { "where": { "region": { "not": "north" } }, "ladder": [{ "level": 1, "groups": ["third"] }] },
            { "where": { "channel": "email", "region": "north" }, "default": 4 },
        ],
    } }));
    Declared {
        settings,
        of_agent: |ticket, agent| match agent {
            "ann" if ticket.channel == Some("email") => 2,
            "ann" => 1,
            "bob" => 3,
            _ => 0,
        },
        of_group: |ticket, group| match group {
            "first" if ticket.channel == Some("email") => 4,
            "third" if ticket.channel != Some("email") && ticket.region != Some("north") => 1,
            _ => crate::plain::level_of(group),
        },
    }
}

/// The steps of a ticket between levels, and the last level, by who held it at the end of each instant, or by escalations that its source states.
fn walk(ticket: &Ticket, states_escalations: bool, declared: &Declared) -> (Vec<(u8, u8)>, u8) {
    let of_agent = |agent: &str| (declared.of_agent)(ticket, agent);
    let (mut level, mut steps) = (0, Vec::new());
    let (mut group, mut agent, mut decided) = ("", "", String::new());
    for (place, event) in ticket.events.iter().enumerate() {
        match event.what {
            What::Group(to) if !to.is_empty() => group = to,
            What::Agent(to) => agent = to,
            What::Escalated { sense: "tier", from, to } => {
                let from = if from > 0 { from } else { level };
                steps.push((from, to));
                level = if to > 0 { to } else { level };
            }
            _ => {}
        }
        // More assignments of the same instant may follow, with other events between them but no escalation.
        let more = ticket.events[place + 1..]
            .iter()
            .take_while(|next| {
                next.at == event.at && !matches!(next.what, What::Escalated { sense: "tier", .. })
            })
            .any(|next| {
                matches!(next.what, What::Agent(_)) || matches!(next.what, What::Group(to) if !to.is_empty())
            });
        let assigned = matches!(event.what, What::Agent(_) | What::Group(_));
        if !assigned || more {
            continue;
        }
        let by = if of_agent(agent) > 0 { format!("agent {agent}") } else { format!("group {group}") };
        if by == decided {
            continue;
        }
        decided = by;
        let to = match of_agent(agent) {
            0 => (declared.of_group)(ticket, group),
            level => level,
        };
        if to > 0 {
            if !states_escalations && level > 0 && to != level {
                steps.push((level, to));
            }
            level = to;
        }
    }
    (steps, level)
}

#[test]
fn random_desks_are_those_of_a_plain_walk_in_any_order_of_settings_and_events() {
    let mut counted = 0.0;
    for (make, seeds) in [(one_for_all as fn() -> Declared, 900..930), (overridden, 930..960)] {
        for seed in seeds {
            let mut random = Random::new(seed);
            let tickets = tickets(&mut random, 120, seed % 2 == 0);
            let states = crate::every_metric::states_escalations(&tickets);
            let mut hoped = vec![vec![0.0; 4]; 4];
            let (mut up, mut down) = (0.0, 0.0);
            let mut levels = [0.0; 5];
            for ticket in &tickets {
                let plain = crate::plain::Plain { ticket, profile: "deskgauge", states_escalations: states };
                if plain.items("tickets")[0].value.is_err() {
                    continue;
                }
                let (steps, level) = walk(ticket, states, &make());
                levels[usize::from(level)] += 1.0;
                for (from, to) in steps {
                    let higher = to == 0 || to >= from;
                    *if higher { &mut up } else { &mut down } += 1.0;
                    if higher && from > 0 && to > 0 {
                        hoped[usize::from(from) - 1][usize::from(to) - 1] += 1.0;
                    }
                }
            }
            let mut last = desk(&lines(&tickets, Marks::Number));
            last.configure(make().settings).unwrap();
            let mut first = Desk::new();
            first.configure(make().settings).unwrap();
            let written = lines(&tickets, Marks::Number);
            let mut shuffled: Vec<&str> = written.lines().collect();
            random.shuffle(&mut shuffled);
            load(&mut first, &shuffled.join("\n"));
            for desk in [&mut last, &mut first] {
                let found = figures(desk, &["escalations", "deescalations"]);
                assert_eq!(found, [Some(up), Some(down)], "seed {seed}");
                for (found, hoped) in between(desk).iter().zip(&hoped) {
                    let found: Vec<f64> = found.iter().map(|count| count.unwrap_or(0.0)).collect();
                    assert_eq!(&found, hoped, "seed {seed}");
                }
                assert_eq!(on_levels(desk), levels, "seed {seed}");
                let kept = figures(desk, &["escalations", "time_to_escalation"]);
                desk.derive_again();
                assert_eq!(figures(desk, &["escalations", "time_to_escalation"]), kept, "seed {seed}");
            }
            counted += up + down;
        }
    }
    assert!(counted > 500.0, "only {counted} steps");
}

#[test]
fn the_first_override_that_fits_holds_and_leaves_others_on_the_ladder() {
    let ticket = |id: u32, tier: &str| {
        format!(
            r#"{{"id":{id},"created_at":0,"tier":"{tier}","events":[{{"at":1000,"kind":"assigned","group":"first"}},{{"at":2000,"kind":"assigned","group":"second"}}]}}"#
        )
    };
    let mut desk = desk(&[ticket(1, "gold"), ticket(2, "free"), ticket(3, "basic")].join("\n"));
    let levels = json!({ "levels": {
        "ladder": [{ "level": 1, "groups": "first" }, { "level": 2, "groups": "second" }],
        "overrides": [
            { "where": { "tier": "gold" }, "ladder": [{ "level": 3, "name": "care", "groups": "second" }] },
            { "where": { "tier": ["gold", "free"] }, "groups": { "first": 2 } },
            { "where": { "planet": "mars" }, "default": 4 },
        ],
    } });
    desk.configure(settings(levels)).unwrap();
    let found = between(&mut desk);
    assert_eq!(
        (found[0][2], found[0][1]),
        (Some(1.0), Some(1.0)),
        "1 to 3 for gold, 2 to 2 for free, 1 to 2 for basic"
    );
    assert_eq!(figures(&mut desk, &["escalations", "deescalations"]), [Some(2.0), Some(0.0)]);
}

#[test]
fn replay_under_another_ladder_is_a_desk_that_was_configured_with_it() {
    let selection = || Selection { as_of: crate::desk::NOW, ..Selection::default() };
    let mut differing = 0;
    for seed in 960..990 {
        let tickets = tickets(&mut Random::new(seed), 300, seed % 2 == 0);
        let written = lines(&tickets, Marks::Number);
        let mut old = desk(&written);
        old.configure(staffed()).unwrap();
        let asked =
            ReplayQuestion { selection: selection(), settings: overridden().settings, ..Default::default() };
        let answer = old.replay(&asked).unwrap();
        let mut new = desk(&written);
        new.configure(overridden().settings).unwrap();
        let same = ReplayQuestion { selection: selection(), ..Default::default() };
        assert_eq!(answer.after, new.replay(&same).unwrap().before, "seed {seed}");
        assert_eq!(old.replay(&same).unwrap().before, answer.before, "seed {seed}");
        differing += answer.total;
    }
    assert!(differing > 30, "only {differing} tickets differ");
}
