//! Ours beside theirs: what differs is explained by the rule it was made with, and by nothing else.

mod golden;
mod hostile;
mod kept;
mod made;
mod planted;
mod retold;
mod spans;
mod vendors;

use deskgauge::desk::Desk;
use deskgauge::reconcile::{ReconcileQuestion, Reconciled, Reconciliation, Theirs};
use deskgauge::report::Selection;

use crate::desk::{NOW, metric};

/// Values in a unit, as the other side would give them.
pub fn values(values: &[(String, f64)], unit: &str) -> Theirs {
    let unit = (!unit.is_empty()).then(|| unit.to_string());
    Theirs { values: values.to_vec(), unit, ..Theirs::default() }
}

/// A question about a metric and these values.
pub fn about(id: &str, theirs: Theirs) -> ReconcileQuestion {
    ReconcileQuestion {
        selection: Selection { as_of: NOW, ..Selection::default() },
        metric: metric(id),
        theirs,
        ..ReconcileQuestion::default()
    }
}

/// Asks it, and holds the answer to its sums.
pub fn ask(desk: &mut Desk, question: &ReconcileQuestion) -> Reconciliation {
    let answer = desk.reconcile(question).unwrap();
    for under in &answer.under {
        let all = under.agree + under.differ + under.only_ours + under.only_theirs + under.neither;
        assert_eq!(all, under.tickets, "{under:?}");
        let not = under.differ + under.only_ours + under.only_theirs;
        assert_eq!(under.explained + under.unexplained, not, "{under:?}");
        let by_kind: usize = under.kinds.iter().map(|kind| kind.tickets).sum();
        assert_eq!(by_kind, under.explained, "{under:?}");
        assert_eq!(answer.listed, under.tickets + answer.unknown + answer.beyond);
        let n = under.differences.as_ref().map_or(0, |differences| differences.n);
        assert_eq!(n, under.agree + under.differ);
    }
    answer
}

/// The kinds found, as rules, tickets and the words they go with, in the order of the rules' names.
pub fn kinds(under: &Reconciled) -> Vec<(String, usize)> {
    let mut kinds: Vec<(String, usize)> = under
        .kinds
        .iter()
        .map(|kind| {
            let with = kind.calendar.as_deref().or(kind.profile).map(|with| format!(":{with}"));
            (format!("{}{}", kind.rules.join("+"), with.unwrap_or_default()), kind.tickets)
        })
        .collect();
    kinds.sort();
    kinds
}
