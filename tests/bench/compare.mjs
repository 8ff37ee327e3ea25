// Compares one engine's answers with the baseline's: counts exactly, other numbers within
// 1e-9 relative. Both sides must hold the same rows and the same fields.

const TOLERANCE = 1e-9;

function same(a, b) {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  if (Number.isInteger(a) && Number.isInteger(b))
    return a === b || (Math.abs(a - b) <= TOLERANCE * Math.abs(b) && Math.abs(b) > 2 ** 40);
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** Walks two answers side by side; returns how many values were compared and the first differences. */
export function compare(found, hoped, path = "", result = { values: 0, differ: 0, first: [] }) {
  if (hoped !== null && typeof hoped === "object" && found !== null && typeof found === "object") {
    for (const key of new Set([...Object.keys(hoped), ...Object.keys(found)])) {
      compare(found[key], hoped[key], path === "" ? key : `${path} › ${key}`, result);
    }
    return result;
  }
  result.values += 1;
  if (!same(found, hoped)) {
    result.differ += 1;
    if (result.first.length < 5) result.first.push(`${path}: ${found}, baseline ${hoped}`);
  }
  return result;
}
