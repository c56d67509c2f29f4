/** Lists, menus and the sheet of keys, all from the table of actions. */

import { type_label } from "../design/catalogue";
import { components_of, find_place, label_of } from "../design/document";
import type { Command } from "../panels/commands";
import { open_key_sheet } from "../panels/key_sheet";
import { open_menu } from "../panels/menu";
import { open_picker } from "../panels/picker";
import { GROUPS, type Action, type Bench, type Target, GROUP_WORDS } from "../tools/action";
import { ACTIONS, actions_on, is_possible, shown_keys } from "../tools/actions";
import type { Desk } from "../tools/gesture";
import { listen_to_long_press } from "../tools/long_press";
import { aim, ref_at, target_of } from "../tools/pointing";
import { show_components } from "../tools/viewing";
import { focused_id } from "../tools/stops";
import { t } from "../words/words";

const TITLES: Readonly<Record<Target, string>> = {
  component: t("Component"),
  connection: t("Connection"),
  place: t("Place"),
  note: t("Note"),
  several: t("What is chosen"),
  paper: t("Canvas"),
};

/** Wires everything that lists actions. `others` are commands of the page besides the table, made when asked for. */
export function wire_commands(bench: Bench, others: () => readonly Command[]): void {
  const { desk, panels } = bench;
  const { host } = desk.scene;
  panels.set("commands", () => open_picker(t("Find a command"), [...listed(bench), ...linked(), ...others()]));
  document.getElementById("commands-button")?.addEventListener("click", () => panels.get("commands")?.());
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-panel]")) {
    panels.set(link.dataset["panel"] ?? "", () => link.click());
  }
  panels.set("search", () => open_picker(t("Find a component"), component_commands(desk)));
  panels.set("help", () =>
    open_key_sheet(
      in_order(ACTIONS).map((action) => command_of(action, bench)),
      panels.get("tour"),
    ),
  );
  panels.set("menu", () => show_menu(bench, target_of(desk), menu_point(desk)));
  host.addEventListener("contextmenu", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-floating]") !== null) return;
    event.preventDefault();
    // A finger that rested has opened it already.
    if ((event as PointerEvent).pointerType === "touch") return;
    point_and_show(bench, event);
  });
  listen_to_long_press(host, (event) => {
    if (event.target instanceof Element && event.target.closest("[data-floating]") !== null) return;
    bench.hand.cancel();
    point_and_show(bench, event);
  });
}

function point_and_show(bench: Bench, event: MouseEvent): void {
  const target = aim(bench.desk, ref_at(event.target instanceof Element ? event.target : null));
  show_menu(bench, target, { x: event.clientX, y: event.clientY });
}

function show_menu(bench: Bench, target: Target, at: { readonly x: number; readonly y: number }): void {
  const commands = in_order(actions_on(target)).map((action) => command_of(action, bench));
  const offered = commands.filter((command) => command.is_possible);
  if (offered.length > 0) open_menu(TITLES[target], offered, at);
}

/** Beside the card that has the focus or is chosen, else in the middle of the canvas. */
function menu_point(desk: Desk): { readonly x: number; readonly y: number } {
  const id = focused_id(desk) ?? desk.store.selection.find(({ of }) => of === "component")?.id ?? "";
  const box = (desk.scene.card(id) ?? desk.scene.host).getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function in_order(actions: readonly Action[]): readonly Action[] {
  return GROUPS.flatMap((group) => actions.filter((action) => action.group === group));
}

function command_of(action: Action, bench: Bench): Command {
  const { name, label, group } = action;
  const keys = shown_keys(action);
  return {
    name,
    label,
    group: GROUP_WORDS[group],
    keys,
    is_possible: is_possible(action, bench),
    run: () => action.run(bench, ""),
  };
}

function listed(bench: Bench): readonly Command[] {
  const reachable = ACTIONS.filter(({ is_key_only, name }) => is_key_only !== true && name !== "commands");
  return in_order(reachable)
    .map((action) => command_of(action, bench))
    .toSorted((a, b) => Number(b.is_possible) - Number(a.is_possible));
}

/** Pages about this design that only the server knows: each link says what it is called as a command. */
function linked(): readonly Command[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("a[data-command]")].map((link) => ({
    name: link.pathname,
    label: link.dataset["command"] ?? "",
    group: t("Design"),
    keys: "",
    detail: link.dataset["detail"] ?? "",
    is_possible: true,
    run: () => link.click(),
  }));
}

function component_commands(desk: Desk): readonly Command[] {
  const { document: design } = desk.store;
  return components_of(design).map((component) => {
    const place = component.place ? find_place(design, component.place) : undefined;
    const type = type_label(desk.catalogue, component.type);
    return {
      name: component.id,
      label: label_of(component),
      group: t("Components"),
      keys: "",
      detail: place === undefined ? type : t("{type} in {place}", { type, place: label_of(place) }),
      is_possible: true,
      run: () => {
        desk.store.select([{ of: "component", id: component.id }]);
        show_components(desk, [component.id]);
        desk.scene.card(component.id)?.focus({ preventScroll: true });
      },
    };
  });
}
