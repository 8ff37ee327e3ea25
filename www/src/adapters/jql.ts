/**
 * The part of Jira's query language that conditions on tickets can say: clauses such as `priority = High` and
 * `labels in (vip, "very important")`, joined by `AND`.
 *
 * Easy to get wrong: `!=` and `NOT IN` do not find issues without the field, whereas `not` of a policy does. Only fields that
 * every issue has may be negated.
 */

/** A clause: any of some values, or none of them. */
export interface Clause {
  readonly field: string;
  readonly values: readonly string[];
  readonly isNot: boolean;
}

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|<=|>=|!~|[=<>~(),])|([^\s"'=!<>~(),]+))/y;

interface Token {
  readonly text: string;
  /** Whether it is a word or a quoted text, not a sign. */
  readonly isWord: boolean;
  readonly isQuoted: boolean;
}

/** The clauses of a query that all must hold; none of an empty one. Nothing for a query that says more than that. */
export function clausesOf(query: string): readonly Clause[] | undefined {
  const tokens = tokensOf(query);
  if (tokens === undefined) return undefined;
  const clauses: Clause[] = [];
  let at = 0;
  const is = (word: string) =>
    tokens[at]?.isQuoted === false && tokens[at]?.text.toLowerCase() === word && at++ >= 0;
  while (at < tokens.length) {
    if (clauses.length > 0 && !is("and")) return undefined;
    const field = tokens[at++];
    if (!field?.isWord) return undefined;
    const operator = ["=", "!=", "in"].find(is) ?? (is("not") && is("in") ? "not in" : undefined);
    if (operator === undefined) return undefined;
    const isList = operator.endsWith("in");
    const values: string[] = [];
    if (isList && !is("(")) return undefined;
    do {
      const value = tokens[at++];
      if (!value?.isWord || isReserved(value)) return undefined;
      values.push(value.text);
    } while (isList && is(","));
    if (isList && !is(")")) return undefined;
    clauses.push({ field: field.text, values, isNot: operator === "!=" || operator === "not in" });
  }
  return clauses;
}

function tokensOf(query: string): Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const text = query.trim();
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    const [, double, single, sign, word] = found;
    const quoted = double ?? single;
    tokens.push({
      text: quoted?.replace(/\\(.)/g, "$1") ?? sign ?? word ?? "",
      isWord: sign === undefined,
      isQuoted: quoted !== undefined,
    });
  }
  return tokens;
}

/** `EMPTY`, and words of the language that stand where a value should. */
function isReserved({ text, isQuoted }: Token): boolean {
  return (
    !isQuoted &&
    ["empty", "null", "and", "or", "not", "in", "is", "was", "order"].includes(text.toLowerCase())
  );
}
