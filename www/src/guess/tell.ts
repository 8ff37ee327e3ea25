/** A column as a guess tells of it: what it is taken for, why, and what it might be as well. */
import type { Fit, Traits } from "./columns.js";
import type { Alternative, ColumnGuess } from "./told.js";

/** What is told of a column that is taken for something, or for nothing. */
export function tell(traits: Traits, chosen: Alternative | undefined, fits: readonly Fit[]): ColumnGuess {
  const others = fits.filter((fit) => fit.as !== chosen?.as).slice(0, 3);
  return {
    column: traits.column,
    as: chosen?.as,
    confidence: hundredths(chosen?.confidence ?? 0),
    because: chosen?.because ?? left(traits, fits),
    sample: traits.distinct.slice(0, 3),
    alternatives: others.map(({ as, confidence, because }) => ({
      as,
      confidence: hundredths(confidence),
      because,
    })),
  };
}

function hundredths(share: number): number {
  return Math.round(share * 100) / 100;
}

/** Why a column is taken for nothing. */
function left({ values, distinct, dates }: Traits, fits: readonly Fit[]): string {
  if (values.length === 0) return "it is empty in these rows";
  const [best] = fits;
  if (best !== undefined) return `another column fits ${best.as} better, or its values do not`;
  if (dates !== undefined) return "it has dates, but its name says nothing of when";
  return distinct.length === 1
    ? "it says the same in every row"
    : "neither its name nor its values say what it is";
}
