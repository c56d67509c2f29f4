/** Versions of the design: naming one, seeing what is different since, and going back to it as one step. */

import { draw_differences } from "../canvas/compare";
import { changes_between } from "../design/difference";
import { normalised, type DesignDocument } from "../design/document";
import { differences, summary, type Difference, HOW_WORDS } from "../design/telling";
import { glyph, h, refill } from "../panels/dom";
import { say } from "../tools/gesture";
import { fetch_json, send } from "./page";
import type { Stage } from "./stage";
import { date_language, t } from "../words/words";

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
    "aria-label": t("Versions"),
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
      { type: "button", class: "quiet icon-button", "aria-label": t("Close versions"), onclick: () => this.close() },
      glyph("close"),
    );
    const named = this.listed.versions.filter(({ name }) => name !== "");
    const others = this.listed.versions.filter(({ name }) => name === "").slice(0, 20);
    refill(
      this.host,
      h("header", {}, h("h2", {}, t("Versions")), close),
      this.naming(),
      ...this.comparison(),
      named.length > 0 && h("h3", {}, t("Named")),
      h("ul", {}, ...named.map((each) => this.entry(each))),
      others.length > 0 &&
        h(
          "details",
          { open: named.length === 0 },
          h("summary", { "data-key": "autosaved" }, t("Saved by themselves")),
          h("ul", {}, ...others.map((each) => this.entry(each))),
        ),
    );
  }

  private naming(): HTMLElement {
    const input = h("input", {
      type: "text",
      maxlength: 80,
      required: true,
      "aria-label": t("Name of this version"),
      placeholder: t("Name of this version"),
      "data-key": "version-name",
      autocomplete: "off",
    });
    const form = h("form", { class: "line-form" }, input, h("button", { class: "primary" }, t("Keep")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.keep(input.value.trim());
    });
    return form;
  }

  private async keep(name: string): Promise<void> {
    const { desk } = this.stage;
    if (name === "") return;
    if (!(await this.is_saved())) return say(desk, t("The design is not saved yet, so that it cannot be kept."));
    const { newest } = await fetch_json<Versions>(this.address());
    if (await this.rename(newest, name)) say(desk, t("“{name}” is kept.", { name }));
  }

  /** Gives a version a name; an empty one lets it go with the others. */
  private async rename(version: number, name: string): Promise<boolean> {
    const answer = await send(this.address(version), new URLSearchParams({ name }));
    const told = (await answer.json()) as Versions & { errors?: readonly { message: string }[] };
    if (answer.ok) this.listed = told;
    else say(this.stage.desk, told.errors?.[0]?.message ?? t("The name could not be kept."));
    this.draw();
    return answer.ok;
  }

  private entry({ version, name, created }: Listed): HTMLElement {
    const time = new Date(created);
    const words = name === "" ? time.toLocaleTimeString(date_language) : name;
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
      h("span", { title: time.toLocaleString(date_language) }, words),
      act(t("Compare"), () => void this.compare(version, words)),
      act(t("Restore"), () => void this.restore(version, words)),
      name !== "" && act(t("Forget"), () => void this.rename(version, "")),
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
    store.commit({ label: t("Restore {words}", { words }), changes, selection: [] });
    if (changes.length === 0) say(this.stage.desk, t("The design is as it was then."));
    else if (store.document !== before) say(this.stage.desk, t("“{words}” is back. Ctrl+Z undoes that.", { words }));
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
      h("h3", {}, t("Since {words}: {summary}", { words, summary: summary(found) })),
      h("ul", { class: "difference-list", role: "list" }, ...lines),
      h("button", { type: "button", "data-key": "stop-comparing", onclick: stop }, t("Stop comparing")),
    ];
  }
}

function told({ how, name, details }: Difference): string {
  const more = how === "changed" ? `: ${details.join(", ")}` : ` ${HOW_WORDS[how]}`;
  return `${SIGNS[how]} ${name}${more}`;
}
