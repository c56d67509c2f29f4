import assert from "node:assert/strict";
import { test } from "node:test";

import { viewer_charts } from "../../src/charts/viewers";
import { moments, spells, viewers_sampled } from "../../src/charts/watching";
import type { Frame, Reading, Sample, Series, ViewersLayout } from "../../src/live/frames";
import { frame, layout } from "../tiny";

const METRICS = ["starts_per_s", "rebuffer_ratio", "no_room_per_s", "play_failed_per_s"];

const told: ViewersLayout = {
  ids: ["homes", "phones", "guests"],
  metrics: METRICS,
  sampled: ["homes", "phones"],
  states: ["absent", "browsing", "playing", "stalled"],
  ladder_kbps: [235, 5800],
};

/** A run of four frames a second whose viewers are given by the second. */
function series(row: readonly Reading[], samples: readonly Sample[] = []): Series {
  const frames: Frame[] = samples.flatMap((sample, second) =>
    [1, 2, 3, 4].map((place) => ({
      ...frame(4 * second + place),
      viewers: [row, row, row],
      samples: [place === 1 ? [sample] : [], []],
    })),
  );
  return { layout: layout({ viewers: told }), frames };
}

test("runs without viewers have no charts of any", () => {
  assert.deepEqual(viewer_charts({ layout: layout(), frames: [] }, (id) => id, null), []);
});

test("charts are those of the chosen population, else of the first two", () => {
  const populations = (chosen: string | null): readonly string[] => [
    ...new Set(viewer_charts(series([]), (id) => id, chosen).map(({ title }) => title.split(":")[0] ?? "")),
  ];
  assert.deepEqual(populations(null), ["homes", "phones"]);
  assert.deepEqual(populations("guests"), ["guests"]);
});

test("only reasons for which somebody gave up are drawn", () => {
  const charts = viewer_charts(series([1, 0, 0.5, 0], [[0]]), (id) => id, "homes");
  assert.deepEqual(
    charts.at(-1)?.lines.map(({ label }) => label),
    ["no place"],
  );
});

const WATCHED = series([], [
  [0, 1, 0, 0, 0, 0, 0],
  [1, 2, 235, 4, 0, 0, 0],
  [2, 2, 5800, 3, 1, 0, 0],
  [3, 3, 5800, 0, 2, 235, 8],
]);

test("moments are those up to the frame that is looked at", () => {
  assert.equal(viewers_sampled(WATCHED, "homes"), 2);
  assert.deepEqual(
    moments(WATCHED, 11, "homes", 0, 120).map(({ state, kbps }) => `${state} ${kbps}`),
    ["browsing 0", "playing 235", "playing 5800"],
  );
  assert.deepEqual(moments(WATCHED, 15, "homes", 1, 120).at(-1), { at_s: 3, state: "playing", kbps: 235, buffer_s: 8 });
  assert.deepEqual(
    moments(WATCHED, 15, "homes", 0, 1.5).map(({ at_s }) => at_s),
    [3],
  );
  assert.deepEqual(moments(WATCHED, 15, "phones", 0, 120), []);
});

test("spells are stretches of doing the same", () => {
  assert.deepEqual(spells(moments(WATCHED, 15, "homes", 0, 120)), [
    { state: "browsing", from_s: 0, to_s: 0 },
    { state: "playing", from_s: 0, to_s: 2 },
    { state: "stalled", from_s: 2, to_s: 3 },
  ]);
});
