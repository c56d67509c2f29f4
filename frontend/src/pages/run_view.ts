/** A run on a page: the session drives the overlay, the dock and the panel of the server. */

import { blast_of } from "../design/blast";
import { DesignStore } from "../design/store";
import type { Overlay } from "../canvas/overlay";
import type { OtherRun } from "../charts/strip";
import { Bulletin } from "./bulletin";
import { Dock } from "./dock";
import { live_facts } from "./facts";
import { by_id, csrf_token, fresh_key, load_fragment } from "./page";
import { component_label, type Value } from "../design/document";
import { fork_address, run_address } from "../live/addresses";
import { held } from "../live/frames";
import "./report";
import { broken_at, changed_to, line_words, STATE_WORDS } from "../live/messages";
import { blast_words, RunStory } from "./run_story";
import { RunSession, type SessionChange } from "./session";
import type { Inspector } from "../panels/inspector";
import type { Shown } from "./why";
import type { Intervention } from "../panels/context";
import { t } from "../words/words";

const FACTS_EVERY_MS = 300;
/** More new frames than this at once are the past being caught up with; easing through it would mislead. */
const LIVE_BATCH_FRAMES = 40;

/** What else on the page wants to know about the run. */
export interface RunViewListener {
  /** A run was attached, began, paused or ended. */
  changed(view: RunView): void;
}

export class RunView {
  session: RunSession | null = null;
  private waiting = false;
  private drawn_frames = 0;
  private facts_at_ms = 0;
  private was_alive = false;
  private readonly story = new RunStory();
  private blast_of = "";
  private panel_asked = "";
  private bulletin = new Bulletin((id) => id);

  constructor(
    private readonly store: DesignStore,
    private readonly overlay: Overlay,
    private readonly dock: Dock,
    private readonly inspector: () => Inspector | null,
    private readonly listener: RunViewListener,
  ) {
    const is_start = (event: Event): boolean => (event.target as Element).matches("form[data-starts-run]");
    const checking = { status: null, clock_s: 0, warm_up_s: 0, has_all: false };
    document.body.addEventListener("htmx:beforeRequest", (event) => {
      if (is_start(event)) this.story.show(checking, "");
    });
    document.body.addEventListener("htmx:afterRequest", (event) => {
      if (!is_start(event)) return;
      this.story.hide();
      this.request();
    });
    by_id("fork-button").addEventListener("click", () => void this.fork());
    by_id("log-slot").addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>("[data-undo]");
      if (button !== null) void this.undo(button);
    });
    by_id("dock").addEventListener("click", (event) => {
      const moment = (event.target as Element).closest<HTMLElement>("[data-moment-s]");
      if (moment === null || this.session === null) return;
      event.preventDefault();
      this.dock.look_at(Number(moment.dataset["momentS"]));
    });
    store.subscribe((now, before) => {
      if (now.selection === before.selection) return;
      const [only] = now.selection;
      dock.choose(only?.of === "component" ? only.id : null);
      this.facts_at_ms = 0;
      this.request();
    });
  }

  /** Follows a run; the same run again is left as it is. */
  follow(run: string): void {
    if (this.session?.run === run) return;
    this.session?.close();
    this.overlay.detach();
    this.drawn_frames = 0;
    this.panel_asked = "";
    by_id("report-slot").replaceChildren();
    by_id("log-slot").replaceChildren();
    this.bulletin = new Bulletin((id) => component_label(this.store.document, id));
    this.session = new RunSession(run, (session, change) => this.on_change(session, change));
    this.dock.follow(this.session);
    this.listener.changed(this);
  }

  /** What numbers are made from at the moment; null where no run is shown. */
  get asked_about(): Shown | null {
    const series = this.session?.series ?? null;
    if (series === null) return null;
    const chosen = this.store.selection[0]?.id ?? "";
    return { series, chosen, window_of: (table) => this.dock.stretch_of(table) };
  }

  /** Shows the run beside one that was before it. */
  set_beside(before: OtherRun): void {
    this.dock.open_tab("overview");
    void this.dock.compare(before);
  }

  /** Lets go of the run: the page is as it was before any. */
  close(): void {
    this.session?.close();
    this.session = null;
    this.was_alive = false;
    this.overlay.detach();
    this.story.hide();
    this.blast_of = "";
    for (const slot of ["run-slot", "report-slot", "log-slot"]) by_id(slot).replaceChildren();
    this.dock.follow(null);
    this.inspector()?.show_facts([]);
    this.listener.changed(this);
  }

  get can_break(): boolean {
    return this.session?.is_alive === true && document.querySelector("[data-interventions]") !== null;
  }

  /** Sends an intervention; gives the reason when it is refused. */
  async intervene(intervention: Intervention | { readonly undo: number }): Promise<string | null> {
    if (this.session === null) return t("There is no run to break.");
    try {
      const answer = await fetch(`/runs/${this.session.run}/interventions/`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf_token() },
        body: JSON.stringify({ ...intervention, key: fresh_key() }),
      });
      if (answer.status === 201) return null;
      if (answer.status === 409 || answer.status === 422) {
        const { errors } = (await answer.json()) as { errors: readonly { message: string }[] };
        return errors[0]?.message ?? t("This is not possible.");
      }
      return t("The server answered {status}. Try once more.", { status: answer.status });
    } catch {
      return t("No connection. Nothing was changed; try once more.");
    }
  }

  /** A run of one's own from the frame that is shown; it has a page of its own, and waits there. */
  private async fork(): Promise<void> {
    const { session } = this;
    if (session === null || session.shown === null) return;
    const body = new URLSearchParams({ frame: String(session.shown.n), key: fresh_key() });
    try {
      const headers = { "X-CSRFToken": csrf_token() };
      const answer = await fetch(fork_address(session.run), { method: "POST", headers, body });
      if (answer.redirected) location.assign(answer.url);
      else this.dock.say(text_of(await answer.text()));
    } catch {
      this.dock.say(t("No connection; try once more."));
    }
  }

  private async undo(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    const reason = await this.intervene({ undo: Number(button.dataset["undo"]) });
    if (reason === null) return;
    button.disabled = false;
    this.dock.say(reason);
  }

  private on_change(session: RunSession, change: SessionChange): void {
    if (session !== this.session) return;
    if (change === "log") this.take_log(session);
    if (change === "status") this.take_status(session);
    if (change === "cursor") this.show_frame(session, true);
    this.request();
  }

  private take_log(session: RunSession): void {
    load_fragment(run_address(session.run, "log/"), "#log-slot");
    this.announce(session.log.at(-1)?.sentence ?? "");
    this.listener.changed(this);
  }

  /** Says something to screen readers; pictures and numbers change far too often for that. */
  private announce(text: string): void {
    const announcer = by_id("announcer");
    if (announcer.textContent !== text) announcer.textContent = text;
  }

  /** Whether a failure was done to a target and not healed since. */
  is_broken(failure: string, target: string): boolean {
    return (
      this.session?.log.some(
        (entry) => entry.failure === failure && entry.target === target && !entry.heal && !entry.undone,
      ) === true
    );
  }

  /** What a parameter of a target was changed to in this run, if it was. */
  changed_to(target: string, parameter: string): Value | null | undefined {
    return changed_to(this.session?.log ?? [], target, parameter) as Value | null | undefined;
  }

  private take_status(session: RunSession): void {
    const { status } = session;
    if (status === null) return;
    this.overlay.set_moving(session.is_moving);
    const line = document.querySelector("#run-slot .run-line");
    if (line !== null) line.textContent = line_words(status);
    this.renew_panel(session.run, `${status.state} ${status.paused} ${status.speed}`);
    if (session.is_alive !== this.was_alive) this.announce(STATE_WORDS[status.state]);
    if (session.is_alive !== this.was_alive || !session.is_alive) this.listener.changed(this);
    if (!session.is_alive) load_fragment(run_address(session.run, "report/"), "#report-slot");
    this.was_alive = session.is_alive;
  }

  /** Asks the server for its panel again when it shows another state than the run has. */
  private renew_panel(run: string, wanted: string): void {
    const panel = document.querySelector<HTMLElement>(`#run-slot [data-run="${run}"]`);
    const shows =
      panel === null ? "" : `${panel.dataset["state"]} ${panel.dataset["paused"]} ${panel.dataset["speed"]}`;
    if (shows === wanted || this.panel_asked === wanted) return;
    this.panel_asked = wanted;
    load_fragment(run_address(run, "panel/"), "#run-slot");
  }

  private request(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame((now_ms) => {
      this.waiting = false;
      this.draw(now_ms);
    });
  }

  private draw(now_ms: number): void {
    const { session } = this;
    if (session === null) return;
    this.feed_overlay(session);
    this.tell(session);
    this.dock.draw();
    if (session.shown !== null && now_ms - this.facts_at_ms >= FACTS_EVERY_MS) {
      this.facts_at_ms = now_ms;
      this.show_facts(session);
      this.tell_news(session, now_ms);
    }
  }

  /** The stage of the run, and how far what is broken at this moment reaches, on the canvas and in words. */
  private tell(session: RunSession): void {
    const { document } = this.store;
    const clock_s = session.shown?.clock_s ?? 0;
    const targets = broken_at(session.log, clock_s).flatMap(({ target }) => (target === undefined ? [] : [target]));
    const blast = targets.length === 0 ? null : blast_of(document, targets);
    const asked = targets.join(" ");
    if (asked !== this.blast_of) this.overlay.show_blast(blast);
    this.blast_of = asked;
    const { frames_count = 0 } = session.series?.layout ?? {};
    const warm_up = document.workload?.warm_up;
    const known = {
      status: session.status,
      clock_s: session.series?.frames.at(-1)?.clock_s ?? 0,
      warm_up_s: typeof warm_up === "number" ? warm_up : 0,
      has_all: frames_count > 0 && (session.series?.frames.length ?? 0) >= frames_count,
    };
    this.story.show(known, blast === null ? "" : blast_words(document, blast));
  }

  /** What the outline says of a component besides its numbers: whether it is broken, or depends on what is. */
  trouble_words(id: string): string {
    const { session } = this;
    if (session === null || session.shown === null) return "";
    const on = broken_at(session.log, session.shown.clock_s);
    if (on.length === 0) return "";
    const own = on.filter(({ target }) => target === id).map(({ sentence }) => sentence);
    if (own.length > 0) return own.join("; ");
    const blast = blast_of(
      this.store.document,
      on.flatMap(({ target }) => (target === undefined ? [] : [target])),
    );
    if (blast.broken.has(id)) return t("broken");
    return blast.reached.has(id) ? t("depends on what is broken") : "";
  }

  /** Only of what happens now: who looks back reads it where they look. */
  private tell_news(session: RunSession, now_ms: number): void {
    if (session.series === null || session.cursor !== null) return;
    const words = this.bulletin.words(session.series, session.position, now_ms);
    if (words !== "") this.announce(words);
  }

  private feed_overlay(session: RunSession): void {
    const frames = session.series?.frames ?? [];
    if (session.series === null || frames.length === this.drawn_frames) return;
    if (this.drawn_frames === 0) this.overlay.attach(session.series.layout);
    const is_catching_up = frames.length - this.drawn_frames > LIVE_BATCH_FRAMES || !session.is_alive;
    this.overlay.learn(frames.slice(this.drawn_frames));
    this.drawn_frames = frames.length;
    if (session.cursor === null) this.show_frame(session, is_catching_up);
  }

  private show_frame(session: RunSession, at_once: boolean): void {
    const frame = session.series === null ? null : held(session.series, session.position);
    if (frame !== null) this.overlay.show(frame, session.is_moving, at_once);
    this.facts_at_ms = 0;
  }

  private show_facts(session: RunSession): void {
    const [only] = this.store.selection;
    if (only !== undefined && session.series !== null)
      this.inspector()?.show_facts(live_facts(session.series, session.position, only));
  }

  /** Shows the facts at the next picture, such as after the inspector was drawn again. */
  renew_facts(): void {
    this.facts_at_ms = 0;
    this.request();
  }
}

/** What a refusal says, without its markup. */
function text_of(markup: string): string {
  const parsed = new DOMParser().parseFromString(markup, "text/html");
  const errors = parsed.querySelector("#run-errors, main") ?? parsed.body;
  return (errors.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 200);
}
