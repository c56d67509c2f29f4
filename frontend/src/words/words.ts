/** What the interface says in the language of the page. English is what the sources say; others bring a table. */

interface Table {
  /** Which form of a plural a number takes, as gettext counts them. */
  readonly plural: (count: number) => number;
  readonly said: Readonly<Record<string, string | readonly string[]>>;
}

/** A script before ours leaves the table here; in English there is none. */
const table = (globalThis as { readonly backlotWords?: Table }).backlotWords;

/** The language of the page, for numbers, dates and names of countries. */
export const language = typeof document === "undefined" ? "en" : document.documentElement.lang || "en";

/** How dates are written; on English pages as the browser does, since "en" alone would mean America. */
export const date_language = language === "en" ? undefined : language;

/** The decimal mark of numbers that people read. */
export const decimal_mark = new Intl.NumberFormat(language).format(0.5).charAt(1);

type Places = Readonly<Record<string, string | number>>;

/** A text in the language of the page; `{name}` is filled from `places`. */
export function t(text: string, places?: Places): string {
  const said = table?.said[text];
  return filled(typeof said === "string" ? said : text, places);
}

/** A text that depends on a number, which is `{count}` in it unless `places` says how it is written. */
export function tn(one: string, many: string, count: number, places?: Places): string {
  const forms = table?.said[one];
  const said = Array.isArray(forms) ? forms[table?.plural(count) ?? 0] : undefined;
  return filled(said ?? (count === 1 ? one : many), { count, ...places });
}

/** A label within a sentence; German writes nouns large everywhere. */
export function in_a_sentence(label: string): string {
  return language === "en" ? label.toLowerCase() : label;
}

function filled(text: string, places?: Places): string {
  if (places === undefined) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}
