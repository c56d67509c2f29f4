/** Boxes of places below the cards, and notes above them. */

import {
  components_of,
  label_of,
  notes_of,
  places_of,
  with_inner_places,
  type DesignDocument,
} from "../design/document";
import { CARD_WIDTH, NOTE_LINE, NOTE_PADDING, note_lines, note_rect, type Rect } from "./geometry";
import { cut_text, svg } from "./svg";
import { t, tn } from "../words/words";

const NAME_FONT = '500 15px "Fira Sans", "Segoe UI", "Noto Sans", sans-serif';
const GRIP = 18;

/** The boxes of all places, the largest first, so that inner ones lie above. `whole` is the design with all it has. */
export function draw_places(
  document: DesignDocument,
  boxes: ReadonlyMap<string, Rect>,
  whole: DesignDocument,
): readonly SVGGElement[] {
  const drawn = places_of(document).filter((place) => boxes.has(place.id));
  drawn.sort((a, b) => area(boxes.get(b.id)) - area(boxes.get(a.id)));
  return drawn.map((place) => {
    const box = boxes.get(place.id) ?? { x: 0, y: 0, width: 0, height: 0 };
    const { x, y, width, height } = box;
    const is_collapsed = place.collapsed === true;
    const group = svg(
      "g",
      {
        class: "place",
        "data-place": place.id,
        "data-place-type": place.type,
        role: "button",
        tabindex: -1,
        "aria-label": `${label_of(place)}, ${place.type}, ${held_words(whole, place.id)}`,
      },
      svg("title", {}, label_of(place)),
      svg("rect", { class: "place-box", x, y, width, height, rx: is_collapsed ? 6 : 10 }),
      ...(is_collapsed
        ? collapsed_words(label_of(place), held_words(whole, place.id), box)
        : [svg("text", { class: "place-name", x: x + 14, y: y + 22 }, label_of(place)), grip(box)]),
    );
    group.classList.toggle("is-collapsed", is_collapsed);
    return group;
  });
}

function collapsed_words(name: string, held: string, { x, y }: Rect): readonly SVGElement[] {
  return [
    svg("text", { class: "place-name", x: x + 14, y: y + 30 }, cut_text(name, NAME_FONT, CARD_WIDTH - 28)),
    svg("text", { class: "place-held", x: x + 14, y: y + 52 }, held),
  ];
}

function held_words(whole: DesignDocument, place: string): string {
  const inner = with_inner_places(whole, [place]);
  const count = components_of(whole).filter((component) => component.place && inner.has(component.place)).length;
  return tn("holds {count} component", "holds {count} components", count);
}

/** The corner by which a box is made larger or smaller. */
function grip({ x, y, width, height }: Rect): SVGElement {
  const [right, bottom] = [x + width, y + height];
  const line = (from: number): string => `M${right - 5} ${bottom - from}L${right - from} ${bottom - 5}`;
  return svg(
    "g",
    { class: "place-grip" },
    svg("rect", { x: right - GRIP, y: bottom - GRIP, width: GRIP + 4, height: GRIP + 4 }),
    svg("path", { d: line(13) + line(8) }),
  );
}

/** All notes. */
export function draw_notes(document: DesignDocument): readonly SVGGElement[] {
  return notes_of(document).map((note) => {
    const { x, y, width, height } = note_rect(note);
    const lines = note_lines(note).map((line, index) =>
      svg("tspan", { x: x + NOTE_PADDING, y: y + NOTE_PADDING + 13 + index * NOTE_LINE }, line),
    );
    return svg(
      "g",
      {
        class: "note",
        "data-note": note.id,
        role: "button",
        tabindex: -1,
        "aria-label": t("Note: {text}", { text: note.text }),
      },
      svg("rect", { class: "note-sheet", x, y, width, height, rx: 3 }),
      svg("text", { class: "note-text" }, ...lines),
    );
  });
}

function area(rect: Rect | undefined): number {
  return rect === undefined ? 0 : rect.width * rect.height;
}
