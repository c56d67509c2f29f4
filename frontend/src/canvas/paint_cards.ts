/** Paints the live state of cards: fill, live line, queue, lamps, errors. Everything lies over the drawing. */

import { figure_text, short_figure_text, trouble_text } from "../design/figures";
import { three_digits } from "../design/quantities";
import { CARD_HEIGHT, CARD_WIDTH, type Point } from "./geometry";
import { FONT_FAMILY, type Ink } from "./ink";
import type { CardNumbers } from "./live_view";

export const BUSY_FROM = 0.7;
export const OVERLOADED_FROM = 0.9;
const DOTS_MOST = 5;
/** From here on a queue is trouble rather than a crowd. */
const LONG_QUEUE = 20;
const LAMPS_MOST = 16;
const SMALLEST_TEXT_PX = 11.5;
const ERRORS = "errors_per_s";

/** What is written on a card, renewed a few times a second rather than at every frame. */
export interface CardTexts {
  readonly lines: readonly string[];
  readonly errors: string;
  readonly queue: string;
}

/** The live line from its longest wording to its shortest: the first two of the headline that are known. */
export function card_texts(numbers: CardNumbers): CardTexts {
  return {
    lines: live_lines(numbers),
    errors: [trouble_text(ERRORS, numbers.errors_per_s), own_trouble(numbers)].filter(Boolean).join(" · "),
    queue: numbers.queue > DOTS_MOST ? three_digits(Math.round(numbers.queue)) : "",
  };
}

/** What its kind calls trouble besides errors. */
function own_trouble({ headline: { trouble }, figures }: CardNumbers): string {
  return trouble === ERRORS ? "" : trouble_text(trouble, figures.get(trouble) ?? 0);
}

function live_lines({ headline, figures }: CardNumbers): readonly string[] {
  const known = headline.metrics.flatMap((metric) => {
    const value = figures.get(metric);
    return value === undefined ? [] : [[figure_text(metric, value), short_figure_text(metric, value)] as const];
  });
  const [first, second] = known;
  if (first === undefined) return [];
  if (second === undefined) return first;
  return [`${first[0]} · ${second[0]}`, `${first[1]} · ${second[0]}`, `${first[1]} · ${second[1]}`, first[1]];
}

/** How a card is filled at this utilisation; the level itself is the first cue, colour and hatch follow. */
export function load_level(utilisation: number): "calm" | "busy" | "overloaded" {
  if (utilisation >= OVERLOADED_FROM) return "overloaded";
  return utilisation >= BUSY_FROM ? "busy" : "calm";
}

/** A card within the view: its id, its corner, and its numbers if the run knows it. */
export interface SeenCard {
  readonly id: string;
  readonly at: Point;
  readonly numbers: CardNumbers | undefined;
}

/** The faces of cards under the drawing, so that fill lies behind the words rather than over them. */
export function paint_faces(
  pen: CanvasRenderingContext2D,
  cards: readonly SeenCard[],
  ink: Ink,
  is_far: boolean,
): void {
  pen.fillStyle = ink.surface;
  pen.beginPath();
  for (const { at } of cards) {
    if (is_far) pen.rect(at.x, at.y, CARD_WIDTH, CARD_HEIGHT);
    else pen.roundRect(at.x, at.y, CARD_WIDTH, CARD_HEIGHT, 6);
  }
  pen.fill();
}

type Level = ReturnType<typeof load_level>;

/** The fills of all cards, each level of load in one stroke of the brush. */
export function paint_fills(
  pen: CanvasRenderingContext2D,
  cards: readonly SeenCard[],
  ink: Ink,
  is_far: boolean,
): void {
  const colours: Readonly<Record<Level, string>> = { calm: ink.load, busy: ink.busy_fill, overloaded: ink.danger_fill };
  for (const level of ["calm", "busy", "overloaded"] as const) {
    const filled = cards.filter(
      ({ numbers }) =>
        numbers?.has_utilisation && numbers.utilisation >= 0.004 && load_level(numbers.utilisation) === level,
    );
    if (filled.length === 0) continue;
    trace_fills(pen, filled, is_far);
    pen.globalAlpha = level === "calm" ? 0.2 : 0.4;
    pen.fillStyle = colours[level];
    pen.fill();
    if (level === "overloaded") {
      pen.globalAlpha = 0.32;
      pen.fillStyle = ink.hatch;
      pen.fill();
    }
    pen.globalAlpha = 1;
    if (!is_far) paint_level_ticks(pen, filled, level === "calm" ? 1.5 : 3, colours[level]);
  }
}

function level_top({ at, numbers }: SeenCard): number {
  return at.y + CARD_HEIGHT * (1 - Math.min(1, numbers?.utilisation ?? 0));
}

function trace_fills(pen: CanvasRenderingContext2D, cards: readonly SeenCard[], is_far: boolean): void {
  pen.beginPath();
  for (const card of cards) {
    const top = level_top(card);
    const height = card.at.y + CARD_HEIGHT - top - 1;
    const upper = Math.max(0, 6 - (top - card.at.y));
    if (is_far) pen.rect(card.at.x, top, CARD_WIDTH, height);
    else pen.roundRect(card.at.x + 1, top, CARD_WIDTH - 2, height, [upper, upper, 5, 5]);
  }
}

/** The level as two ticks at the card's sides: a line across would strike through the name. */
function paint_level_ticks(
  pen: CanvasRenderingContext2D,
  cards: readonly SeenCard[],
  thickness: number,
  colour: string,
): void {
  pen.fillStyle = colour;
  pen.beginPath();
  for (const card of cards) {
    const y = Math.min(level_top(card), card.at.y + CARD_HEIGHT - thickness);
    pen.rect(card.at.x, y, 7, thickness);
    pen.rect(card.at.x + CARD_WIDTH - 7, y, 7, thickness);
  }
  pen.fill();
}

/** From far away only trouble is marked; the fill says the rest. */
export function paint_far(pen: CanvasRenderingContext2D, at: Point, numbers: CardNumbers, ink: Ink): void {
  const is_trouble = numbers.errors_per_s >= 0.05 || own_trouble(numbers) !== "";
  if (is_trouble) paint_cross(pen, { x: at.x + CARD_WIDTH - 22, y: at.y + 22 }, 14, 6, ink.danger);
}

export function paint_details(
  pen: CanvasRenderingContext2D,
  at: Point,
  numbers: CardNumbers,
  texts: CardTexts,
  ink: Ink,
  scale: number,
): void {
  paint_live_line(pen, at, texts, ink, scale);
  paint_queue(pen, at, numbers, texts, ink);
  paint_lamps(pen, at, numbers, ink);
  if (texts.errors !== "") paint_errors(pen, at, texts.errors, ink, scale);
}

/** The size of letters in world units: never too small on the screen to be read. */
export function text_size(scale: number, size: number): number {
  return Math.max(size, SMALLEST_TEXT_PX / scale);
}

function paint_live_line(pen: CanvasRenderingContext2D, at: Point, texts: CardTexts, ink: Ink, scale: number): void {
  const size = text_size(scale, 13);
  pen.font = `500 ${size}px ${FONT_FAMILY}`;
  pen.fillStyle = ink.ink;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  const room = CARD_WIDTH - 18;
  const line = texts.lines.find((candidate) => pen.measureText(candidate).width <= room) ?? texts.lines.at(-1) ?? "";
  pen.fillText(line, at.x + 10, at.y + CARD_HEIGHT - 10);
}

/** Requests that wait, as dots in line before the door. */
function paint_queue(pen: CanvasRenderingContext2D, at: Point, numbers: CardNumbers, texts: CardTexts, ink: Ink): void {
  const dots = Math.min(DOTS_MOST, Math.round(numbers.queue));
  if (dots === 0) return;
  const y = at.y + CARD_HEIGHT - 9;
  pen.fillStyle = numbers.queue > LONG_QUEUE ? ink.danger : ink.busy;
  pen.beginPath();
  for (let dot = 0; dot < dots; dot += 1) {
    const x = at.x - 7 - dot * 7;
    pen.moveTo(x + 2.8, y);
    pen.arc(x, y, 2.8, 0, 2 * Math.PI);
  }
  pen.fill();
  if (texts.queue === "") return;
  pen.font = `500 13px ${FONT_FAMILY}`;
  pen.textAlign = "right";
  pen.fillText(texts.queue, at.x - 8 - dots * 7, y + 4.5);
}

/** One lamp for each instance under the card; a dead one is hollow and crossed. */
function paint_lamps(pen: CanvasRenderingContext2D, at: Point, numbers: CardNumbers, ink: Ink): void {
  if (!numbers.has_instances || numbers.instances_seen < 1) return;
  const all = Math.min(LAMPS_MOST, numbers.instances_seen);
  const up = Math.round((numbers.instances_up / numbers.instances_seen) * all);
  const y = at.y + CARD_HEIGHT + 5;
  for (let lamp = 0; lamp < all; lamp += 1) {
    const x = at.x + CARD_WIDTH - 4 - (all - lamp) * 10;
    if (lamp < up) {
      pen.fillStyle = ink.good;
      pen.fillRect(x, y, 7, 5);
    } else {
      paint_cross(pen, { x: x + 3.5, y: y + 2.5 }, 3.4, 1.8, ink.danger);
    }
  }
}

function paint_errors(pen: CanvasRenderingContext2D, at: Point, text: string, ink: Ink, scale: number): void {
  const size = text_size(scale, 12);
  pen.font = `500 ${size}px ${FONT_FAMILY}`;
  const width = pen.measureText(text).width + size + 14;
  const height = size + 7;
  const left = at.x + CARD_WIDTH - width + 8;
  const top = at.y - height / 2 - 2;
  pen.fillStyle = ink.danger;
  pen.beginPath();
  pen.roundRect(left, top, width, height, height / 2);
  pen.fill();
  paint_cross(pen, { x: left + 6 + size / 2, y: top + height / 2 }, size * 0.28, 1.8, ink.surface);
  pen.fillStyle = ink.surface;
  pen.textAlign = "left";
  pen.fillText(text, left + size + 8, top + height / 2 + size * 0.35);
}

/** An x of half-width `reach`. */
export function paint_cross(
  pen: CanvasRenderingContext2D,
  at: Point,
  reach: number,
  width: number,
  colour: string,
): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineCap = "round";
  pen.beginPath();
  pen.moveTo(at.x - reach, at.y - reach);
  pen.lineTo(at.x + reach, at.y + reach);
  pen.moveTo(at.x + reach, at.y - reach);
  pen.lineTo(at.x - reach, at.y + reach);
  pen.stroke();
}
