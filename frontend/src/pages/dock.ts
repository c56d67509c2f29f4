/** The dock under the canvas: tabs, charts, big numbers, and the scrubber through time. */

import { Board } from "../charts/board";
import { BudgetBoard } from "../charts/budget_board";
import { BytesBoard } from "../charts/bytes_board";
import { CallBoard } from "../charts/call_board";
import { KeptPicture } from "../charts/kept_picture";
import { Lens } from "../charts/lens";
import { last_second, Overview, stretch_words } from "../charts/overview";
import type { Mark } from "../charts/plot_marks";
import { Strip, type OtherRun } from "../charts/strip";
import { ViewerPicture } from "../charts/viewer_picture";
import { VIEWERS_KEY } from "../charts/viewers";
import type { TimeWindow } from "../charts/window";
import { component_label, find_connection, type DesignDocument } from "../design/document";
import { clock_text } from "../design/quantities";
import { frame_index_at, top_of, type Series } from "../live/frames";
import type { LineState } from "../live/socket";
import { fetch_other, fetch_others } from "./comparing";
import { recall, remember } from "./memory";
import { by_id } from "./page";
import type { RunSession } from "./session";
import { language, t } from "../words/words";

const LINE_WORDS: Readonly<Record<LineState, string>> = {
  connecting: t("connecting …"),
  open: "",
  lost: t("reconnecting …"),
  polling: t("live by polling"),
  complete: "",
  refused: t("this run cannot be seen from here"),
};

const NUMBERS_EVERY_MS = 500;
const LOWEST_PX = 120;
const KEY_STEP_FRAMES = 20;
const PINNED = "pinned-charts";

export class Dock {
  private readonly root = by_id("dock");
  private readonly scrubber = by_id("scrubber") as HTMLInputElement;
  private readonly clock = by_id("clock");
  private readonly live_button = by_id("live-button") as HTMLButtonElement;
  private readonly fork_button = by_id("fork-button") as HTMLButtonElement;
  private readonly line = by_id("line-state");
  private readonly overview = new Overview(by_id("overview-numbers"));
  private readonly lens = new Lens(() => this.on_lens(), new Set((recall(PINNED) ?? "").split(" ").filter(Boolean)));
  private readonly strip = new Strip(by_id("chart-strip"), this.lens, {
    seek: (clock_s) => this.seek_time(clock_s),
    compare: (run) => void this.compare(run),
  });
  private readonly board: Board;
  private readonly overview_board: Board;
  private readonly viewers_board: Board;
  private readonly bytes_board: BytesBoard;
  private readonly kept_picture: KeptPicture;
  private readonly call_board: CallBoard;
  private readonly budget_board: BudgetBoard;
  private readonly viewer_picture = new ViewerPicture(by_id("viewer-picture"));
  private session: RunSession | null = null;
  /** The run that is compared; empty for none. */
  private compared = "";
  private chosen: string | null = null;
  private numbers_at_ms = 0;
  private tables_at_ms = 0;
  private said = "";

  constructor(drawing: () => DesignDocument) {
    const label_of = (id: string): string => component_label(drawing(), id);
    const seek = (clock_s: number): void => this.seek_time(clock_s);
    const servers = ["throughput", "latency"];
    const board = (id: string, shows: (key: string) => boolean): Board =>
      new Board(by_id(id), label_of, seek, shows, this.lens);
    this.board = board("charts-board", (key) => !key.startsWith(VIEWERS_KEY));
    this.overview_board = board("overview-board", (key) => servers.includes(key));
    this.viewers_board = board("viewers-board", (key) => key.startsWith(VIEWERS_KEY) || servers.includes(key));
    this.bytes_board = new BytesBoard(by_id("bytes-board"), label_of);
    this.kept_picture = new KeptPicture(by_id("kept-board"), label_of);
    this.call_board = new CallBoard(by_id("calls-board"), label_of, (id) => find_connection(drawing(), id) ?? null);
    this.budget_board = new BudgetBoard(by_id("objectives-board"), label_of, () => drawing().objectives ?? []);
    this.scrubber.addEventListener("input", () => {
      this.said = "";
      this.session?.seek(Number(this.scrubber.value) - 1);
    });
    this.live_button.addEventListener("click", () => this.session?.seek(null));
    by_id("step-back").addEventListener("click", () => this.step(-1));
    by_id("step-forward").addEventListener("click", () => this.step(1));
    this.scrubber.addEventListener("keydown", (event) => this.on_key(event));
    this.listen_to_tabs();
    this.listen_to_handle();
    this.listen_to_table();
    this.open_tab(recall("dock-tab") ?? "overview");
    const height = Number(recall("dock-height"));
    if (height >= LOWEST_PX) this.set_height(height);
    this.root.classList.toggle("is-folded", recall("dock-folded") === "yes");
    by_id("dock-fold").addEventListener("click", () => this.fold());
  }

  /** Follows another run; null shows the empty dock. */
  follow(session: RunSession | null): void {
    this.session = session;
    this.board.clear();
    this.overview_board.clear();
    this.viewers_board.clear();
    this.lens.clear();
    this.compared = "";
    this.strip.offer([]);
    if (session !== null) void this.offer_others(session);
    this.root.classList.toggle("has-run", session !== null);
    this.draw();
  }

  /** What the charts add for the component that is chosen. */
  choose(component: string | null): void {
    this.chosen = component;
    this.draw_charts();
  }

  /** Says why something was not done, until another frame is chosen. */
  say(reason: string): void {
    this.said = reason;
    this.draw();
  }

  draw(): void {
    const { session } = this;
    this.line.textContent = this.said || (session === null ? "" : LINE_WORDS[session.line_state]);
    this.line.dataset["state"] = session?.line_state ?? "";
    this.draw_time();
    const frame = session?.shown ?? null;
    this.root.classList.toggle("has-frames", frame !== null);
    if (session?.series && frame !== null) this.show_numbers(session, session.series);
    this.draw_charts();
  }

  /** Big numbers change twice a second at most while the run goes on: faster than that nobody reads them. */
  private show_numbers(session: RunSession, series: Series): void {
    const now_ms = performance.now();
    if (session.is_moving && now_ms - this.numbers_at_ms < NUMBERS_EVERY_MS) return;
    this.numbers_at_ms = now_ms;
    const chosen = this.lens.window ?? this.whole_when_compared(session);
    const window = chosen ?? last_second(series, session.position);
    this.overview.show({ series, window, words: stretch_words(window, chosen !== null), other: this.lens.other });
  }

  /** What stretch of time a number of these tables is of: only the big numbers follow the window. */
  stretch_of(table: string): TimeWindow {
    const { session } = this;
    if (session?.series == null) return { from_s: 0, to_s: 0 };
    const chosen = table === "totals" ? (this.lens.window ?? this.whole_when_compared(session)) : null;
    return chosen ?? last_second(session.series, session.position);
  }

  /** Two runs that have ended are compared as a whole, until somebody looks at a moment. */
  private whole_when_compared(session: RunSession): TimeWindow | null {
    if (this.lens.other === null || session.is_alive || session.cursor !== null) return null;
    return { from_s: 0, to_s: this.lens.whole_s };
  }

  /** What all charts share has changed: everything that shows it is drawn again. */
  private on_lens(): void {
    remember(PINNED, [...this.lens.charts].join(" "));
    this.numbers_at_ms = 0;
    this.tables_at_ms = 0;
    this.draw();
  }

  private async offer_others(session: RunSession): Promise<void> {
    const others = await fetch_others(session.run);
    if (session !== this.session) return;
    this.strip.offer(others);
    this.strip.show_choice(this.compared);
  }

  /** Lays another run over this one; what could not be fetched is said. */
  async compare(run: OtherRun | null): Promise<void> {
    const { session } = this;
    this.compared = run?.id ?? "";
    this.strip.show_choice(this.compared);
    try {
      const other = run === null ? null : await fetch_other(run);
      if (session !== this.session) return;
      if (run !== null && other === null) this.say(t("{name} has no frames yet.", { name: run.name }));
      this.lens.compare(other);
    } catch {
      this.say(t("That run cannot be fetched now."));
    }
  }

  /** Brings a tab to the front. */
  open_tab(name: string): void {
    const tabs = [...this.root.querySelectorAll<HTMLElement>("[role=tab]")];
    const wanted = tabs.find((tab) => tab.dataset["tab"] === name) ?? tabs[0];
    for (const tab of tabs) {
      const is_open = tab === wanted;
      tab.setAttribute("aria-selected", String(is_open));
      tab.tabIndex = is_open ? 0 : -1;
      by_id(tab.getAttribute("aria-controls") ?? "").hidden = !is_open;
    }
    by_id("charts-table").hidden = wanted?.dataset["tab"] !== "charts";
    by_id("chart-strip").hidden = wanted?.dataset["strip"] === undefined;
    remember("dock-tab", wanted?.dataset["tab"] ?? "");
    this.draw_charts();
  }

  private draw_charts(): void {
    const { session } = this;
    if (!session?.series || session.shown === null) return;
    this.offer_tabs(session.series);
    const { frame_s, frames_count } = session.series.layout;
    this.lens.whole_s = frame_s * frames_count;
    this.strip.draw({ at_s: session.shown.clock_s, marks: marks_of(session) });
    if (!by_id("bytes-panel").hidden) this.draw_bytes(session, session.series);
    if (!by_id("kept-panel").hidden)
      this.kept_picture.draw({ series: session.series, position: session.position, chosen: this.chosen });
    this.draw_tables(session, session.series);
    const board = this.open_board();
    if (board === null) return;
    const cursor_s = session.cursor === null ? null : session.shown.clock_s;
    const chosen = board === this.overview_board ? null : this.chosen;
    board.draw({ series: session.series, marks: marks_of(session), cursor_s, chosen });
    if (board === this.viewers_board) this.draw_viewer(session, session.series);
  }

  /** What is told at most twice a second while the run goes on, since it is read like a table. */
  private draw_tables(session: RunSession, series: Series): void {
    const now_ms = performance.now();
    if (session.is_moving && now_ms - this.tables_at_ms < NUMBERS_EVERY_MS) return;
    this.tables_at_ms = now_ms;
    if (!by_id("calls-panel").hidden) this.call_board.draw(series, this.stretch_of("totals"));
    const cursor_s = session.cursor === null ? null : (session.shown?.clock_s ?? null);
    if (!by_id("objectives-panel").hidden) this.budget_board.draw(series, cursor_s);
  }

  private open_board(): Board | null {
    if (!by_id("overview-panel").hidden) return this.overview_board;
    if (!by_id("viewers-panel").hidden) return this.viewers_board;
    return by_id("charts-panel").hidden ? null : this.board;
  }

  /** Only runs in which somebody watches, or something keeps what it is asked for, have the tabs of these. */
  private offer_tabs({ layout }: Series): void {
    this.offer("viewers-tab", layout.viewers !== undefined);
    this.offer("bytes-tab", layout.viewers !== undefined);
    this.offer("kept-tab", layout.contents !== undefined);
    const scale = scale_text(layout.viewers?.stand_for ?? []);
    for (const line of this.root.querySelectorAll(".viewers-scale"))
      if (line.textContent !== scale) line.textContent = scale;
  }

  private offer(id: string, is_offered: boolean): void {
    const tab = by_id(id);
    if (tab.hidden === is_offered) tab.hidden = !is_offered;
    if (!is_offered && tab.getAttribute("aria-selected") === "true") this.open_tab("overview");
  }

  private draw_bytes(session: RunSession, series: Series): void {
    const { position, is_moving, shown } = session;
    const cursor_s = session.cursor === null ? null : (shown?.clock_s ?? null);
    this.bytes_board.draw({ series, position, is_moving, cursor_s, chosen: this.chosen });
  }

  /** A viewer of the population that is chosen, else of the first one. */
  private draw_viewer(session: RunSession, series: Series): void {
    const sampled = series.layout.viewers?.sampled ?? [];
    const population = sampled.find((id) => id === this.chosen) ?? sampled[0];
    if (population === undefined) return;
    this.viewer_picture.draw({ series, position: session.position, population });
  }

  private draw_time(): void {
    const series = this.session?.series ?? null;
    const top = series === null ? 0 : top_of(series);
    const count = series?.layout.frames_count ?? 0;
    const frame = this.session?.shown ?? null;
    this.scrubber.disabled = top === 0;
    this.scrubber.min = "1";
    this.scrubber.max = String(Math.max(1, count));
    this.scrubber.value = String(frame?.n ?? 1);
    this.scrubber.style.setProperty("--known", `${count === 0 ? 0 : (100 * top) / count}%`);
    const whole = clock_text(count * (series?.layout.frame_s ?? 0));
    this.clock.textContent = `${clock_text(frame?.clock_s ?? 0)} / ${whole}`;
    const here = clock_text(frame?.clock_s ?? 0);
    this.scrubber.setAttribute("aria-valuetext", t("{here} of {whole}", { here, whole }));
    const is_live = this.session?.cursor === null;
    this.live_button.setAttribute("aria-pressed", String(is_live && top > 0));
    this.live_button.disabled = top === 0;
    this.fork_button.disabled = frame === null || frame.n >= count;
    this.live_button.querySelector("span")!.textContent = this.session?.is_alive === false ? t("End") : t("Live");
  }

  /** Goes to a moment that a report or a log tells of, in the charts. */
  look_at(clock_s: number): void {
    this.open_tab("overview");
    this.seek_time(clock_s);
    this.scrubber.focus();
  }

  private seek_time(clock_s: number): void {
    const series = this.session?.series;
    if (series) this.session?.seek(frame_index_at(series, clock_s));
  }

  private step(by: number): void {
    const { session } = this;
    if (!session?.series) return;
    session.seek((session.cursor ?? top_of(session.series) - 1) + by);
  }

  private on_key(event: KeyboardEvent): void {
    if (event.key === "PageUp") this.step(KEY_STEP_FRAMES);
    else if (event.key === "PageDown") this.step(-KEY_STEP_FRAMES);
    else if (event.key === "End") this.session?.seek(null);
    else return;
    event.preventDefault();
  }

  private listen_to_tabs(): void {
    const tabs = [...this.root.querySelectorAll<HTMLElement>("[role=tab]")];
    tabs.forEach((tab) => {
      tab.addEventListener("click", () => {
        this.open_tab(tab.dataset["tab"] ?? "");
        if (this.root.classList.contains("is-folded")) this.fold();
      });
      tab.addEventListener("keydown", (event) => {
        const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        const shown = tabs.filter((each) => !each.hidden || each === tab);
        const next = shown[(shown.indexOf(tab) + by + shown.length) % shown.length];
        if (by === 0 || next === undefined) return;
        this.open_tab(next.dataset["tab"] ?? "");
        next.focus();
      });
    });
  }

  private listen_to_table(): void {
    const button = by_id("charts-table");
    button.addEventListener("click", () => {
      const is_table = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(is_table));
      this.board.show_table(is_table);
      this.draw_charts();
    });
  }

  private fold(): void {
    const is_folded = this.root.classList.toggle("is-folded");
    remember("dock-folded", is_folded ? "yes" : "no");
  }

  private listen_to_handle(): void {
    const handle = by_id("dock-handle");
    this.tell_height(this.root.clientHeight);
    handle.addEventListener("pointerdown", (press) => {
      handle.setPointerCapture(press.pointerId);
      const from = this.root.clientHeight + press.clientY;
      const drag = (event: PointerEvent): void => this.set_height(from - event.clientY);
      handle.addEventListener("pointermove", drag);
      handle.addEventListener("pointerup", () => handle.removeEventListener("pointermove", drag), { once: true });
    });
    handle.addEventListener("keydown", (event) => {
      const by = event.key === "ArrowUp" ? 24 : event.key === "ArrowDown" ? -24 : 0;
      if (by === 0) return;
      event.preventDefault();
      this.set_height(this.root.clientHeight + by);
    });
  }

  private set_height(wish_px: number): void {
    const height = Math.max(LOWEST_PX, Math.min(wish_px, innerHeight * 0.7));
    document.documentElement.style.setProperty("--dock-height", `${height}px`);
    remember("dock-height", String(Math.round(height)));
    this.tell_height(height);
  }

  /** How high the dock is, for those who do not see it: in per cent of what it may be. */
  private tell_height(height_px: number): void {
    const most_px = Math.max(innerHeight * 0.7, 1);
    const percent = Math.min(100, Math.round((100 * height_px) / most_px));
    by_id("dock-handle").setAttribute("aria-valuenow", String(percent));
  }
}

/** Interventions that have taken effect, as charts mark them. */
function marks_of(session: RunSession): readonly Mark[] {
  return session.log.flatMap((entry) =>
    entry.clock_s === null ? [] : [{ clock_s: entry.clock_s, heal: entry.heal === true, sentence: entry.sentence }],
  );
}

/** The scale of a run, which belongs beside its figures. */
function scale_text(stand_for: readonly number[]): string {
  const scales = [...new Set(stand_for)].map((each) => each.toLocaleString(language));
  if (scales.length === 0) return "";
  return t("One viewer here stands for {scales}; Gbit/s are those of the sandbox.", { scales: scales.join(t(" or ")) });
}
