/** What is marked in time on every chart: what was done, the moments that are pinned, and the one that is looked at. */

import type uPlot from "uplot";

/** Something that was done or happened, as charts mark it. */
export interface Mark {
  readonly clock_s: number;
  readonly heal: boolean;
  readonly sentence: string;
}

export interface Marked {
  readonly marks: readonly Mark[];
  readonly moments: readonly number[];
  readonly cursor_s: number | null;
}

/** Upright lines: breaking and healing apart by shape, pinned moments by their numbers. */
export function paint_marks(chart: uPlot, { marks, moments, cursor_s }: Marked): void {
  const pen = chart.ctx;
  const ratio = devicePixelRatio;
  const upright = (clock_s: number, name: string, width: number, dash: readonly number[]): number | null => {
    const { top, height, left, width: room } = chart.bbox;
    const x = chart.valToPos(clock_s, "x", true);
    if (x < left || x > left + room) return null;
    pen.strokeStyle = pen.fillStyle = colour(name);
    pen.lineWidth = width * ratio;
    pen.setLineDash(dash.map((each) => each * ratio));
    pen.beginPath();
    pen.moveTo(x, top);
    pen.lineTo(x, top + height);
    pen.stroke();
    return x;
  };
  pen.save();
  for (const { clock_s, heal } of marks) {
    const x = upright(clock_s, heal ? "good" : "danger", 1, [3, 3]);
    if (x !== null) paint_flag(pen, x, chart.bbox.top, heal, ratio);
  }
  moments.forEach((moment, place) => {
    const x = upright(moment, "ink-muted", 1, [1, 3]);
    if (x !== null) paint_number(pen, x, chart.bbox.top + chart.bbox.height, String(place + 1), ratio);
  });
  if (cursor_s !== null) upright(cursor_s, "accent", 1.5, []);
  pen.restore();
}

function paint_flag(pen: CanvasRenderingContext2D, x: number, top: number, heal: boolean, ratio: number): void {
  const size = 4 * ratio;
  pen.beginPath();
  if (heal) {
    pen.arc(x, top + size, size, 0, 2 * Math.PI);
  } else {
    pen.moveTo(x - size, top);
    pen.lineTo(x + size, top);
    pen.lineTo(x, top + size * 1.8);
    pen.closePath();
  }
  pen.fill();
}

function paint_number(pen: CanvasRenderingContext2D, x: number, bottom: number, text: string, ratio: number): void {
  const size = 7 * ratio;
  pen.beginPath();
  pen.arc(x, bottom - size, size, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = colour("surface");
  pen.font = `500 ${10 * ratio}px "Fira Sans", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, x, bottom - size);
}

export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
