/** The landing page: the starter design alive, on the same canvas as the sandbox. */

import { normalised } from "../design/document";
import { DesignStore } from "../design/store";
import { last_second, Overview } from "../charts/overview";
import { held } from "../live/frames";
import { by_id, csrf_token, fetch_catalogue, fetch_run_document } from "./page";
import { RunSession } from "./session";
import { make_stage, type Stage } from "./stage";

const AGAIN_AFTER_MS = 2000;
const NUMBERS_EVERY_MS = 500;

async function start(): Promise<void> {
  const run = by_id("showcase").dataset["run"] || (await wake_showcase());
  if (run === null) return void setTimeout(() => void start(), AGAIN_AFTER_MS * 2);
  const [catalogue, design] = await Promise.all([fetch_catalogue(), fetch_run_document(run)]);
  const store = new DesignStore(normalised(design));
  const host = by_id("canvas");
  const stage = make_stage(host, catalogue, store, false);
  new ResizeObserver(() => stage.desk.scene.fit(20)).observe(host);
  host.dataset["ready"] = "true";
  new Showcase(stage, run);
}

/** Makes sure that the public run is alive and gives its id; null when the server cannot start it now. */
async function wake_showcase(): Promise<string | null> {
  try {
    const answer = await fetch("/showcase/", {
      method: "POST",
      headers: { "X-CSRFToken": csrf_token(), "HX-Request": "true" },
    });
    const fragment = new DOMParser().parseFromString(await answer.text(), "text/html");
    return fragment.querySelector<HTMLElement>("[data-run]")?.dataset["run"] ?? null;
  } catch {
    return null;
  }
}

/** Follows the showcase; when one run has ended the next is asked for. */
class Showcase {
  private readonly numbers = new Overview(by_id("showcase-numbers"), [
    "ok_per_s",
    "error_per_s",
    "in_flight",
    "latency_s_p50",
    "latency_s_p99",
  ]);
  private session: RunSession;
  private drawn = 0;
  private numbers_at_ms = 0;

  constructor(
    private readonly stage: Stage,
    run: string,
  ) {
    this.session = this.follow(run);
  }

  private follow(run: string): RunSession {
    this.drawn = 0;
    return new RunSession(run, (session, change) => {
      if (change === "series") this.draw(session);
      if (change !== "line" && change !== "status") return;
      if (session.line_state === "complete" && !session.is_alive) this.next(session);
    });
  }

  private draw(session: RunSession): void {
    const { series, shown } = session;
    if (series === null || shown === null) return;
    if (this.drawn === 0) this.stage.overlay.attach(series.layout);
    this.stage.overlay.learn(series.frames.slice(this.drawn));
    this.drawn = series.frames.length;
    this.stage.overlay.show(held(series, session.position) ?? shown, session.is_moving);
    if (performance.now() - this.numbers_at_ms < NUMBERS_EVERY_MS) return;
    this.numbers_at_ms = performance.now();
    this.numbers.show({ series, window: last_second(series, session.position), words: "", other: null });
  }

  private next(ended: RunSession): void {
    if (ended !== this.session) return;
    ended.close();
    setTimeout(() => {
      void wake_showcase().then((run) => {
        if (run !== null) this.session = this.follow(run);
        else this.next(ended);
      });
    }, AGAIN_AFTER_MS);
  }
}

void start();
