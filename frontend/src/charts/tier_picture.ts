/** The map of tiers as a picture: who watches on the left, what has everything on the right, bytes coloured by where
 * they began. The same as a table, for who cannot see it. */

import { flow_text } from "../design/figures";
import { percent_text, three_digits } from "../design/quantities";
import { picture, set, shape } from "./shapes";
import { BAR_WIDE, colours_of, shares, tier_map, type Bar, type Flows, type Ribbon } from "./tier_map";
import { t } from "../words/words";

const LETTER_WIDE = 6.9;
const LINE_HIGH = 15;
/** Ribbons from this width on show that they flow. */
const FLOWING_FROM = 3;
const TABLE_EVERY_MS = 2000;
const THIN_SPACE = "\u2009";

/** In which unit a map is told: what flows now, or what has flowed in all. */
export type Unit = "gbps" | "gb";

export class TierPicture {
  readonly element = document.createElement("figure");
  private readonly caption = document.createElement("figcaption");
  private readonly picture = picture();
  private readonly table = document.createElement("table");
  /** From below: ribbons, what is seen to flow in them, bars, words. */
  private readonly layers = [shape("g"), shape("g"), shape("g"), shape("g")] as const;
  private readonly kept = new Map<string, SVGElement>();
  private colours: readonly number[] = [];
  private flows: Flows | null = null;
  private table_at_ms = -TABLE_EVERY_MS;

  /** `has_table`: the same as a table, for who cannot see it, goes with the picture. */
  constructor(
    private readonly unit: Unit,
    has_table = true,
  ) {
    this.element.className = "tier-picture";
    this.table.className = "unseen";
    this.picture.append(...this.layers);
    new ResizeObserver(() => {
      if (this.flows !== null) this.draw(this.flows, this.element.classList.contains("is-moving"));
    }).observe(this.picture);
    this.element.append(this.caption, this.picture, ...(has_table ? [this.table] : []));
  }

  /** Draws the map as large as its place is; `is_moving` lets the bytes be seen to flow. */
  draw(flows: Flows, is_moving: boolean): void {
    this.flows = flows;
    this.colours = colours_of(flows.nodes);
    this.element.classList.toggle("is-moving", is_moving);
    // The words come first: how much room they take decides how large the picture is.
    const said = this.legend(flows);
    const size = { width: this.picture.clientWidth, height: this.picture.clientHeight };
    if (size.width === 0) return;
    const { bars, ribbons, whole } = tier_map(flows, size);
    set(this.picture, { viewBox: `0 0 ${size.width} ${size.height}`, "aria-label": said });
    const seen = new Set<string>();
    const last = Math.max(...flows.nodes.map(({ column }) => column), 1);
    for (const ribbon of ribbons) this.draw_ribbon(ribbon, seen);
    for (const bar of bars) this.draw_bar(bar, flows, (size.width * 0.8) / last, size.height, seen);
    for (const [key, element] of this.kept) {
      if (seen.has(key)) continue;
      element.remove();
      this.kept.delete(key);
    }
    const now_ms = performance.now();
    if (now_ms - this.table_at_ms < TABLE_EVERY_MS) return;
    this.table_at_ms = now_ms;
    this.fill_table(flows, whole);
  }

  /** Which share of the bytes began where, with the colours of the picture; the same as a sentence. */
  private legend(flows: Flows): string {
    const whole = flows.carried.reduce((sum, each) => sum + each, 0);
    const told = shares(flows).map(({ node, share }) => ({
      node,
      text: `${flows.nodes[node]?.label ?? ""} ${percent_text(share)}`,
    }));
    const start = whole > 0 ? t("{amount}, from", { amount: this.amount(whole) }) : t("No bytes flow to viewers yet.");
    const said = [start, told.map(({ text }) => text).join(", ")].filter(Boolean).join(" ");
    if (this.caption.dataset["said"] === said) return said;
    this.caption.dataset["said"] = said;
    this.caption.replaceChildren(
      start,
      ...told.map(({ node, text }) => {
        const item = document.createElement("span");
        const key = document.createElement("i");
        key.className = this.colour(node);
        item.append(key, text);
        return item;
      }),
    );
    return said;
  }

  private draw_ribbon({ key, from, x1, y1, x2, y2, width }: Ribbon, seen: Set<string>): void {
    if (width < 0.05) return;
    const back = `L${fixed(x2)} ${fixed(y2 + width)}${bend(x2, y2 + width, x1, y1 + width)}Z`;
    const outline = `M${fixed(x1)} ${fixed(y1)}${bend(x1, y1, x2, y2)}${back}`;
    set(this.keep(`ribbon ${key}`, "path", seen), { class: `ribbon ${this.colour(from)}`, d: outline });
    if (width < FLOWING_FROM) return;
    const half = width / 2;
    const centre = `M${fixed(x1)} ${fixed(y1 + half)}${bend(x1, y1 + half, x2, y2 + half)}`;
    const look = { class: `flowing ${this.colour(from)}`, d: centre, "stroke-width": fixed(Math.min(3, width * 0.4)) };
    set(this.keep(`flowing ${key}`, "path", seen), look);
  }

  private draw_bar(bar: Bar, flows: Flows, room: number, height: number, seen: Set<string>): void {
    const { node, x, y } = bar;
    set(this.keep(`bar ${node}`, "rect", seen), { class: "bar", x, y, width: BAR_WIDE, height: bar.height, rx: 2 });
    for (const part of bar.parts)
      set(this.keep(`part ${node} ${part.from}`, "rect", seen), {
        class: `part ${this.colour(part.from)}${part.from === node ? " is-own" : ""}`,
        x,
        y: part.y,
        width: BAR_WIDE,
        height: Math.max(0.5, part.height),
      });
    const middle = Math.min(Math.max(y + bar.height / 2, LINE_HIGH), height - LINE_HIGH + 4);
    const letters = Math.max(6, Math.floor((room - BAR_WIDE - 10) / LETTER_WIDE));
    this.write(`name ${node}`, "bar-name", cut(flows.nodes[node]?.label ?? "", letters), x, middle - 2, seen);
    this.write(`said ${node}`, "bar-said", this.said_of(bar, flows, letters), x, middle + LINE_HIGH - 3, seen);
  }

  private write(key: string, name: string, text: string, x: number, y: number, seen: Set<string>): void {
    const element = this.keep(key, "text", seen);
    set(element, { class: name, x: x + BAR_WIDE + 6, y });
    if (element.textContent !== text) element.textContent = text;
  }

  /** What crosses a node, and how much of that it had itself where it could have asked somebody behind it. */
  private said_of({ node, through, own }: Bar, flows: Flows, letters: number): string {
    const amount = this.amount(through);
    const asks = flows.ways.some((way) => way.includes(node) && way.at(-1) !== node);
    const is_tier = (flows.nodes[node]?.column ?? 0) > 0;
    if (!asks || !is_tier || through === 0) return amount;
    const hit = t("{share} hit", { share: percent_text(own / through) });
    return amount.length + hit.length + 3 <= letters ? `${amount} · ${hit}` : hit;
  }

  private amount(value: number): string {
    if (this.unit === "gbps") return flow_text(value);
    return value >= 999.5
      ? `${three_digits(value / 1e3)}${THIN_SPACE}TB`
      : `${three_digits(value)}${THIN_SPACE}GB`;
  }

  /** The class that gives what begins at a node its colour. */
  private colour(node: number): string {
    return `from-${this.colours[node] ?? 0}`;
  }

  private keep(key: string, name: string, seen: Set<string>): SVGElement {
    seen.add(key);
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const made = shape(name);
    this.kept.set(key, made);
    this.layers[name === "path" ? (key.startsWith("ribbon") ? 0 : 1) : name === "rect" ? 2 : 3]?.append(made);
    return made;
  }

  private fill_table({ nodes, ways, carried }: Flows, whole: number): void {
    const rows = ways
      .map((way, place) => ({ way, carries: carried[place] ?? 0 }))
      .filter(({ carries }) => carries > 0)
      .sort((a, b) => b.carries - a.carries)
      .map(({ way, carries }) => [
        way
          .toReversed()
          .map((node) => nodes[node]?.label ?? "")
          .join(" → "),
        this.amount(carries),
        percent_text(carries / whole),
      ]);
    const head = [t("Way of the bytes"), this.unit === "gbps" ? t("Now") : t("In all"), t("Share")];
    const caption = document.createElement("caption");
    caption.textContent = t("Where the bytes of viewers come from");
    this.table.replaceChildren(caption, row("th", head), ...rows.map((texts) => row("td", texts)));
  }
}

/** The rest of a curve that leaves and arrives level. */
function bend(x1: number, y1: number, x2: number, y2: number): string {
  const middle = fixed((x1 + x2) / 2);
  return `C${middle} ${fixed(y1)} ${middle} ${fixed(y2)} ${fixed(x2)} ${fixed(y2)}`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function cut(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1)).trimEnd()}…`;
}

function row(name: "th" | "td", texts: readonly string[]): HTMLTableRowElement {
  const element = document.createElement("tr");
  texts.forEach((text, place) => {
    const cell = document.createElement(name);
    cell.textContent = text;
    if (name === "th") cell.scope = "col";
    else if (place > 0) cell.className = "number";
    element.append(cell);
  });
  return element;
}
