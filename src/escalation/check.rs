//! What can be checked of rules as soon as they are given, without the tickets.

use super::rule::{Deed, Quiet, Rule, Target};
use crate::calendar::Calendar;
use crate::error::DeskError;
use crate::settings::Value;

/// A desk has this many rules at most.
const MOST_RULES: usize = 1_000;

/// Checks what can be checked of rules by themselves. `named` says whether a calendar is known, `made` makes one of what is
/// written in place.
pub fn check(
    rules: &mut [Rule],
    named: &dyn Fn(&str) -> Result<usize, DeskError>,
    made: &dyn Fn(&Value) -> Result<Calendar, DeskError>,
) -> Result<(), DeskError> {
    if rules.len() > MOST_RULES {
        return Err(DeskError::new("bad-rule", "a desk has at most 1,000 rules").at("rules"));
    }
    for at in 0..rules.len() {
        let within = |error: DeskError| error.within(&format!("rules[{at}]"));
        match &mut rules[at].quiet {
            Some(Quiet { written: Value::Text(name), .. }) => {
                named(name).map_err(|error| within(error.at("quiet")))?;
            }
            Some(Quiet { written, own }) => {
                *own = Some(made(written).map_err(|error| within(error.within("quiet")))?);
            }
            None => {}
        }
        let rule = &rules[at];
        if let Some(name) = &rule.hours {
            named(name).map_err(|error| within(error.at("hours")))?;
        }
        if rule.when.parts.is_empty() {
            return Err(within(DeskError::new("bad-rule", "a rule needs a condition").at("when")));
        }
        if rules[..at].iter().any(|other| other.id == rule.id) {
            let message = format!("two rules are called \"{}\"", rule.id);
            return Err(within(DeskError::new("bad-rule", message).at("id")));
        }
        for (place, step) in rule.steps.iter().enumerate() {
            if matches!(step.deed, Deed::Reassign | Deed::RequireApproval | Deed::Page)
                && step.to == Target::default()
            {
                let path = format!("steps[{place}].to");
                return Err(within(
                    DeskError::new("bad-rule", "say to whom: a level, group, agent or role").at(path),
                ));
            }
        }
    }
    Ok(())
}
