/** A page that draws, edits, saves, runs and breaks one design: the sandbox, or a lesson around it. */

import { free_spot } from "../canvas/geometry";
import { to_world } from "../canvas/viewport";
import { headline_of, type Catalogue } from "../design/catalogue";
import type { Transaction } from "../design/change";
import { components_of, normalised, type DesignDocument, type Ref } from "../design/document";
import { add_component } from "../design/edits";
import { expected_words, type Expected } from "../design/estimate";
import { DesignStore } from "../design/store";
import { go_to_failures } from "../panels/breaking";
import type { PanelContext } from "../panels/context";
import { Inspector } from "../panels/inspector";
import { Outline } from "../panels/outline";
import { dropped_offer, fill_palette, offers, type Offer } from "../panels/palette";
import { Toolbar } from "../panels/toolbar";
import { act } from "../tools/actions";
import { world_point } from "../tools/gesture";
import { Autosave } from "./autosave";
import { wire_blocks } from "./blocks";
import { wire_commands } from "./commanding";
import { Dock } from "./dock";
import { wire_empty_canvas } from "./empty_canvas";
import { Expectation } from "./expectation";
import { Fixing } from "./fixing";
import { live_words } from "./facts";
import { wire_history, wire_name } from "./heading";
import { show_legend } from "./legend";
import { focus_inspector, open_inspector, wire_sheets } from "./sheets";
import { wire_minimap } from "./mapping";
import { by_id, fetch_catalogue, json_in_page, load_fragment } from "./page";
import { go_to_part } from "./parts";
import { RunView } from "./run_view";
import { show_save_state } from "./save_state";
import { wire_starting } from "./starting";
import { keep_fitted, make_stage, wire_view_buttons, type Stage } from "./stage";
import { TextView } from "./text_view";
import { wire_tour } from "./tour";
import { VersionsPanel } from "./versions";
import { answer_why } from "./why";
import { t } from "../words/words";

const OUTLINE_EVERY_MS = 2000;

/** What a page around the editor changes of it; the sandbox itself changes nothing. */
export interface Terms {
  /** Why a change is not allowed here, or null. */
  refusal(transaction: Transaction): string | null;
  /** Whether the palette offers this. */
  offers(offer: Offer): boolean;
  /** Whether a component or a connection may not be changed here. */
  is_locked(ref: Ref): boolean;
  /** Components that are there and not shown. */
  readonly hidden: ReadonlySet<string>;
  /** Whether expected values may be seen before a run. */
  readonly foretells: boolean;
  /** What must be done before a run starts; the reason why it cannot start, or null. */
  before_run(): Promise<string | null>;
}

const FREE: Terms = {
  refusal: () => null,
  offers: () => true,
  is_locked: () => false,
  hidden: new Set(),
  foretells: true,
  before_run: () => Promise.resolve(null),
};

/** Opens the design that the server wrote into the page. */
export async function open_editor(terms: Terms = FREE): Promise<Editor> {
  const root = by_id("editor");
  const design = root.dataset["design"] ?? "";
  const catalogue = await fetch_catalogue();
  const store = new DesignStore(normalised(json_in_page<DesignDocument>("document")));
  const stage = make_stage(by_id("canvas"), catalogue, store, true, terms.hidden);
  keep_fitted(stage.desk);
  wire_view_buttons(stage.desk);
  const page = new Editor(design, catalogue, store, stage, terms);
  page.wire();
  root.dataset["ready"] = "true";
  return page;
}

export class Editor {
  private readonly autosave: Autosave;
  private readonly inspector: Inspector;
  private readonly toolbar: Toolbar;
  private readonly outline: Outline;
  private readonly run_view: RunView;
  private readonly expectation: Expectation;
  private readonly text: TextView;
  private readonly fixing: Fixing;
  private readonly end_listeners: (() => void)[] = [];
  private listed = "";
  private ended = "";
  private shown_problems = "[]";

  constructor(
    private readonly design: string,
    private readonly catalogue: Catalogue,
    private readonly store: DesignStore,
    private readonly stage: Stage,
    private readonly terms: Terms,
  ) {
    const { desk } = stage;
    store.guard = (transaction) => this.is_allowed(transaction);
    this.autosave = new Autosave(design, Number(by_id("editor").dataset["version"]), store, (autosave) =>
      this.on_saved(autosave),
    );
    const dock = new Dock(() => store.document);
    this.run_view = new RunView(store, stage.overlay, dock, () => this.inspector ?? null, {
      changed: () => this.on_run_changed(),
    });
    this.expectation = new Expectation(
      design,
      store,
      () => terms.foretells && this.run_view.session === null,
      () => this.show_expected(),
    );
    this.fixing = new Fixing({
      store,
      run: () => this.run_view.session?.run ?? null,
      start_run: () => (by_id("run-form") as HTMLFormElement).requestSubmit(),
    });
    this.text = new TextView(store, () => this.autosave.problems);
    const context: PanelContext = {
      catalogue,
      store,
      is_editable: true,
      is_locked: (ref) => terms.is_locked(ref),
      can_break: () => this.run_view.can_break,
      is_broken: (failure, target) => this.run_view.is_broken(failure, target),
      changed_to: (target, parameter) => this.run_view.changed_to(target, parameter),
      intervene: (intervention) => this.run_view.intervene(intervention),
      problems: () => this.autosave.problems,
      expected: () => this.expected,
      begin_connection: (from) => stage.hand.begin_connection(from),
      act: (name) => act(stage.bench, name),
    };
    this.inspector = new Inspector(by_id("inspector"), context);
    this.toolbar = new Toolbar(
      desk.scene.host,
      context,
      (reason) => desk.notice.show(reason, { x: 12, y: desk.scene.size.height - 110 }, true),
      open_inspector,
    );
    this.outline = new Outline(
      by_id("outline"),
      context,
      (id) => this.choose(id),
      (id) => this.live_words(id),
    );
  }

  wire(): void {
    fill_palette(by_id("palette"), this.catalogue, (offer) => this.add(offer, null), this.terms.offers);
    this.wire_drop();
    wire_history(this.store);
    wire_name(this.store);
    this.wire_outline();
    this.wire_commands();
    this.wire_run();
    wire_empty_canvas(this.catalogue, this.store);
    wire_sheets(this.store);
    show_save_state(this.autosave);
    this.store.subscribe((now, before) => {
      if (now.document !== before.document) this.run_view.renew_facts();
    });
    answer_why(
      () => Promise.resolve(this.catalogue.metrics),
      () => this.run_view.asked_about,
    );
    this.follow_run_in_page();
    by_id("close-run").addEventListener("click", () => this.close_run());
    this.expectation.renew();
  }

  /** What is expected, as long as no run is shown: measured and expected values never stand side by side here. */
  private get expected(): Expected | null {
    return this.run_view.session === null ? this.expectation.now : null;
  }

  private show_expected(): void {
    const { expected } = this;
    const { session } = this.run_view;
    this.stage.overlay.expect(expected);
    this.inspector?.show_expected();
    this.outline?.draw();
    show_legend({ expected, has_run: session !== null, is_alive: session === null || session.is_alive });
  }

  private close_run(): void {
    const address = new URL(location.href);
    address.searchParams.delete("run");
    history.replaceState(null, "", address);
    this.listed = "";
    this.run_view.close();
    this.expectation.renew();
  }

  /** Draws the inspector again only for other problems: a field in it may be half typed. */
  private on_saved(autosave: Autosave): void {
    show_save_state(autosave);
    const problems = JSON.stringify(autosave.problems);
    if (problems === this.shown_problems) return;
    this.shown_problems = problems;
    this.text?.renew_problems();
    this.inspector?.draw();
  }

  private on_run_changed(): void {
    const is_alive = this.run_view.session?.is_alive === true;
    const was_alive = document.body.classList.contains("is-running");
    document.body.classList.toggle("is-running", is_alive);
    if (was_alive && !is_alive) load_fragment(`/designs/${this.design}/runs/`, "#runs-slot");
    this.tell_of_end();
    this.inspector?.draw();
    this.toolbar?.draw();
    this.run_view?.renew_facts();
    this.show_expected();
  }

  /** A run may be done before anybody has seen it alive, when its result was known. */
  private tell_of_end(): void {
    const { session } = this.run_view;
    if (session?.status == null || session.is_alive || session.run === this.ended) return;
    this.ended = session.run;
    for (const listener of this.end_listeners) listener();
  }

  private choose(id: string): void {
    this.store.select([{ of: "component", id }]);
    this.stage.desk.scene.card(id)?.focus({ preventScroll: true });
  }

  private live_words(id: string): string {
    const session = this.run_view.session;
    const expected = this.expected?.estimate.components[id];
    if (expected !== undefined) return expected_words(expected);
    if (!session?.series || session.shown === null) return "";
    const type = components_of(this.store.document).find((component) => component.id === id)?.type ?? "";
    const numbers = live_words(session.series, session.position, id, headline_of(this.catalogue, type));
    return [this.run_view.trouble_words(id), numbers].filter(Boolean).join(" · ");
  }

  /** Adds from the palette: where it was dropped, or in a free spot in the middle of the view. */
  private add(offer: Offer, at: { x: number; y: number } | null): void {
    const { scene } = this.stage.desk;
    const middle = to_world(scene.view, { x: scene.size.width / 2 - 60, y: scene.size.height / 2 - 30 });
    const spot = free_spot(this.store.document, at ?? middle);
    const position = [Math.round(spot.x / 8) * 8, Math.round(spot.y / 8) * 8] as const;
    this.store.commit(add_component(this.catalogue, this.store.document, offer.type.name, position, offer.preset));
  }

  private wire_drop(): void {
    const { desk } = this.stage;
    const { host } = desk.scene;
    host.addEventListener("dragover", (event) => event.preventDefault());
    host.addEventListener("drop", (event) => {
      const offer = dropped_offer(this.catalogue, event);
      if (offer === null) return;
      event.preventDefault();
      const point = world_point(desk, event);
      this.add(offer, { x: point.x - 84, y: point.y - 36 });
    });
  }

  /** Every part that can be added is a command too, besides those of the table. */
  private wire_commands(): void {
    const { bench } = this.stage;
    bench.panels.set("outline", () => by_id("outline-toggle").click());
    bench.panels.set("inspect", () => focus_inspector());
    bench.panels.set("failures", () => {
      open_inspector();
      go_to_failures();
    });
    const start = document.querySelector<HTMLFormElement>("#run-form");
    if (start !== null) bench.panels.set("run", () => start.requestSubmit());
    wire_minimap(this.stage);
    wire_tour(bench.panels);
    bench.panels.set("next_part", () => go_to_part(1));
    bench.panels.set("part_before", () => go_to_part(-1));
    wire_blocks(bench);
    bench.panels.set("text", () => this.text.toggle());
    const versions = new VersionsPanel(this.design, this.stage, () => this.autosave.flush());
    bench.panels.set("versions", () => void versions.open());
    const added = offers(this.catalogue).filter((offer) => this.terms.offers(offer));
    wire_commands(bench, () =>
      added.map((offer) => ({
        name: `add_${offer.type.name}_${offer.preset?.name ?? ""}`,
        label: t("Add {name}", { name: offer.preset?.label ?? offer.type.label }),
        group: t("Add"),
        keys: "",
        is_possible: true,
        run: () => {
          this.add(offer, null);
          this.stage.desk.scene.focus_chosen();
        },
      })),
    );
  }

  private wire_outline(): void {
    const button = by_id("outline-toggle");
    const host = by_id("outline");
    button.addEventListener("click", () => {
      host.hidden = !host.hidden;
      button.setAttribute("aria-expanded", String(!host.hidden));
      this.outline.draw();
      if (!host.hidden) host.querySelector("button")?.focus();
    });
    window.setInterval(() => {
      if (this.run_view.session?.is_moving === true) this.outline.draw();
    }, OUTLINE_EVERY_MS);
  }

  /** Says why a change is not allowed, and draws what was asked for as it still is. */
  private is_allowed(transaction: Transaction): boolean {
    const reason = this.terms.refusal(transaction);
    if (reason === null) return true;
    const { notice, scene } = this.stage.desk;
    notice.show(reason, { x: 12, y: scene.size.height - 110 }, true);
    scene.redraw(this.store.document);
    this.inspector.draw();
    return false;
  }

  get document(): DesignDocument {
    return this.store.document;
  }

  /** Tells how many things are chosen, whenever others are. */
  on_selection(listener: (count: number) => void): void {
    this.store.subscribe((now, before) => {
      if (now.selection !== before.selection) listener(now.selection.length);
    });
  }

  /** Tells when the run that is shown has ended. */
  on_run_end(listener: () => void): void {
    this.end_listeners.push(listener);
  }

  /** The clock of the newest frame of the run that is shown, in seconds; 0 when none is. */
  get run_clock_s(): number {
    return this.run_view.session?.series?.frames.at(-1)?.clock_s ?? 0;
  }

  /** Whether the server has what is on the screen; a moment later, if it can be reached. */
  async is_saved(): Promise<boolean> {
    return this.autosave.flush();
  }

  /** Run waits until the server has what is on the screen. */
  private wire_run(): void {
    const { desk } = this.stage;
    wire_starting(this.store, () => this.why_not_run(), desk);
    document.body.addEventListener("htmx:afterSwap", () => this.follow_run_in_page());
    if (!new URLSearchParams(location.search).has("run")) load_fragment(`/designs/${this.design}/runs/`, "#runs-slot");
  }

  private async why_not_run(): Promise<string | null> {
    if (!(await this.autosave.flush())) return t("The design is not saved, so it cannot run yet.");
    return this.terms.before_run();
  }

  /** Follows the run whose panel the server put into the page; the address remembers it for a reload. */
  private follow_run_in_page(): void {
    const address = new URL(location.href);
    const run = document.querySelector<HTMLElement>("#run-slot [data-run]")?.dataset["run"];
    if (run === undefined) {
      const known = address.searchParams.get("run");
      if (known !== null && this.run_view.session === null && document.querySelector("#run-slot .errors") === null) {
        load_fragment(`/runs/${encodeURIComponent(known)}/panel/`, "#run-slot");
      }
      return;
    }
    this.show_runs(run);
    if (this.run_view.session?.run === run) return;
    address.searchParams.set("run", run);
    history.replaceState(null, "", address);
    this.run_view.follow(run);
    const before = this.fixing.taken(run);
    if (before !== null) this.run_view.set_beside(before);
  }

  /** Keeps the list of runs true: it is fetched again when another run is shown or the shown one changes its state. */
  private show_runs(run: string): void {
    const state = document.querySelector<HTMLElement>(`#run-slot [data-run="${run}"]`)?.dataset["state"] ?? "";
    if (this.listed === `${run} ${state}`) return;
    this.listed = `${run} ${state}`;
    load_fragment(`/designs/${this.design}/runs/`, "#runs-slot");
  }
}
