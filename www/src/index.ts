/** The public names of the package. */

export type { ColumnsInput, DictColumn, EventColumns, TicketColumns, WordColumn } from "./columns.js";
export { Desk } from "./desk.js";
export type {
  DeskOptions,
  DeskSettings,
  LoadInput,
  LoadOptions,
  Memory,
  RestoreOptions,
  SaveOptions,
} from "./desk-options.js";
export type { EngineOptions } from "./engine/choose.js";
export type { EngineKind } from "./engine/engine.js";
export { DeskError, isDeskError } from "./error.js";
export type {
  EscalatedShare,
  EscalationPair,
  EscalationPoint,
  EscalationTimes,
  EscalationTimesQuestion,
  EscalationTimesRow,
} from "./escalation-times.js";
export {
  acknowledge,
  type Deed,
  type EscalationRule,
  type EscalationStep,
  type Escalations,
  type EscalationsQuestion,
  type RuleFact,
  type RulePart,
  type RuleStep,
  type RuleStop,
  type RuleTarget,
  type RuleWarning,
  snooze,
} from "./escalations.js";
export type {
  CesFigure,
  CountFigure,
  CsatFigure,
  DistributionFigure,
  Figure,
  Goal,
  Interval,
  LevelFigure,
  NpsFigure,
  RateFigure,
  Reason,
  VarianceFigure,
} from "./figure.js";
export {
  type Finding,
  type Findings,
  type FindingsQuestion,
  findingText,
  type PartOfWeek,
  type SlowPeriods,
  type SlowPeriodsQuestion,
} from "./findings.js";
export type { ByteInput } from "./input.js";
export type { Instant } from "./instant.js";
export type { EscalationPath, LevelOverride, LevelSettings, Levels, PathStep, Rung } from "./levels.js";
export type { Applied, Loaded, Problem, Progress } from "./loaded.js";
export type {
  DateFormat,
  EventName,
  Format,
  KindEvent,
  Mapping,
  Meanings,
  Source,
  TicketName,
} from "./mapping.js";
export type {
  CountMetricId,
  Direction,
  DurationMetricId,
  Family,
  MetricDefinition,
  MetricId,
  PerTicketMetricId,
  ProfileName,
  RateMetricId,
  ScoreMetricId,
  Unit,
} from "./metric.js";
export { Prepared } from "./prepared.js";
export type {
  Anchor,
  BucketUnit,
  Changes,
  Condition,
  Filter,
  Inclusion,
  MetricSpec,
  Period,
  Question,
  Selected,
} from "./question.js";
export {
  type OwnRule,
  type Reconciled,
  type ReconciledKind,
  type ReconciledOutcome,
  type ReconciledRows,
  type ReconciledTicket,
  type ReconcileQuestion,
  type ReconcileRule,
  type ReconcileSwitch,
  type Reconciliation,
  reconciledCsv,
  type Theirs,
  type TheirUnit,
  type TheirValues,
} from "./reconcile.js";
export type { Redaction } from "./redaction.js";
export type { ReplayAnswer, ReplayFigures, ReplayQuestion, Spread } from "./replay.js";
export { type CellSelector, Report, type ReportJson, type Row, type RowKey, type Tickets } from "./report.js";
export type {
  Alert,
  AlertQuestion,
  ByClock,
  Calendar,
  ClockCounts,
  ClockCycle,
  ClockName,
  ClockProfile,
  ClockRisk,
  ClockSegment,
  ClockSettings,
  DueClock,
  GoalAlert,
  Hours,
  Length,
  MetricGoal,
  OnChange,
  Policy,
  Promises,
  RiskAnswer,
  RiskQuestion,
  RiskReliability,
  Schedule,
  SlaAnswer,
  SlaQuestion,
  SlaRow,
  Target,
  WeeklyHours,
} from "./sla.js";
export type { Lack, SourceLoaded, SourceName } from "./source.js";
export type {
  Handoffs,
  HandoffsQuestion,
  LateEscalations,
  LateEscalationsQuestion,
  Stage,
  Stages,
  StagesQuestion,
} from "./stages.js";
export type { Column, GroupHeader, Lacking, MetricHeader, ReportHeader } from "./table.js";
export type { AgentInput, CustomerInput, SurveyInput, TableLoaded, TableName } from "./tables.js";
export type { EventKind, LiveEvent, Role, StatusClass, TicketEvent, TicketInput } from "./ticket.js";
