/** What may follow in a check that is being written: words by their beginning, places within brackets. */

export interface Offer {
  text: string;
  label: string;
}

export const OFFERS_MOST = 8;

/** The beginning of the word before the caret, and where it begins; within brackets it may hold "=" and dashes. */
export function beginning(text: string, caret: number): { word: string; from: number; is_place: boolean } {
  const before = text.slice(0, caret);
  const bracket = before.lastIndexOf("[");
  const is_place = bracket > before.lastIndexOf("]");
  const word = is_place ? before.slice(bracket + 1) : (/[A-Za-z_0-9]*$/.exec(before)?.[0] ?? "");
  return { word, from: caret - word.length, is_place };
}

/** What begins like the word, then what has it inside or in its label; nothing for no word, but within brackets all. */
export function offers(word: string, is_place: boolean, words: Offer[], places: Offer[]): Offer[] {
  const known = is_place ? places : words;
  if (word === "") return is_place ? known.slice(0, OFFERS_MOST) : [];
  const small = word.toLowerCase();
  const first = known.filter(({ text }) => text.toLowerCase().startsWith(small) && text !== word);
  const inside = known.filter(
    (each) => !first.includes(each) && `${each.text} ${each.label}`.toLowerCase().includes(small) && each.text !== word,
  );
  return [...first, ...inside].slice(0, OFFERS_MOST);
}

/** The text with an offer in the place of the word, and where the caret stands then. */
export function completed(text: string, caret: number, offer: Offer): { text: string; caret: number } {
  const { from, is_place } = beginning(text, caret);
  const rest = text.slice(caret);
  const inserted = is_place && !rest.startsWith("]") ? `${offer.text}]` : offer.text;
  return { text: text.slice(0, from) + inserted + rest, caret: from + inserted.length };
}
