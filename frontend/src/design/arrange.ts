/** Putting components in rows and columns: each is one step to undo. */

import type { Transaction } from "./change";
import { find_component, type DesignDocument } from "./document";
import { change_component } from "./edits";
import { t } from "../words/words";

/** Which edge or middle line of the cards falls on one line. Cards have one size, so that their corners tell. */
export type Edge = "left" | "centre" | "right" | "top" | "middle" | "bottom";

/** Across: from left to right. */
export type Axis = "across" | "down";

type Position = readonly [number, number];

const LINE: Readonly<Record<Edge, (values: readonly number[]) => number>> = {
  left: (values) => Math.min(...values),
  top: (values) => Math.min(...values),
  right: (values) => Math.max(...values),
  bottom: (values) => Math.max(...values),
  centre: (values) => Math.round((Math.min(...values) + Math.max(...values)) / 2),
  middle: (values) => Math.round((Math.min(...values) + Math.max(...values)) / 2),
};

const ALIGNING: Readonly<Record<Edge, string>> = {
  left: t("Align left"),
  right: t("Align right"),
  top: t("Align top"),
  bottom: t("Align bottom"),
  centre: t("Align centre"),
  middle: t("Align middle"),
};

const ACROSS: ReadonlySet<Edge> = new Set(["left", "centre", "right"]);

/** Components brought onto one line. */
export function align(document: DesignDocument, ids: readonly string[], edge: Edge): Transaction {
  const positions = positions_of(document, ids);
  if (positions.size === 0) return { label: t("Align"), changes: [] };
  const part = ACROSS.has(edge) ? 0 : 1;
  const line = LINE[edge]([...positions.values()].map((position) => position[part]));
  return placed(
    document,
    new Map([...positions].map(([id, [x, y]]) => [id, part === 0 ? [line, y] : [x, line]])),
    ALIGNING[edge],
  );
}

/** Components with equal steps between the outermost two. */
export function distribute(document: DesignDocument, ids: readonly string[], axis: Axis): Transaction {
  const part = axis === "across" ? 0 : 1;
  const sorted = [...positions_of(document, ids)].sort(([, a], [, b]) => a[part] - b[part]);
  const [first, last] = [sorted[0]?.[1][part] ?? 0, sorted.at(-1)?.[1][part] ?? 0];
  const step = (last - first) / Math.max(1, sorted.length - 1);
  const spread = sorted.map(([id, [x, y]], index): [string, Position] => {
    const here = Math.round(first + index * step);
    return [id, part === 0 ? [here, y] : [x, here]];
  });
  return placed(document, new Map(spread), axis === "across" ? t("Distribute across") : t("Distribute down"));
}

/** Components on the nearest points of a grid. */
export function snap(document: DesignDocument, ids: readonly string[], grid: number): Transaction {
  const near = (value: number): number => Math.round(value / grid) * grid;
  const positions = [...positions_of(document, ids)];
  return placed(document, new Map(positions.map(([id, [x, y]]) => [id, [near(x), near(y)]])), t("Snap to the grid"));
}

/** Components at given positions; who stands there already is left alone. */
export function placed(document: DesignDocument, positions: ReadonlyMap<string, Position>, label: string): Transaction {
  const changes = [...positions].flatMap(([id, [x, y]]) => {
    const [old_x, old_y] = find_component(document, id)?.position ?? [0, 0];
    return old_x === x && old_y === y ? [] : change_component(document, id, { position: [x, y] });
  });
  return { label, changes };
}

function positions_of(document: DesignDocument, ids: readonly string[]): Map<string, Position> {
  return new Map(
    ids.flatMap((id) => {
      const component = find_component(document, id);
      return component === undefined ? [] : [[id, component.position ?? [0, 0]] as const];
    }),
  );
}
