//! What a desk says of its escalations.

use super::Desk;
use crate::error::DeskError;
use crate::escalation::{
    EscalationTimes, EscalationTimesQuestion, Escalations, EscalationsAsked, EscalationsQuestion, Findings,
    FindingsQuestion, Handoffs, HandoffsQuestion, LateEscalations, LateQuestion, RuleWarning, SlowPeriods,
    SlowPeriodsQuestion, Stages, StagesQuestion, escalation_times, escalations, findings, handoffs,
    late_escalations, rule_warnings, slow_periods, stages,
};
use crate::reconcile::{ReconcileQuestion, Reconciliation, reconcile};
use crate::report::{Cohort, MetricChoice, Selection};

impl Desk {
    /// What stands out, with its evidence.
    pub fn findings(&mut self, question: &FindingsQuestion) -> Result<Findings, DeskError> {
        self.check_idle()?;
        let metrics = question.metrics.iter().any(MetricChoice::is_in_business_hours);
        self.give_hours(metrics || question.selection.is_in_business_hours())?;
        let (asked, memo, _) = self.asked();
        findings(&asked, memo, question)
    }

    /// Ours beside theirs, ticket by ticket, and why they differ.
    pub fn reconcile(&mut self, question: &ReconcileQuestion) -> Result<Reconciliation, DeskError> {
        self.check_idle()?;
        self.give_hours(true)?;
        let sources = std::mem::take(&mut self.sources);
        let (asked, memo, _) = self.asked();
        let answer = reconcile(&asked, memo, &sources, question);
        self.sources = sources;
        answer
    }

    /// How long tickets wait to be escalated.
    pub fn escalation_times(
        &mut self,
        question: &EscalationTimesQuestion,
    ) -> Result<EscalationTimes, DeskError> {
        self.check_idle()?;
        self.give_hours(
            question.hours().is_in_business_hours() || question.selection.is_in_business_hours(),
        )?;
        let (asked, memo, _) = self.asked();
        escalation_times(&asked, memo, question)
    }

    /// Where tickets spend their time.
    pub fn stages(&mut self, question: &StagesQuestion) -> Result<Stages, DeskError> {
        self.check_idle()?;
        self.give_hours(
            question.hours().is_in_business_hours() || question.selection.is_in_business_hours(),
        )?;
        let (asked, memo, _) = self.asked();
        stages(&asked, memo, question)
    }

    /// Who passes tickets to whom.
    pub fn handoffs(&mut self, question: &HandoffsQuestion) -> Result<Handoffs, DeskError> {
        self.check_idle()?;
        self.give_hours(question.selection.is_in_business_hours())?;
        let (asked, memo, _) = self.asked();
        handoffs(&asked, memo, question)
    }

    /// Tickets that should have been escalated earlier.
    pub fn late_escalations(&mut self, question: &LateQuestion) -> Result<LateEscalations, DeskError> {
        self.check_idle()?;
        self.give_hours(
            question.hours().is_in_business_hours() || question.selection.is_in_business_hours(),
        )?;
        let (asked, memo, _) = self.asked();
        late_escalations(&asked, memo, question)
    }

    /// What is to be escalated now, what comes next, and why.
    pub fn escalations(&mut self, question: &EscalationsQuestion) -> Result<Escalations, DeskError> {
        self.check_idle()?;
        let selection =
            Selection { filters: question.filters.clone(), as_of: question.now, ..Selection::default() };
        self.by_rules(&selection, &mut |asked| escalations(asked, question))
    }

    /// Asks something of the rules, about the tickets of a selection.
    pub(super) fn by_rules<Answer>(
        &mut self,
        selection: &Selection,
        ask: &mut dyn FnMut(EscalationsAsked<'_>) -> Result<Answer, DeskError>,
    ) -> Result<Answer, DeskError> {
        self.give_hours(selection.is_in_business_hours())?;
        let chosen = if selection.filters.is_empty() {
            None
        } else {
            let (asked, memo, _) = self.asked();
            Some(Cohort::new(&asked, memo, selection)?.selected().clone())
        };
        let (promises, plan) = self.clocks.ready(&self.store, self.newest)?;
        let asked = EscalationsAsked {
            store: &self.store,
            plan,
            rules: &self.rules,
            promises,
            chosen: chosen.as_ref(),
            newest: self.newest,
        };
        ask(asked)
    }

    /// What is odd about the escalation rules.
    pub fn check_rules(&mut self) -> Result<Vec<RuleWarning>, DeskError> {
        self.check_idle()?;
        let (promises, _) = self.clocks.ready(&self.store, self.newest)?;
        Ok(rule_warnings(&self.rules, &self.store, promises))
    }

    /// When things are slow.
    pub fn slow_periods(&mut self, question: &SlowPeriodsQuestion) -> Result<SlowPeriods, DeskError> {
        self.check_idle()?;
        let metric = question.metric.as_ref().is_some_and(MetricChoice::is_in_business_hours);
        self.give_hours(metric || question.selection.is_in_business_hours())?;
        let (asked, memo, _) = self.asked();
        slow_periods(&asked, memo, question)
    }
}
