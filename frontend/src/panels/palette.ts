/** The palette: every component type and preset of the catalogue, by family, to drag or to press. */

import type { Catalogue, ComponentType, Preset } from "../design/catalogue";
import { h, type_icon } from "./dom";
import { t, tn } from "../words/words";

/** What a palette entry stands for. */
export interface Offer {
  readonly type: ComponentType;
  readonly preset?: Preset;
}

/** The kind of what is dragged from the palette. */
export const OFFER_KIND = "application/x-backlot-component";

/** All entries of the palette: every type, followed by its presets. */
export function offers(catalogue: Catalogue): readonly Offer[] {
  return catalogue.components.flatMap((type) => [{ type }, ...type.presets.map((preset) => ({ type, preset }))]);
}

/** Whether an entry answers to what was typed into the search. */
export function matches(offer: Offer, query: string): boolean {
  const { type, preset } = offer;
  const text = [type.label, type.name, type.family, preset?.label, preset?.help, type.help].join(" ").toLowerCase();
  return query
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Fills the palette. `on_add` is called when an entry is pressed rather than dragged. */
export function fill_palette(
  host: HTMLElement,
  catalogue: Catalogue,
  on_add: (offer: Offer) => void,
  is_offered: (offer: Offer) => boolean = () => true,
): void {
  const list = h("div", { class: "palette-list" });
  const search = h("input", {
    type: "search",
    placeholder: t("Search"),
    "aria-label": t("Search components"),
    autocomplete: "off",
  });
  const empty = h("p", { class: "muted palette-empty", role: "status" });
  const show = (): void => {
    const found = offers(catalogue).filter((offer) => is_offered(offer) && matches(offer, search.value));
    list.replaceChildren(...families(catalogue, found, search.value.trim() !== "", on_add));
    empty.textContent =
      found.length > 0
        ? ""
        : t("Nothing here is called “{words}”. Try a word such as cache or service.", { words: search.value });
  };
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("button")?.click();
  });
  show();
  host.replaceChildren(h("div", { class: "palette-search" }, search), list, empty);
}

function families(
  catalogue: Catalogue,
  found: readonly Offer[],
  is_search: boolean,
  on_add: (offer: Offer) => void,
): readonly HTMLElement[] {
  return catalogue.families.flatMap((family) => {
    const members = found.filter((offer) => offer.type.family === family.name);
    if (members.length === 0) return [];
    const types = members.filter((offer) => is_search || offer.preset === undefined);
    const presets = members.filter((offer) => !is_search && offer.preset !== undefined);
    return [
      h(
        "section",
        {},
        h("h3", {}, family.label),
        listed(types, on_add),
        presets.length > 0 && ready_made(presets, on_add),
      ),
    ];
  });
}

function listed(members: readonly Offer[], on_add: (offer: Offer) => void): HTMLElement {
  return h("ul", {}, ...members.map((offer) => h("li", {}, entry(offer, on_add))));
}

function ready_made(presets: readonly Offer[], on_add: (offer: Offer) => void): HTMLElement {
  return h(
    "details",
    { class: "ready-made" },
    h("summary", {}, tn("{count} ready-made", "{count} ready-made", presets.length)),
    listed(presets, on_add),
  );
}

function entry(offer: Offer, on_add: (offer: Offer) => void): HTMLElement {
  const { type, preset } = offer;
  const help = preset?.help || type.help;
  const properties = {
    type: "button",
    class: "offer",
    draggable: "true",
    title: help,
    "data-type": type.name,
    "data-preset": preset?.name,
  };
  const on_drag = (event: DragEvent): void => {
    event.dataTransfer?.setData(OFFER_KIND, JSON.stringify({ type: type.name, preset: preset?.name }));
    if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = "copy";
  };
  return h(
    "button",
    { ...properties, ondragstart: on_drag, onclick: () => on_add(offer) },
    type_icon(type.icon),
    h("span", {}, preset?.label ?? type.label),
  );
}

/** The entry that was dragged, when it came from this palette. */
export function dropped_offer(catalogue: Catalogue, event: DragEvent): Offer | null {
  const text = event.dataTransfer?.getData(OFFER_KIND);
  if (!text) return null;
  const { type: name, preset: preset_name } = JSON.parse(text) as { type: string; preset?: string };
  const type = catalogue.components.find((candidate) => candidate.name === name);
  if (type === undefined) return null;
  const preset = type.presets.find((candidate) => candidate.name === preset_name);
  return preset === undefined ? { type } : { type, preset };
}
