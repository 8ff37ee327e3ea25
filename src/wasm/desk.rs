//! A desk as JavaScript holds it.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{Answer, read, table, thrown, value};
use super::prepared::{Changes, PreparedQuestions};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::ingest::{ColumnValues, ColumnsInput, NamedColumn, WordColumn};
use crate::reconcile::ReconcileQuestion;
use crate::report::{ClocksQuestion, Question};
use crate::settings::{Reader, Value, Written};
use crate::sla::{AlertQuestion, RiskQuestion};
use crate::time::Zone;

/// A desk in a WebAssembly instance.
#[wasm_bindgen]
#[derive(Default)]
pub struct RawDesk {
    desk: Desk,
    columns: ColumnsInput,
    prepared: PreparedQuestions,
}

/// A question, or several.
enum Asked {
    One(Question),
    Many(Vec<Question>),
}

impl Written for Asked {
    fn read(from: &Reader<'_>) -> Self {
        match from.value() {
            Value::List(_) => Self::Many(from.read()),
            _ => Self::One(from.read()),
        }
    }
}

#[wasm_bindgen]
impl RawDesk {
    /// A desk without data.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { desk: Desk::new(), ..Self::default() }
    }

    /// Makes a zone known by its transitions.
    pub fn zone(
        &mut self,
        name: &str,
        from: f64,
        until: f64,
        starts: &[f64],
        offsets: Vec<i32>,
    ) -> Answer<()> {
        let starts = starts.iter().map(|&at| at as i64).collect();
        let zone = Zone::new(name, from as i64, until as i64, starts, offsets).map_err(thrown)?;
        self.desk.add_zone(zone);
        Ok(())
    }

    /// Sets what words mean and whose definitions apply.
    pub fn configure(&mut self, settings: JsValue) -> Answer<()> {
        self.desk.configure(read(settings, "bad-settings")?).map_err(thrown)
    }

    /// Begins a load of bytes.
    pub fn begin(&mut self, options: JsValue) -> Answer<()> {
        self.desk.begin(read(options, "bad-mapping")?).map_err(thrown)
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Answer<()> {
        self.desk.push(bytes).map_err(thrown)
    }

    /// How far the load is.
    pub fn progress(&self) -> Answer<JsValue> {
        value(&self.desk.progress())
    }

    /// Ends the load.
    pub fn finish(&mut self) -> Answer<JsValue> {
        value(&self.desk.finish().map_err(thrown)?)
    }

    /// Gives the load up.
    pub fn abort(&mut self) {
        self.desk.abort();
    }

    /// All tickets and events as bytes, with marks in place of names where a redaction says so.
    pub fn save(&self, redaction: JsValue) -> Answer<Vec<u8>> {
        self.desk.save_redacted(read(redaction, "bad-option")?).map_err(thrown)
    }

    /// Replaces all tickets and events by those of a snapshot, whose marks have a key.
    pub fn restore(&mut self, snapshot: &[u8], key: JsValue) -> Answer<()> {
        self.desk.restore_redacted(snapshot, read(key, "bad-option")?).map_err(thrown)
    }

    /// Takes a column of numbers, for [`RawDesk::load_columns`].
    pub fn number_column(&mut self, of_events: bool, name: String, values: Vec<f64>) {
        self.column(of_events, name, ColumnValues::Numbers(values));
    }

    /// Takes a column of words, for [`RawDesk::load_columns`].
    pub fn word_column(&mut self, of_events: bool, name: String, codes: Vec<u32>, values: Vec<String>) {
        self.column(of_events, name, ColumnValues::Words(WordColumn { codes, values }));
    }

    /// Loads the columns taken.
    pub fn load_columns(&mut self, event_ticket: Vec<u32>) -> Answer<JsValue> {
        self.columns.event_ticket = event_ticket;
        value(&self.desk.load_columns(&self.columns).map_err(thrown)?)
    }

    /// Forgets the columns taken.
    pub fn drop_columns(&mut self) {
        self.columns = ColumnsInput::default();
    }

    /// Takes live events, a JSON array.
    pub fn apply(&mut self, events: &[u8]) -> Answer<JsValue> {
        value(&self.desk.apply(events).map_err(thrown)?)
    }

    /// Answers a question, or each of a list of them, with pairs of header and numbers.
    pub fn report(&mut self, asked: JsValue) -> Answer<Array> {
        let tables = match read(asked, "bad-question")? {
            Asked::One(question) => vec![self.desk.report(&question).map_err(thrown)?],
            Asked::Many(questions) => self.desk.reports(&questions).map_err(thrown)?,
        };
        tables.iter().map(table).collect()
    }

    /// Prepares a question, and tells its number.
    pub fn prepare(&mut self, question: JsValue) -> Answer<usize> {
        self.prepared.keep(read(question, "bad-question")?).map_err(thrown)
    }

    /// Answers a prepared question; the header is left out where it is the one of the answer before.
    pub fn run(&mut self, prepared: usize, changes: JsValue) -> Answer<Array> {
        let changes: Changes = read(changes, "bad-question")?;
        let prepared = self.prepared.get(prepared).map_err(thrown)?;
        let answer = self.desk.report(&prepared.with(changes)).map_err(thrown)?;
        prepared.answer(answer)
    }

    /// Forgets a prepared question.
    pub fn forget(&mut self, prepared: usize) {
        self.prepared.forget(prepared);
    }

    /// The tickets behind a figure of an answer, unless the data changed since.
    pub fn tickets(
        &mut self,
        question: JsValue,
        metric: usize,
        row: usize,
        limit: usize,
        version: f64,
    ) -> Answer<JsValue> {
        if version != f64::from(self.desk.version()) {
            let message = "the data changed since this report was made; ask for the report again";
            return Err(thrown(DeskError::new("stale-report", message)));
        }
        let question: Question = read(question, "bad-question")?;
        value(&self.desk.tickets_of(&question, metric, row, limit).map_err(thrown)?)
    }

    /// Says how the clocks of all tickets stand.
    pub fn sla(&mut self, question: JsValue) -> Answer<JsValue> {
        let question: ClocksQuestion = read(question, "bad-question")?;
        value(&self.desk.sla(&question).map_err(thrown)?)
    }

    /// What newly happened to clocks between two instants.
    pub fn alerts(&mut self, question: JsValue) -> Answer<JsValue> {
        let question: AlertQuestion = read(question, "bad-question")?;
        value(&self.desk.alerts(&question).map_err(thrown)?)
    }

    /// How likely clocks under way are to breach.
    pub fn risk(&mut self, question: JsValue) -> Answer<JsValue> {
        let question: RiskQuestion = read(question, "bad-question")?;
        value(&self.desk.risk(&question).map_err(thrown)?)
    }

    /// The clocks of one ticket with their working.
    pub fn clocks(&mut self, ticket: &str, now: f64) -> Answer<JsValue> {
        value(&self.desk.clocks(ticket, now).map_err(thrown)?)
    }

    /// What stands out.
    pub fn findings(&mut self, question: JsValue) -> Answer<JsValue> {
        value(&self.desk.findings(&read(question, "bad-question")?).map_err(thrown)?)
    }

    /// Ours beside theirs; values go with tickets by their places, NaN where there is none.
    pub fn reconcile(&mut self, question: JsValue, tickets: Vec<String>, values: &[f64]) -> Answer<JsValue> {
        let mut question: ReconcileQuestion = read(question, "bad-question")?;
        question.theirs.values = tickets.into_iter().zip(values.iter().copied()).collect();
        value(&self.desk.reconcile(&question).map_err(thrown)?)
    }

    /// How long tickets wait to be escalated.
    pub fn escalation_times(&mut self, question: JsValue) -> Answer<JsValue> {
        value(&self.desk.escalation_times(&read(question, "bad-question")?).map_err(thrown)?)
    }

    /// Where tickets spend their time.
    pub fn stages(&mut self, question: JsValue) -> Answer<JsValue> {
        value(&self.desk.stages(&read(question, "bad-question")?).map_err(thrown)?)
    }

    /// Who passes tickets to whom.
    pub fn handoffs(&mut self, question: JsValue) -> Answer<JsValue> {
        value(&self.desk.handoffs(&read(question, "bad-question")?).map_err(thrown)?)
    }

    /// Tickets that should have been escalated earlier.
    pub fn late_escalations(&mut self, question: JsValue) -> Answer<JsValue> {
        value(&self.desk.late_escalations(&read(question, "bad-question")?).map_err(thrown)?)
    }

    /// What is to be escalated.
    pub fn escalations(&mut self, question: JsValue) -> Answer<JsValue> {
        value(&self.desk.escalations(&read(question, "bad-question")?).map_err(thrown)?)
    }

    /// What is odd about the escalation rules.
    pub fn check_rules(&mut self) -> Answer<JsValue> {
        value(&self.desk.check_rules().map_err(thrown)?)
    }

    /// The history under other settings.
    pub fn replay(&mut self, question: JsValue) -> Answer<JsValue> {
        value(&self.desk.replay(&read(question, "bad-question")?).map_err(thrown)?)
    }

    /// When things are slow.
    pub fn slow_periods(&mut self, question: JsValue) -> Answer<JsValue> {
        value(&self.desk.slow_periods(&read(question, "bad-question")?).map_err(thrown)?)
    }

    /// Makes the next question derive all facts and clocks anew, when `force` says so.
    pub fn derive(&mut self, force: bool) {
        if force {
            self.desk.derive_again();
        }
    }

    /// The newest instant of the data.
    pub fn newest(&self) -> Option<f64> {
        self.desk.newest().map(|at| at as f64)
    }

    /// Bytes held by columns, dictionaries and facts.
    pub fn memory(&self) -> usize {
        self.desk.memory()
    }
}

impl RawDesk {
    fn column(&mut self, of_events: bool, name: String, values: ColumnValues) {
        let columns = if of_events { &mut self.columns.events } else { &mut self.columns.tickets };
        columns.push(NamedColumn { name, values });
    }
}
