/** `Symbol.dispose`, or a stand-in where the platform has none, so that `using` works where it can. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
