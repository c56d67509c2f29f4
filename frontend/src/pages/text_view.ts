/** The design as text beside the canvas: what is written in either is in the other a moment later. */

import { changes_between, is_same } from "../design/difference";
import { text_form, type Read, type TextError, type TextForm } from "../design/text";
import { glyph, h } from "../panels/dom";
import type { Problem } from "../panels/context";
import type { DesignStore } from "../design/store";
import { by_id } from "./page";
import { t } from "../words/words";

const QUIET_MS = 350;
const LINE_PX = 20;
const TOP_PX = 8;
const LISTED_MOST = 20;

export class TextView {
  private readonly area = h("textarea", {
    class: "text-area",
    "aria-label": t("The design as YAML"),
    "aria-describedby": "text-state",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    wrap: "off",
  });
  private readonly numbers = h("pre", { class: "text-numbers", "aria-hidden": "true" });
  private readonly marks = h("div", { class: "text-marks", "aria-hidden": "true" });
  private readonly state = h("p", { class: "text-state", id: "text-state", role: "status" });
  private readonly list = h("ul", { class: "text-errors" });
  private readonly host: HTMLElement;
  private form: TextForm | null = null;
  private read: Read | null = null;
  private timer = 0;
  private errors: readonly TextError[] = [];
  /** Whether what is written has not become the design: it is wrong, or not allowed here. */
  private is_apart = false;
  private is_ours = false;

  constructor(
    private readonly store: DesignStore,
    private readonly problems: () => readonly Problem[],
  ) {
    const close = { type: "button", class: "quiet icon-button", "aria-label": t("Close the text") };
    this.host = h(
      "section",
      { class: "text-view", "aria-label": t("Text"), "data-floating": "", hidden: true },
      h("header", {}, h("h2", {}, t("Text")), h("button", { ...close, onclick: () => this.toggle() }, glyph("close"))),
      h("div", { class: "text-sheet" }, h("div", { class: "text-gutter" }, this.numbers), this.marks, this.area),
      h("footer", {}, this.state, this.list),
    );
    by_id("canvas").after(this.host);
    this.area.addEventListener("input", () => this.on_input());
    this.area.addEventListener("scroll", () => this.follow_scroll());
    this.area.addEventListener("keydown", (event) => this.on_key(event));
    store.subscribe((now, before) => {
      if (now.document !== before.document && !this.host.hidden && !this.is_ours) this.on_drawn();
    });
  }

  toggle(): void {
    const opens = this.host.hidden === true;
    this.host.hidden = !opens;
    document.body.classList.toggle("has-text", opens);
    if (!opens) return by_id("canvas").querySelector<SVGElement>('.card[tabindex="0"]')?.focus({ preventScroll: true });
    void this.open();
  }

  /** What the server found wrong belongs to lines too. */
  renew_problems(): void {
    if (!this.host.hidden && !this.is_apart) this.say_state();
  }

  private async open(): Promise<void> {
    this.say(t("Fetching …"), []);
    this.form ??= await text_form().catch(() => null);
    if (this.form === null) return this.say(t("The part that writes text did not come. Close this and try again."), []);
    if (this.area.value === "" || !this.is_apart) this.write();
    this.area.focus();
  }

  private write(): void {
    if (this.form === null) return;
    window.clearTimeout(this.timer);
    const [start, top] = [this.area.selectionStart, this.area.scrollTop];
    this.area.value = this.form.write(this.store.document);
    this.area.setSelectionRange(start, start);
    this.area.scrollTop = top;
    this.is_apart = false;
    this.read = this.form.read(this.area.value);
    this.count();
    this.say_state();
  }

  private on_input(): void {
    this.count();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.take(), QUIET_MS);
  }

  /** What is written becomes the design as one step, which goes on while one types. */
  private take(): void {
    if (this.form === null) return;
    this.read = this.form.read(this.area.value);
    const { document: written, errors } = this.read;
    this.is_apart = written === null;
    if (written === null) return this.say(t("The drawing stays as it is until this is right."), errors);
    const changes = changes_between(this.store.document, written);
    this.is_ours = true;
    try {
      this.store.commit({ label: t("Edit the text"), changes, merge: "text", selection: [] });
    } finally {
      this.is_ours = false;
    }
    this.is_apart = !is_same(this.store.document, written);
    if (this.is_apart) this.say(t("That may not be changed here; the drawing stays as it is."), []);
    else this.say_state();
  }

  /** The drawing changed: the text follows, unless there is something in it that is not in the drawing yet. */
  private on_drawn(): void {
    if (!this.is_apart) return this.write();
    const again = h("button", { type: "button", onclick: () => this.write() }, t("Write the drawing as text"));
    this.say(t("The drawing has changed meanwhile. Putting your text right takes that back; or:"), this.errors);
    this.list.append(h("li", {}, again));
  }

  private say_state(): void {
    const { read } = this;
    const found = this.problems().map(({ path, message }) => ({ line: read?.line_of(path) ?? 1, message }));
    this.say(found.length === 0 ? t("The text and the drawing say the same.") : t("Before it can run:"), found);
  }

  private say(words: string, errors: readonly TextError[]): void {
    this.errors = errors;
    if (this.state.textContent !== words) this.state.textContent = words;
    this.area.setAttribute("aria-invalid", String(this.is_apart));
    const rows = errors.slice(0, LISTED_MOST).map(({ line, message }) => {
      const go = { type: "button", class: "quiet link-row", onclick: () => this.go(line) };
      return h("li", {}, h("button", go, t("Line {line}: {message}", { line, message })));
    });
    this.list.replaceChildren(...rows);
    this.follow_scroll();
  }

  private go(line: number): void {
    const before = this.area.value.split("\n").slice(0, line - 1);
    const start = before.join("\n").length + (line > 1 ? 1 : 0);
    const end = this.area.value.indexOf("\n", start);
    this.area.focus();
    this.area.setSelectionRange(start, end < 0 ? this.area.value.length : end);
    this.area.scrollTop = Math.max(0, (line - 4) * LINE_PX);
  }

  private count(): void {
    const lines = this.area.value.split("\n").length;
    if (Number(this.numbers.dataset["count"]) === lines) return;
    this.numbers.dataset["count"] = String(lines);
    this.numbers.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
  }

  private follow_scroll(): void {
    const { scrollTop } = this.area;
    this.numbers.style.transform = `translateY(${-scrollTop}px)`;
    const marks = [...new Set(this.errors.map(({ line }) => line))].map((line) => {
      const mark = h("div", { class: "text-mark" });
      mark.style.top = `${TOP_PX + (line - 1) * LINE_PX - scrollTop}px`;
      return mark;
    });
    this.marks.replaceChildren(...marks);
  }

  /** Tab leaves the text, as in any field; Escape closes it. */
  private on_key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      this.toggle();
    }
    if (event.key !== "Enter" || event.isComposing) return;
    const { selectionStart: at, value } = this.area;
    const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at);
    const indent = /^ */.exec(line)?.[0] ?? "";
    if (indent === "") return;
    event.preventDefault();
    this.area.setRangeText(`\n${indent}`, at, this.area.selectionEnd, "end");
    this.on_input();
  }
}
