/**
 * What widgets that ask a source by themselves have in common: they ask when their question changes and then every so often,
 * show what went wrong, and ask again when somebody wants it.
 *
 * Easy to get wrong: what stands in `asks` makes another question, for which the old answer does not hold.
 */
import type { PropertyDeclarations, PropertyValues } from "lit";
import { Asking } from "./asking.js";
import { Widget } from "./widget.js";

/** A widget with a source. */
export abstract class AskingWidget<Answer> extends Widget {
  static override properties: PropertyDeclarations = {
    every: { type: Number },
  };

  /** After how many seconds the source is asked again; 0 for never. */
  declare every: number;

  /** What the source answered. */
  protected readonly asking = new Asking<Answer>(
    this,
    (now) => this.ask(now),
    () => this.every,
  );

  constructor() {
    super();
    this.every = 30;
  }

  /** Asks for the time now; undefined where there is nobody to ask yet. */
  protected abstract ask(now: number): Promise<Answer> | undefined;

  /** The properties that the question is made of. */
  protected abstract get asks(): readonly string[];

  /** What the source answered last, as plain data. */
  toJSON(): unknown {
    return this.asking.answer;
  }

  /** Asks the source again, for instance after an event was applied. */
  refresh(): void {
    this.asking.again();
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    super.willUpdate(changes);
    const changed = new Set<PropertyKey>(changes.keys());
    if (this.asks.some((name) => changed.has(name))) this.asking.anew();
  }

  protected override failure(): unknown {
    return this.error ?? this.asking.error;
  }

  protected override retry(): void {
    super.retry();
    this.asking.again();
  }
}
