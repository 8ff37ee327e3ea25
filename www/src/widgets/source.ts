/**
 * Where widgets that ask by themselves get their answers: anything with these methods. A desk is one; so is an object that
 * asks a server.
 */
import type { Escalations, EscalationsQuestion } from "../escalations.js";
import type { Instant } from "../instant.js";
import type { Question } from "../question.js";
import type { Report } from "../report.js";
import type { ClockCycle, SlaAnswer, SlaQuestion } from "../sla.js";

/** Answers to what widgets ask. */
export interface Source {
  report(question: Question): Promise<Report>;
  sla(question: SlaQuestion): Promise<SlaAnswer>;
  clocks(ticket: string | number, options?: { readonly now?: Instant }): Promise<readonly ClockCycle[]>;
  escalations(question: EscalationsQuestion): Promise<Escalations>;
}
