/** The page of the live_badges benchmark: 600 components and 900 connections with new numbers ten times a second. */

import { Overlay } from "../frontend/src/canvas/overlay";
import { Scene } from "../frontend/src/canvas/scene";
import { panned } from "../frontend/src/canvas/viewport";
import type { Catalogue } from "../frontend/src/design/catalogue";
import { apply_changes } from "../frontend/src/design/change";
import { move_things } from "../frontend/src/design/drawing";
import type { Component, Connection, DesignDocument } from "../frontend/src/design/document";
import type { Frame, Layout } from "../frontend/src/live/frames";

const COLUMNS = 30;
const ROWS = 20;
const CONNECTIONS = 900;
const FRAMES_HZ = 10;
const DRAGGED = 200;

const COMPONENT_METRICS = [
  "rate_per_s",
  "errors_per_s",
  "utilisation",
  "queue",
  "in_system",
  "latency_s_p99",
  "hit_ratio",
  "instances_up",
];
const CONNECTION_METRICS = [
  "calls_per_s",
  "errors_per_s",
  "timeouts_per_s",
  "retries_per_s",
  "latency_s_p99",
  "is_cut",
];

function component(index: number): Component {
  const column = index % COLUMNS;
  const row = Math.floor(index / COLUMNS);
  return { id: `c${index}`, type: "service", label: `Service ${index}`, position: [column * 232, row * 112] };
}

function connection(index: number): Connection {
  const from = (index * 7) % (COLUMNS * ROWS);
  const to = (from + 1 + ((index * 13) % 3) * COLUMNS) % (COLUMNS * ROWS);
  return { id: `e${index}`, from: `c${from}`, to: `c${to}` };
}

const design: DesignDocument = {
  format: 1,
  name: "Six hundred",
  components: Array.from({ length: COLUMNS * ROWS }, (_each, index) => component(index)),
  connections: Array.from({ length: CONNECTIONS }, (_each, index) => connection(index)),
};

const layout: Layout = {
  frame_s: 0.1,
  frames_count: 10_000,
  components: (design.components ?? []).map(({ id }) => id),
  component_metrics: COMPONENT_METRICS,
  connections: (design.connections ?? []).map(({ id }) => id),
  connection_metrics: CONNECTION_METRICS,
  total_metrics: [],
};

/** Numbers that move all the time, with every kind of mark somewhere: errors, queues, dead instances, retries, cuts. */
function frame(n: number): Frame {
  const wave = (index: number): number => 0.5 + 0.5 * Math.sin(n * 0.15 + index * 0.37);
  return {
    n,
    clock_s: n * layout.frame_s,
    totals: [],
    components: layout.components.map((_id, index) => {
      const height = wave(index);
      return [
        400 * height,
        height > 0.9 ? 3 : 0,
        height,
        12 * height * height,
        4,
        0.03 + 0.2 * height,
        index % 5 === 0 ? height : null,
        height > 0.95 ? 2 : 3,
      ];
    }),
    connections: layout.connections.map((_id, index) => [
      300 * wave(index),
      index % 40 === 0 ? 4 : 0,
      0,
      index % 25 === 0 ? 30 : 0,
      0.05,
      index % 200 === 0 ? 1 : 0,
    ]),
  };
}

interface Measured {
  readonly fps: number;
  readonly paint_ms: number;
}

async function measure(name: string, overlay: Overlay, seconds: number, each_picture: () => void): Promise<Measured> {
  (window as unknown as { phase: string }).phase = name;
  const painted_before = overlay.painted;
  const began = performance.now();
  let n = 1;
  const timer = setInterval(() => overlay.show(frame((n += 1)), true), 1000 / FRAMES_HZ);
  let now = began;
  while (now - began < seconds * 1000) {
    now = await new Promise<number>(requestAnimationFrame);
    each_picture();
  }
  clearInterval(timer);
  const painted = overlay.painted - painted_before;
  return { fps: (1000 * painted) / (now - began), paint_ms: (now - began) / painted };
}

async function main(): Promise<void> {
  const catalogue = (await (await fetch("catalogue.json")).json()) as Catalogue;
  const host = document.getElementById("canvas")!;
  const scene = new Scene(host, catalogue);
  scene.render(design);
  const overlay = new Overlay(scene);
  overlay.attach(layout);
  (window as unknown as { overlay_painted: () => number }).overlay_painted = () => overlay.painted;
  const results: Record<string, Measured> = {};
  scene.fit();
  results["fit"] = await measure("fit", overlay, 5, () => undefined);
  let step = 0;
  const pan = (): void => scene.look(panned(scene.view, 4 * Math.sin((step += 1) * 0.05), 0));
  results["fit_pan"] = await measure("fit_pan", overlay, 5, pan);
  scene.look({ x: -400, y: -300, scale: 0.8 });
  results["near"] = await measure("near", overlay, 5, () => undefined);
  results["near_pan"] = await measure("near_pan", overlay, 5, pan);
  scene.fit();
  const moved = layout.components.slice(0, DRAGGED).map((id) => ({ of: "component", id }) as const);
  const drag = (): void => {
    step += 1;
    const { changes } = move_things(design, moved, 40 * Math.sin(step * 0.1), 24 * Math.cos(step * 0.1));
    scene.render(apply_changes(design, changes));
  };
  results["drag"] = await measure("drag", overlay, 5, drag);
  (window as unknown as { results: typeof results }).results = results;
}

void main();
