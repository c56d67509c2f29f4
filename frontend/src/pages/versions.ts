/** Versions of the design: naming one, seeing what is different since, and going back to it as one step. */

import { draw_differences } from "../canvas/compare";
import { changes_between } from "../design/difference";
import { normalised, type DesignDocument } from "../design/document";
import { differences, summary, type Difference } from "../design/telling";
import { glyph, h, refill } from "../panels/dom";
import { say } from "../tools/gesture";
import { fetch_json, send } from "./page";
import type { Stage } from "./stage";

interface Listed {
  readonly version: number;
  readonly name: string;
  readonly created: string;
}

interface Versions {
  readonly versions: readonly Listed[];
  readonly newest: number;
}

const DETAILS_MOST = 200;
const SIGNS = { came: "+", went: "−", changed: "~" } as const;

export class VersionsPanel {
  private readonly host = h("section", {
    class: "side-card",
    "aria-label": "Versions",
    "data-floating": "",
    hidden: true,
  });
  private listed: Versions = { versions: [], newest: 0 };
  private compared: { readonly words: string; readonly document: DesignDocument } | null = null;

  constructor(
    private readonly design: string,
    private readonly stage: Stage,
    private readonly is_saved: () => Promise<boolean>,
  ) {
    const { desk } = stage;
    desk.scene.host.after(this.host);
    this.host.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    });
    desk.store.subscribe((now, before) => {
      if (now.document !== before.document && this.compared !== null) this.draw();
    });
  }

  async open(): Promise<void> {
    this.host.hidden = false;
    await this.is_saved();
    this.listed = await fetch_json<Versions>(this.address());
    this.draw();
    this.host.querySelector<HTMLElement>("input, button")?.focus();
  }

  private close(): void {
    this.host.hidden = true;
    this.compared = null;
    this.stage.desk.scene.show_differences([]);
    this.stage.desk.scene.root.querySelector<SVGElement>('.card[tabindex="0"]')?.focus({ preventScroll: true });
  }

  private address(version?: number): string {
    return `/designs/${this.design}/versions/${version === undefined ? "" : `${version}/`}`;
  }

  private draw(): void {
    const close = h(
      "button",
      { type: "button", class: "quiet icon-button", "aria-label": "Close versions", onclick: () => this.close() },
      glyph("close"),
    );
    const named = this.listed.versions.filter(({ name }) => name !== "");
    const others = this.listed.versions.filter(({ name }) => name === "").slice(0, 20);
    refill(
      this.host,
      h("header", {}, h("h2", {}, "Versions"), close),
      this.naming(),
      ...this.comparison(),
      named.length > 0 && h("h3", {}, "Named"),
      h("ul", {}, ...named.map((each) => this.entry(each))),
      others.length > 0 &&
        h(
          "details",
          { open: named.length === 0 },
          h("summary", { "data-key": "autosaved" }, "Saved by themselves"),
          h("ul", {}, ...others.map((each) => this.entry(each))),
        ),
    );
  }

  private naming(): HTMLElement {
    const input = h("input", {
      type: "text",
      maxlength: 80,
      required: true,
      "aria-label": "Name of this version",
      placeholder: "Name of this version",
      "data-key": "version-name",
      autocomplete: "off",
    });
    const form = h("form", { class: "line-form" }, input, h("button", { class: "primary" }, "Keep"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.keep(input.value.trim());
    });
    return form;
  }

  private async keep(name: string): Promise<void> {
    const { desk } = this.stage;
    if (name === "") return;
    if (!(await this.is_saved())) return say(desk, "The design is not saved yet, so that it cannot be kept.");
    const { newest } = await fetch_json<Versions>(this.address());
    if (await this.rename(newest, name)) say(desk, `“${name}” is kept.`);
  }

  /** Gives a version a name; an empty one lets it go with the others. */
  private async rename(version: number, name: string): Promise<boolean> {
    const answer = await send(this.address(version), new URLSearchParams({ name }));
    const told = (await answer.json()) as Versions & { errors?: readonly { message: string }[] };
    if (answer.ok) this.listed = told;
    else say(this.stage.desk, told.errors?.[0]?.message ?? "The name could not be kept.");
    this.draw();
    return answer.ok;
  }

  private entry({ version, name, created }: Listed): HTMLElement {
    const time = new Date(created);
    const words = name === "" ? time.toLocaleTimeString() : name;
    const act = (text: string, run: () => void): HTMLElement =>
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-key": `${text}-${version}`,
          "aria-label": `${text} ${words}`,
          onclick: run,
        },
        text,
      );
    return h(
      "li",
      {},
      h("span", { title: time.toLocaleString() }, words),
      act("Compare", () => void this.compare(version, words)),
      act("Restore", () => void this.restore(version, words)),
      name !== "" && act("Forget", () => void this.rename(version, "")),
    );
  }

  private async read(version: number): Promise<DesignDocument> {
    const { document } = await fetch_json<{ document: DesignDocument }>(this.address(version));
    return normalised(document);
  }

  private async compare(version: number, words: string): Promise<void> {
    this.compared = { words, document: await this.read(version) };
    this.draw();
  }

  private async restore(version: number, words: string): Promise<void> {
    const { store } = this.stage.desk;
    const changes = changes_between(store.document, await this.read(version));
    const before = store.document;
    store.commit({ label: `Restore ${words}`, changes, selection: [] });
    if (changes.length === 0) say(this.stage.desk, "The design is as it was then.");
    else if (store.document !== before) say(this.stage.desk, `“${words}” is back. Ctrl+Z undoes that.`);
  }

  /** What is different since the compared version: in words here, and by signs on the canvas. */
  private comparison(): readonly HTMLElement[] {
    const { scene, store, catalogue } = this.stage.desk;
    if (this.compared === null) {
      scene.show_differences([]);
      return [];
    }
    const { words, document: then } = this.compared;
    const found = differences(catalogue, then, store.document);
    scene.show_differences(draw_differences(then, store.document, found));
    const stop = (): void => {
      this.compared = null;
      this.draw();
    };
    const lines = found.slice(0, DETAILS_MOST).map((each) => h("li", { class: `is-${each.how}` }, told(each)));
    return [
      h("h3", {}, `Since ${words}: ${summary(found)}`),
      h("ul", { class: "difference-list", role: "list" }, ...lines),
      h("button", { type: "button", "data-key": "stop-comparing", onclick: stop }, "Stop comparing"),
    ];
  }
}

function told({ how, name, details }: Difference): string {
  const more = how === "changed" ? `: ${details.join(", ")}` : ` ${how}`;
  return `${SIGNS[how]} ${name}${more}`;
}
