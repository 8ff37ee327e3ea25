/**
 * What widgets say, and in which language.
 *
 * ```js
 * useMessages("en", { retry: "Once more" });            // for all widgets of the page
 * element.messages = { loading: "One moment …" };       // for one widget
 * ```
 *
 * Easy to get wrong: what is not translated is said in English, never left empty. Catalogues of other languages are fetched
 * when a widget first speaks them.
 */
import { isolated } from "./bidi.js";
import { en } from "./messages/en.js";

/** A sentence with names in braces, or one for each plural form, chosen by `n`. */
export type Message = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string });

/** Sentences by key. */
export type Catalogue = Readonly<Record<string, Message>>;

/** What every widget knows to say. */
export type MessageKey = keyof typeof en;

/** A translation; what it leaves out is said in English. Further keys, such as `metric_csat`, name things of the core. */
export type Translation = Readonly<Partial<Record<MessageKey, Message>>> & Catalogue;

/** What fills the names in braces. */
export type Values = Readonly<Record<string, string | number>>;

const known = new Map<string, Translation>([["en", en]]);
const own = new Map<string, Translation>();
const coming = new Map<string, Promise<void>>();

/** Where the catalogues are. Spelled out, because bundlers follow no other import. */
const SHIPPED: Readonly<Record<string, () => Promise<Translation>>> = {
  ar: () => import("./messages/ar.js").then(({ ar }) => ar),
  de: () => import("./messages/de.js").then(({ de }) => de),
  es: () => import("./messages/es.js").then(({ es }) => es),
  fr: () => import("./messages/fr.js").then(({ fr }) => fr),
  ja: () => import("./messages/ja.js").then(({ ja }) => ja),
};

/** Replaces sentences of a language, or adds a language, for all widgets of the page. Widgets there are redraw by themselves. */
export function useMessages(language: string, messages: Translation): void {
  own.set(language, { ...own.get(language), ...messages });
  changed();
}

/** Fetches the catalogue of a locale if it is not there yet; resolves to whether something new came. */
export async function fetchMessages(locale: string): Promise<boolean> {
  const language = languageOf(locale);
  const load = SHIPPED[language];
  if (load === undefined || known.has(language)) return false;
  const fetching =
    coming.get(language) ??
    load().then(
      (messages) => void known.set(language, messages),
      // English stands in; the next widget tries again.
      () => undefined,
    );
  coming.set(language, fetching);
  await fetching;
  coming.delete(language);
  return known.has(language);
}

/** A sentence in the language of a locale; undefined where no catalogue has it. */
export function findMessage(
  locale: string,
  key: string,
  extra: Translation | undefined,
): Message | undefined {
  const language = languageOf(locale);
  const catalogues = [extra, own.get(locale), own.get(language), known.get(language), en as Catalogue];
  return catalogues.find((catalogue) => catalogue?.[key] !== undefined)?.[key];
}

/** A message with its names filled in. */
export function fill(message: Message, locale: string, values: Values, count?: number): string {
  const form =
    typeof message === "string" ? message : (message[pluralsOf(locale).select(count ?? 0)] ?? message.other);
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : isolated(String(value), locale);
  });
}

/** The language of a locale, which sentences are looked up by many times a second. */
const languageOf = remembered((locale) => new Intl.Locale(locale).language);

const pluralsOf = remembered((locale) => new Intl.PluralRules(locale));

/** Makes a thing of a locale once. */
function remembered<Thing>(make: (locale: string) => Thing): (locale: string) => Thing {
  const made = new Map<string, Thing>();
  return (locale) => {
    let thing = made.get(locale);
    if (thing === undefined) {
      thing = make(locale);
      made.set(locale, thing);
    }
    return thing;
  };
}

const listeners = new Set<() => void>();

/** Tells when sentences of the page change, until the function this returns is called. */
export function onMessages(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function changed(): void {
  for (const listener of listeners) listener();
}
