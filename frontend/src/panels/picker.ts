/** A list to type into: all commands, or the components of the design. */

import { found, type Command } from "./commands";
import { h } from "./dom";
import { t, tn } from "../words/words";

/** More are not listed at once; typing narrows them. */
const SHOWN_MOST = 60;

/** Opens over the page until something is chosen; the focus goes back to where it was. */
export function open_picker(title: string, commands: readonly Command[]): void {
  new Picker(title, commands).open();
}

class Picker {
  private readonly list = h("ul", { class: "picker-list", role: "listbox", id: "picker-list" });
  private readonly count = h("p", { class: "unseen", role: "status" });
  private readonly input: HTMLInputElement;
  private readonly dialog: HTMLDialogElement;
  private shown: readonly Command[] = [];
  private at = 0;

  constructor(
    title: string,
    private readonly commands: readonly Command[],
  ) {
    this.input = h("input", {
      type: "text",
      role: "combobox",
      placeholder: title,
      "aria-label": title,
      "aria-controls": "picker-list",
      "aria-expanded": "true",
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
    });
    this.list.setAttribute("aria-label", title);
    this.dialog = h("dialog", { class: "picker", "aria-label": title }, this.input, this.list, this.count);
    this.input.addEventListener("input", () => this.show(0));
    this.dialog.addEventListener("keydown", (event) => this.on_key(event));
    this.dialog.addEventListener("close", () => this.dialog.remove());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  open(): void {
    document.body.append(this.dialog);
    this.show(0);
    this.dialog.showModal();
    this.input.focus();
  }

  private show(at: number): void {
    const all = found(this.commands, this.input.value);
    this.shown = all.slice(0, SHOWN_MOST);
    this.at = at;
    const empty = h("li", { class: "muted picker-empty", role: "presentation" }, t("Nothing answers to that."));
    const entries = this.shown.map((each, index) => this.entry(each, index));
    this.list.replaceChildren(...(entries.length === 0 ? [empty] : entries));
    this.count.textContent = tn("{count} found", "{count} found", all.length);
    this.mark();
  }

  private entry(command: Command, index: number): HTMLElement {
    const entry = h(
      "li",
      {
        id: `picker-${index}`,
        role: "option",
        "aria-disabled": command.is_possible ? undefined : "true",
        onclick: () => this.choose(index),
      },
      h("span", {}, command.label, command.detail ? h("small", {}, command.detail) : null),
      command.keys === "" ? h("small", {}, command.detail ? "" : command.group) : h("kbd", {}, command.keys),
    );
    return entry;
  }

  private mark(): void {
    const entries = this.list.querySelectorAll("[role=option]");
    entries.forEach((entry, index) => entry.setAttribute("aria-selected", String(index === this.at)));
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
    if (this.shown.length > 0) this.input.setAttribute("aria-activedescendant", `picker-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private on_key(event: KeyboardEvent): void {
    // The page behind does nothing while this is open.
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) this.at = Math.max(0, Math.min(this.shown.length - 1, this.at + step));
    else if (event.key === "Enter") this.choose(this.at);
    else return;
    event.preventDefault();
    if (this.dialog.open) this.mark();
  }

  private choose(index: number): void {
    const command = this.shown[index];
    if (command === undefined || !command.is_possible) return;
    this.dialog.close();
    command.run();
  }
}
