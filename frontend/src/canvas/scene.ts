/** The drawing: an SVG view over a design. It owns no state but the viewport and the elements it made. */

import type { Catalogue } from "../design/catalogue";
import {
  components_of,
  connections_of,
  label_of,
  without,
  type Component,
  type DesignDocument,
  type Ref,
} from "../design/document";
import { named_above } from "./far_names";
import { arrowhead, make_arrow, order_counts, update_arrow, type Arrow } from "./arrow";
import { make_card, place_card, says_the_same, update_card } from "./card";
import { folded } from "./folding";
import { connection_curves, design_bounds, path_of, place_rects, type Curve, type Point, type Rect } from "./geometry";
import type { Guide } from "./guides";
import { draw_notes, draw_places } from "./plates";
import { forget_cut_texts, set_attributes, svg } from "./svg";
import { fitted, zoomed, type Size, type Viewport } from "./viewport";
import { t } from "../words/words";

/** Below this scale cards show their name larger and leave out their type. */
export const MIDDLE_SCALE = 0.88;
/** Below this scale cards become icon and fill. */
export const FAR_SCALE = 0.45;
/** Down to this scale the names still stand under the cards. */
const NAMELESS_SCALE = 0.24;
const FAR_NAME_PX = 10.5;
/** A name with the space around it, in its own sizes. */
const NAME_HIGH = 1.35;

type ViewListener = (view: Viewport) => void;

export class Scene {
  readonly root: SVGSVGElement;
  private readonly paper = document.createElement("div");
  private readonly world = svg("g", { class: "world" });
  private readonly places = svg("g", { class: "places" });
  private readonly arrows = svg("g", { class: "arrows" });
  private readonly cards = svg("g", { class: "cards" });
  private readonly notes = svg("g", { class: "notes" });
  private readonly draft = svg("path", { class: "draft-arrow", d: "", "marker-end": "url(#arrowhead)" });
  private readonly marquee = svg("rect", { class: "marquee", width: 0, height: 0 });
  private readonly differences = svg("g", { class: "differences" });
  private readonly guides = svg("path", { class: "guides", d: "" });
  private readonly card_elements = new Map<string, { readonly element: SVGGElement; component: Component }>();
  private readonly arrow_elements = new Map<string, Arrow>();
  private readonly view_listeners = new Set<ViewListener>();
  private view_now: Viewport = { x: 0, y: 0, scale: 1 };
  private drawn_scale = 0;
  private size_now: Size = { width: 1, height: 1 };
  private whole: DesignDocument | null = null;
  private shown: DesignDocument | null = null;
  /** Whether the view still is the one that shows everything. */
  is_fitted = false;
  curves: ReadonlyMap<string, Curve> = new Map();
  place_boxes: ReadonlyMap<string, Rect> = new Map();

  constructor(
    readonly host: HTMLElement,
    readonly catalogue: Catalogue,
    private readonly hidden: ReadonlySet<string> = new Set(),
  ) {
    this.root = svg(
      "svg",
      { class: "scene", role: "group", "aria-label": t("Drawing of the design") },
      arrowhead(),
      this.world,
    );
    const above = [this.notes, this.differences, this.draft, this.guides, this.marquee];
    this.world.append(this.places, this.arrows, this.cards, ...above);
    this.paper.className = "paper";
    host.append(this.paper, this.root);
    this.measure();
    new ResizeObserver(() => this.measure()).observe(host);
  }

  get view(): Viewport {
    return this.view_now;
  }

  get size(): Size {
    return this.size_now;
  }

  /** Reads the size of the canvas; asking the page for it at every picture would lay the page out again. */
  measure(): void {
    this.size_now = { width: this.host.clientWidth, height: this.host.clientHeight };
  }

  /** The design that is drawn at the moment. */
  get document(): DesignDocument | null {
    return this.shown;
  }

  /** Draws everything again, such as after a gesture that led nowhere. */
  redraw(document: DesignDocument): void {
    this.whole = this.shown = null;
    this.render(document);
  }

  /** Brings the drawing up to date; what did not change is left alone. */
  render(whole: DesignDocument): void {
    if (whole === this.whole) return;
    this.whole = whole;
    const seen = this.hidden.size === 0 ? whole : without(whole, this.hidden);
    const { document, stand_ins } = folded(seen);
    const before = this.shown;
    this.shown = document;
    this.place_boxes = place_rects(document);
    this.curves = connection_curves(document, stand_ins, this.place_boxes);
    if (before?.components !== document.components) {
      this.render_cards(document);
      this.place_far_names();
    }
    this.render_plates(seen, document);
    this.render_arrows(document);
    for (const listener of this.view_listeners) listener(this.view_now);
  }

  /** Marks what is chosen. */
  mark_selection(selection: readonly Ref[]): void {
    const chosen = new Set(selection.map((ref) => `${ref.of}/${ref.id}`));
    for (const [id, { element }] of this.card_elements) mark(element, "is-chosen", chosen.has(`component/${id}`));
    for (const [id, { element, look }] of this.arrow_elements) {
      mark(element, "is-chosen", chosen.has(`connection/${id}`));
      element.classList.toggle("shows-order", chosen.has(`component/${look?.connection.from ?? ""}`));
    }
    for (const element of this.places.children) {
      mark(element, "is-chosen", chosen.has(`place/${element.getAttribute("data-place") ?? ""}`));
    }
    for (const element of this.notes.children)
      mark(element, "is-chosen", chosen.has(`note/${element.getAttribute("data-note") ?? ""}`));
    this.mark_entrance(selection);
  }

  /** Goes to what is chosen, or to where the drawing is entered. */
  focus_chosen(): void {
    this.root.querySelector<SVGGElement>('[tabindex="0"]:is(.card, .note, .place)')?.focus({ preventScroll: true });
  }

  /** One thing is where Tab enters the drawing: what is chosen first, else the first that there is. */
  private mark_entrance(selection: readonly Ref[]): void {
    const all = [...this.cards.children, ...this.notes.children, ...this.places.children];
    const chosen = selection.flatMap((ref) => (ref.of === "connection" ? [] : (this.element(ref) ?? [])))[0];
    const entrance = chosen ?? all[0];
    for (const element of all) element.setAttribute("tabindex", element === entrance ? "0" : "-1");
  }

  /** While an arrow is drawn: which cards take it, and which do not. */
  mark_targets(refusals: ReadonlyMap<string, string | null> | null): void {
    for (const [id, { element }] of this.card_elements) {
      const refusal = refusals?.get(id);
      element.classList.toggle("takes-call", refusals !== null && refusal === null);
      element.classList.toggle("refuses-call", refusals !== null && typeof refusal === "string");
    }
  }

  /** The arrow under the pointer while it is drawn; null takes it away. */
  show_draft(curve: Curve | null, is_refused = false): void {
    this.draft.setAttribute("d", curve === null ? "" : path_of(curve));
    this.draft.classList.toggle("is-refused", is_refused);
  }

  show_marquee(rect: Rect | null): void {
    const { x, y, width, height } = rect ?? { x: 0, y: 0, width: 0, height: 0 };
    set_attributes(this.marquee, { x, y, width, height });
  }

  /** Lines that what is moved shares with its neighbours; none takes them away. */
  show_guides(guides: readonly Guide[]): void {
    const line = ({ axis, at, from, to }: Guide): string =>
      axis === "x" ? `M${at} ${from}V${to}` : `M${from} ${at}H${to}`;
    this.guides.setAttribute("d", guides.map(line).join(""));
  }

  /** Signs of what is different since another version. */
  show_differences(signs: readonly SVGGElement[]): void {
    this.differences.replaceChildren(...signs);
  }

  card(id: string): SVGGElement | undefined {
    return this.card_elements.get(id)?.element;
  }

  /** The element of anything that is drawn. */
  element(ref: Ref): SVGGElement | undefined {
    if (ref.of === "component") return this.card(ref.id);
    if (ref.of === "connection") return this.arrow_elements.get(ref.id)?.element;
    const plates = [...(ref.of === "place" ? this.places : this.notes).children] as SVGGElement[];
    return plates.find((each) => plate_id(each) === ref.id);
  }

  look(view: Viewport): void {
    this.is_fitted = false;
    // Whole pixels keep letters sharp while the drawing is moved as a layer.
    this.view_now = view = { ...view, x: Math.round(view.x), y: Math.round(view.y) };
    this.root.style.transform = `translate(${view.x}px, ${view.y}px)`;
    this.paint_paper(view);
    if (view.scale !== this.drawn_scale) this.draw_scale(view.scale);
    for (const listener of this.view_listeners) listener(view);
  }

  /** Only a change of scale draws the SVG again; moving it is left to the compositor. */
  private draw_scale(scale: number): void {
    this.drawn_scale = scale;
    this.world.setAttribute("transform", `scale(${scale})`);
    this.root.classList.toggle("is-middle", scale >= FAR_SCALE && scale < MIDDLE_SCALE);
    this.root.classList.toggle("is-far", scale < FAR_SCALE);
    this.root.classList.toggle("is-nameless", scale < NAMELESS_SCALE);
    this.root.style.setProperty("--far-name-size", `${FAR_NAME_PX / scale}px`);
    this.place_far_names();
  }

  private place_far_names(): void {
    if (this.drawn_scale >= FAR_SCALE || this.drawn_scale === 0) return;
    const components = [...this.card_elements.values()].map(({ component }) => component);
    const above = named_above(components, (NAME_HIGH * FAR_NAME_PX) / this.drawn_scale);
    for (const [id, { element }] of this.card_elements) element.classList.toggle("is-named-above", above.has(id));
  }

  /** Tells when the view or the drawing changed. */
  on_view(listener: ViewListener): void {
    this.view_listeners.add(listener);
  }

  /** Shows the whole design. */
  fit(margin = 28): void {
    const rect = this.shown === null ? null : design_bounds(this.shown);
    this.look(rect === null ? { x: 0, y: 0, scale: 1 } : fitted(rect, this.size, margin));
    this.is_fitted = true;
  }

  zoom(factor: number, around: Point = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    this.look(zoomed(this.view_now, factor, around));
  }

  /** Writes all cards again, such as when the font has come. */
  redraw_cards(): void {
    forget_cut_texts();
    for (const { element, component } of this.card_elements.values()) update_card(element, component, this.catalogue);
  }

  /** The dots of the paper repeat, so the sheet is only ever moved by less than one step, as a layer of its own. */
  private paint_paper(view: Viewport): void {
    const step = 24 * view.scale * (view.scale < 0.5 ? 4 : 1);
    if (view.scale !== this.drawn_scale) this.paper.style.backgroundSize = `${step}px ${step}px`;
    const [x, y] = [((view.x % step) + step) % step, ((view.y % step) + step) % step];
    this.paper.style.transform = `translate(${x}px, ${y}px)`;
  }

  private render_cards(document: DesignDocument): void {
    const left_over = new Set(this.card_elements.keys());
    for (const component of components_of(document)) {
      left_over.delete(component.id);
      const known = this.card_elements.get(component.id);
      if (known?.component === component) continue;
      const element = known?.element ?? make_card(component.id);
      if (known !== undefined && says_the_same(known.component, component)) place_card(element, component);
      else update_card(element, component, this.catalogue);
      if (known === undefined) this.cards.append(element);
      this.card_elements.set(component.id, { element, component });
    }
    for (const id of left_over) {
      this.card_elements.get(id)?.element.remove();
      this.card_elements.delete(id);
    }
  }

  private render_arrows(document: DesignDocument): void {
    const labels = new Map(components_of(document).map((component) => [component.id, label_of(component)]));
    const orders = order_counts(document);
    const left_over = new Set(this.arrow_elements.keys());
    for (const connection of connections_of(document)) {
      const curve = this.curves.get(connection.id);
      if (curve === undefined) continue;
      left_over.delete(connection.id);
      const { from, to } = connection;
      const title = `${labels.get(from) ?? from} → ${labels.get(to) ?? to}`;
      const look = { connection, curve, title, has_order: (orders.get(from) ?? 0) > 1 };
      update_arrow(this.arrow_elements.get(connection.id) ?? this.new_arrow(connection.id), look);
    }
    for (const id of left_over) {
      this.arrow_elements.get(id)?.element.remove();
      this.arrow_elements.delete(id);
    }
  }

  private new_arrow(id: string): Arrow {
    const arrow = make_arrow(id);
    this.arrow_elements.set(id, arrow);
    this.arrows.append(arrow.element);
    return arrow;
  }

  /** Draws boxes and notes anew; the one that had the focus has it again. */
  private render_plates(whole: DesignDocument, document: DesignDocument): void {
    const focused = this.root.querySelector<SVGGElement>(":is(.place, .note):focus");
    this.places.replaceChildren(...draw_places(document, this.place_boxes, whole));
    this.notes.replaceChildren(...draw_notes(document));
    if (focused === null) return;
    const of = focused.classList.contains("note") ? "note" : "place";
    this.element({ of, id: plate_id(focused) })?.focus({ preventScroll: true });
  }
}

/** The id of the note or the place that an element draws. */
function plate_id({ dataset }: SVGGElement): string {
  return dataset["note"] ?? dataset["place"] ?? "";
}

function mark(element: Element, name: string, is_on: boolean): void {
  element.classList.toggle(name, is_on);
  element.setAttribute("aria-pressed", String(is_on));
}
