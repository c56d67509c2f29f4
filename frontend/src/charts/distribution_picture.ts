/** The distribution of latencies drawn: bars of answers, the share below as a line, percentiles marked by name. */

import { latency_text, percent_text, three_digits } from "../design/quantities";
import { t } from "../words/words";
import { bars_of, place_of, quantile_s, ticks_s, type Distribution } from "./distribution";
import { picture, set, shape, words } from "./shapes";
import { folded_table } from "./tables";

const WIDTH = 640;
const HEIGHT = 180;
const GROUND = HEIGHT - 22;
const TOP = 30;
const MARKED = [0.5, 0.95, 0.99] as const;

export interface Told {
  readonly name: string;
  readonly distribution: Distribution;
}

/** A picture of one of several distributions, with a choice where there is more than one, and its table. */
export function distribution_part(told: readonly Told[]): HTMLElement {
  const part = document.createElement("div");
  const host = document.createElement("div");
  const choice = document.createElement("select");
  choice.setAttribute("aria-label", t("Latency of"));
  choice.append(...told.map(({ name }, place) => new Option(name, String(place))));
  const show = (): void => {
    const chosen = told[Number(choice.value)] ?? told[0];
    if (chosen !== undefined) host.replaceChildren(drawn(chosen), table_of(chosen.distribution));
  };
  choice.addEventListener("change", show);
  choice.hidden = told.length < 2;
  part.append(choice, host);
  show();
  return part;
}

function drawn({ name, distribution }: Told): SVGElement {
  const svg = picture();
  const marks = MARKED.map((q) => [`p${q * 100}`, quantile_s(distribution, q)] as const);
  const said = marks.map(([mark, at_s]) => `${mark} ${latency_text(at_s)}`).join(", ");
  set(svg, { class: "distribution", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-label": `${name}: ${said}` });
  const room = GROUND - TOP;
  for (const bar of bars_of(distribution)) {
    const height = bar.height * room;
    const rect = shape("rect", {
      class: "distribution-bar",
      x: bar.from * WIDTH,
      y: GROUND - height,
      width: Math.max((bar.to - bar.from) * WIDTH - 0.5, 0.5),
      height,
    });
    const title = shape("title");
    title.textContent = `${latency_text(bar.from_s)} – ${latency_text(bar.to_s)}: ${three_digits(bar.count)}`;
    rect.append(title);
    svg.append(rect);
  }
  const line = bars_of(distribution).map(({ to, below }) => `${to * WIDTH},${GROUND - below * room}`);
  svg.append(shape("polyline", { class: "distribution-below", points: [`0,${GROUND}`, ...line].join(" ") }));
  marks.forEach(([mark, at_s], level) => svg.append(...marked(distribution, mark, at_s, level)));
  for (const tick of ticks_s(distribution.edges_s))
    svg.append(words(latency_text(tick), place_of(distribution.edges_s, tick) * WIDTH, HEIGHT - 6, "middle"));
  return svg;
}

/** Names of percentiles stand in steps, since those of a narrow distribution lie close together. */
function marked({ edges_s }: Distribution, mark: string, at_s: number, level: number): readonly SVGElement[] {
  const x = place_of(edges_s, at_s) * WIDTH;
  const y = 10 + 10 * level;
  const is_right = x > WIDTH * 0.8;
  const text = `${mark} ${latency_text(at_s)}`;
  return [
    shape("line", { class: "distribution-mark", x1: x, x2: x, y1: y - 6, y2: GROUND }),
    words(text, is_right ? x - 4 : x + 4, y, is_right ? "end" : "start", "distribution-name"),
  ];
}

const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

function table_of(distribution: Distribution): HTMLElement {
  const rows = SHARES.map((q) => [percent_text(q), latency_text(quantile_s(distribution, q))]);
  return folded_table([t("Share of answers"), t("faster than")], rows);
}
