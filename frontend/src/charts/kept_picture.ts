/** The content of a cache as a picture: columns of keys by popularity, as high as they are asked for, filled as far as
 * they are kept. The same as a table, for who cannot see it. */

import { percent_text, three_digits } from "../design/quantities";
import { recent, type Series } from "../live/frames";
import { deeds_text, reach, shelf_at, tick_columns, type Column, type Shelf } from "./kept";
import { picture, set, shape, words } from "./shapes";
import { t } from "../words/words";

const EXPLAINED =
  t(
  "Each column is a group of what may be asked for, the most popular on the left: its height is how much is asked " +
    "for it now, the filled part how much of it is kept here.",
  );
const LEFT = 40;
const TOP = 8;
const BELOW = 30;
const HOT_WIDE = 1.4;
const TABLE_EVERY_MS = 2000;
const THIN_SPACE = "\u2009";

export interface KeptView {
  readonly series: Series;
  readonly position: number;
  /** What is chosen on the canvas, if that is anything. */
  readonly chosen: string | null;
}

export class KeptPicture {
  private readonly caption = document.createElement("figcaption");
  private readonly choice = document.createElement("div");
  private readonly picture = picture();
  private readonly deeds = document.createElement("p");
  private readonly table = document.createElement("table");
  private picked: string | null = null;
  private last_chosen: string | null = null;
  private view: KeptView | null = null;
  private drawn = "";
  private table_at_ms = -TABLE_EVERY_MS;

  constructor(
    host: HTMLElement,
    private readonly label_of: (id: string) => string,
  ) {
    const figure = document.createElement("figure");
    figure.className = "kept-picture";
    const head = document.createElement("div");
    head.className = "kept-head";
    this.choice.className = "kept-choice";
    this.choice.setAttribute("role", "group");
    this.choice.setAttribute("aria-label", t("Which cache"));
    head.append(this.caption, this.choice);
    const note = document.createElement("p");
    note.className = "muted kept-note";
    note.textContent = EXPLAINED;
    this.table.className = "unseen";
    this.deeds.className = "kept-deeds";
    figure.append(head, this.deeds, this.picture, note, this.table);
    host.replaceChildren(figure);
    new ResizeObserver(() => {
      if (this.view !== null) this.draw(this.view);
    }).observe(this.picture);
  }

  draw(view: KeptView): void {
    this.view = view;
    const ids = view.series.layout.contents?.ids ?? [];
    // Choosing on the canvas chooses here too; a button of this tab holds until something else is chosen there.
    const is_newly_chosen = view.chosen !== this.last_chosen;
    if (is_newly_chosen && view.chosen !== null && ids.includes(view.chosen)) this.picked = view.chosen;
    this.last_chosen = view.chosen;
    const id = this.picked !== null && ids.includes(this.picked) ? this.picked : (ids[0] ?? null);
    if (id === null) return;
    this.offer(ids, id);
    const shelf = shelf_at(view.series, view.position, id);
    const key = `${id} ${this.picture.clientWidth} ${this.picture.clientHeight} ${JSON.stringify(shelf)}`;
    if (key === this.drawn || this.picture.clientWidth === 0) return;
    this.drawn = key;
    const said = shelf === null ? t("Nothing is told yet.") : this.said(shelf, view, id);
    this.caption.textContent = said;
    this.deeds.textContent = shelf === null ? "" : deeds_text(shelf.deeds);
    this.deeds.hidden = this.deeds.textContent === "";
    const size = { width: this.picture.clientWidth, height: this.picture.clientHeight };
    set(this.picture, { viewBox: `0 0 ${size.width} ${size.height}`, "aria-label": said });
    this.picture.replaceChildren(...(shelf === null ? [] : drawing(shelf, size.width, size.height)));
    const now_ms = performance.now();
    if (shelf === null || now_ms - this.table_at_ms < TABLE_EVERY_MS) return;
    this.table_at_ms = now_ms;
    this.fill_table(shelf);
  }

  private said(shelf: Shelf, { series, position }: KeptView, id: string): string {
    const hit =
      recent(series, position, { of: "component", id }, "hit_ratio") ??
      recent(series, position, { of: "carrier", id }, "byte_hit_ratio");
    const places = {
      name: this.label_of(id),
      kept: amount(shelf.kept, shelf.unit),
      room: amount(shelf.room, shelf.unit),
      reach: percent_text(reach(shelf)),
    };
    if (hit === null) return t("{name} keeps {kept} of {room}, for which {reach} of the requests ask.", places);
    return t("{name} keeps {kept} of {room}, for which {reach} of the requests ask; {hit} hit.", {
      ...places,
      hit: percent_text(hit),
    });
  }

  private offer(ids: readonly string[], picked: string): void {
    const told = ids.join(" ");
    if (this.choice.dataset["told"] !== told) {
      this.choice.dataset["told"] = told;
      this.choice.hidden = ids.length < 2;
      this.choice.replaceChildren(
        ...ids.map((id) => {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "quiet";
          button.dataset["id"] = id;
          button.textContent = this.label_of(id);
          button.addEventListener("click", () => {
            this.picked = id;
            if (this.view !== null) this.draw(this.view);
          });
          return button;
        }),
      );
    }
    for (const button of this.choice.querySelectorAll<HTMLElement>("button"))
      button.setAttribute("aria-pressed", String(button.dataset["id"] === picked));
  }

  private fill_table({ columns, hot }: Shelf): void {
    const caption = document.createElement("caption");
    caption.textContent = t("What is kept, by popularity");
    const rows = columns.map(({ first, last, asked, kept }) => [ranks(first, last), asked, kept] as const);
    const told = hot === null ? rows : [[t("out of its rank"), hot.asked, hot.kept] as const, ...rows];
    this.table.replaceChildren(
      caption,
      row("th", [t("Rank"), t("Asked for"), t("Kept")]),
      ...told.map(([rank, asked, kept]) => row("td", [rank, percent_text(asked), percent_text(kept)])),
    );
  }
}

function amount(value: number, unit: string): string {
  if (unit === "GB" && value >= 999.5) return `${three_digits(value / 1e3)}${THIN_SPACE}TB`;
  return `${three_digits(value)} ${unit}`;
}

function ranks(first: number, last: number): string {
  return first === last ? `${first}` : t("{first} to {last}", { first, last });
}

function drawing(shelf: Shelf, width: number, height: number): readonly SVGElement[] {
  const ground = height - BELOW;
  const { columns, hot } = shelf;
  const most = Math.max(...columns.map(({ asked }) => asked), hot?.asked ?? 0, 1e-9);
  const places = columns.length + (hot === null ? 0 : HOT_WIDE);
  const wide = (width - LEFT) / Math.max(places, 1);
  const begin = LEFT + (hot === null ? 0 : HOT_WIDE * wide);
  const bar = ({ asked, kept }: Pick<Column, "asked" | "kept">, x: number, title: string): SVGElement => {
    const high = (asked / most) * (ground - TOP);
    const group = shape("g");
    const told = shape("title");
    told.textContent = t("{title}: {asked} of the requests, {kept} kept", {
      title,
      asked: percent_text(asked),
      kept: percent_text(kept),
    });
    const box = { x: x + 1, width: Math.max(wide - 2, 1) };
    group.append(
      told,
      shape("rect", { class: "asked", ...box, y: ground - high, height: high }),
      shape("rect", { class: "kept", ...box, y: ground - high * kept, height: high * kept }),
    );
    return group;
  };
  return [
    shape("line", { class: "rule", x1: LEFT, x2: width, y1: TOP, y2: TOP }),
    words(percent_text(most), LEFT - 5, TOP + 9, "end"),
    words("0", LEFT - 5, ground, "end"),
    ...(hot === null
      ? []
      : [bar(hot, LEFT, t("out of its rank")), words(t("hot"), LEFT + wide / 2, ground + 13, "middle")]),
    ...columns.map((column, place) => bar(column, begin + place * wide, t("rank {ranks}", {
      ranks: ranks(column.first, column.last),
    }))),
    shape("line", { class: "ground", x1: LEFT, x2: width, y1: ground, y2: ground }),
    ...tick_columns(columns).map(({ column, text }) =>
      words(text, begin + (column + 0.5) * wide, ground + 13, "middle"),
    ),
    words(t("rank by popularity →"), width, height - 2, "end", "axis"),
  ];
}

function row(name: "th" | "td", texts: readonly string[]): HTMLTableRowElement {
  const element = document.createElement("tr");
  for (const text of texts) {
    const cell = document.createElement(name);
    cell.textContent = text;
    if (name === "th") cell.setAttribute("scope", "col");
    element.append(cell);
  }
  return element;
}
