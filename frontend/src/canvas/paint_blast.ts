/** Paints how far a failure reaches: dashes around what is broken, dots around who depends on it, and the words. */

import type { Blast } from "../design/blast";
import { t } from "../words/words";
import { CARD_HEIGHT, CARD_WIDTH } from "./geometry";
import { FONT_FAMILY, type Ink } from "./ink";
import { text_size, type SeenCard } from "./paint_cards";

const APART = 5;
/** Below a card there are the lamps of its instances. */
const LAMPS = 13;

export function paint_blast(
  pen: CanvasRenderingContext2D,
  cards: readonly SeenCard[],
  blast: Blast,
  ink: Ink,
  scale: number,
  with_words: boolean,
): void {
  pen.save();
  pen.lineWidth = 2.5 / Math.min(1, scale);
  pen.font = `500 ${text_size(scale, 11.5)}px ${FONT_FAMILY}`;
  pen.textAlign = "left";
  for (const { id, at } of cards) {
    const is_broken = blast.broken.has(id);
    if (!is_broken && !blast.reached.has(id)) continue;
    pen.strokeStyle = pen.fillStyle = is_broken ? ink.danger : ink.busy;
    pen.setLineDash(is_broken ? [10, 5] : [2.5, 4]);
    pen.beginPath();
    pen.roundRect(at.x - APART, at.y - APART, CARD_WIDTH + 2 * APART, CARD_HEIGHT + APART + LAMPS, 9);
    pen.stroke();
    if (with_words) pen.fillText(is_broken ? t("broken") : t("depends on it"), at.x, at.y + CARD_HEIGHT + LAMPS + 14);
  }
  pen.restore();
}
