/** Makers of transactions for what is only drawn: notes, boxes of places, and moving many things at once. */

import type { Change, EntryChange, Transaction } from "./change";
import {
  components_of,
  find_note,
  notes_of,
  places_of,
  with_inner_places,
  type DesignDocument,
  type Note,
  type Place,
  type Ref,
} from "./document";
import { change_component, free_id } from "./edits";
import { t } from "../words/words";

type Pair = readonly [number, number];

/** A new note. */
export function add_note(document: DesignDocument, position: Pair, text: string): Transaction {
  const taken = [...components_of(document), ...places_of(document), ...notes_of(document)].map(({ id }) => id);
  const note: Note = { id: free_id(taken, "note"), text, position: rounded(position) };
  const index = notes_of(document).length;
  return {
    label: t("Add a note"),
    changes: [{ collection: "notes", id: note.id, index, before: null, after: note }],
    selection: [{ of: "note", id: note.id }],
  };
}

/** Writes something else on a note. */
export function rewrite_note(document: DesignDocument, id: string, text: string): Transaction {
  return { label: t("Write a note"), changes: changed_note(document, id, { text }), merge: `note:${id}` };
}

function changed_note(document: DesignDocument, id: string, fields: Partial<Note>): EntryChange[] {
  const index = notes_of(document).findIndex((note) => note.id === id);
  const before = notes_of(document)[index];
  return before === undefined ? [] : [{ collection: "notes", id, index, before, after: { ...before, ...fields } }];
}

function changed_place(document: DesignDocument, id: string, fields: Partial<Place>): EntryChange[] {
  const index = places_of(document).findIndex((place) => place.id === id);
  const before = places_of(document)[index];
  return before === undefined ? [] : [{ collection: "places", id, index, before, after: { ...before, ...fields } }];
}

/** The components that move when these things do: chosen ones, and what lies in chosen places. */
export function moved_components(document: DesignDocument, refs: readonly Ref[]): readonly string[] {
  const places = with_inner_places(document, ids(refs, "place"));
  const chosen = new Set(ids(refs, "component"));
  return components_of(document)
    .filter(({ id, place }) => chosen.has(id) || (place && places.has(place)))
    .map(({ id }) => id);
}

/** Moves things by the same step; places take along what lies in them. */
export function move_things(
  document: DesignDocument,
  refs: readonly Ref[],
  dx: number,
  dy: number,
  merge?: string,
): Transaction {
  const step = ([x, y]: Pair): Pair => rounded([x + dx, y + dy]);
  const positions = new Map(components_of(document).map(({ id, position }) => [id, position ?? ([0, 0] as const)]));
  const places = [...with_inner_places(document, ids(refs, "place"))];
  const changes: Change[] = [
    ...moved_components(document, refs).flatMap((id) =>
      change_component(document, id, { position: step(positions.get(id) ?? [0, 0]) }),
    ),
    ...places.flatMap((id) => {
      const position = places_of(document).find((place) => place.id === id)?.position;
      return position ? changed_place(document, id, { position: step(position) }) : [];
    }),
    ...ids(refs, "note").flatMap((id) =>
      changed_note(document, id, { position: step(find_note(document, id)?.position ?? [0, 0]) }),
    ),
  ];
  return { label: t("Move"), changes, ...(merge === undefined ? {} : { merge }) };
}

/** Gives a place a box of its own, or takes it away: then it lies around what it holds. */
export function box_place(
  document: DesignDocument,
  id: string,
  box: { readonly position: Pair; readonly size: Pair } | null,
): Transaction {
  const fields =
    box === null ? { position: null, size: null } : { position: rounded(box.position), size: rounded(box.size) };
  return {
    label: box === null ? t("Fit a place to what it holds") : t("Resize a place"),
    changes: changed_place(document, id, fields),
    merge: `box:${id}`,
  };
}

/** Shows places as one card each, or what they hold again. */
export function collapse(document: DesignDocument, places: readonly string[], collapsed: boolean): Transaction {
  return {
    label: collapsed ? t("Collapse") : t("Expand"),
    changes: places.flatMap((id) => changed_place(document, id, { collapsed })),
  };
}

function ids(refs: readonly Ref[], of: Ref["of"]): readonly string[] {
  return refs.filter((ref) => ref.of === of).map(({ id }) => id);
}

function rounded([x, y]: Pair): Pair {
  return [Math.round(x), Math.round(y)];
}
