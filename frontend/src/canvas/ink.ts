/** The colours of the present theme, read from the style sheet once and again whenever the theme changes. */

export interface Ink {
  readonly paper: string;
  readonly surface: string;
  readonly ink: string;
  readonly ink_muted: string;
  readonly line_strong: string;
  readonly load: string;
  readonly busy: string;
  readonly busy_fill: string;
  readonly danger: string;
  readonly danger_fill: string;
  readonly good: string;
  readonly accent: string;
  readonly hatch: CanvasPattern | string;
}

export const FONT_FAMILY = '"Fira Sans", "Segoe UI", "Noto Sans", sans-serif';

export function read_ink(): Ink {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const danger_fill = colour("danger-fill");
  return {
    paper: colour("paper"),
    surface: colour("surface-raised"),
    ink: colour("ink"),
    ink_muted: colour("ink-muted"),
    line_strong: colour("line-strong"),
    load: colour("load"),
    busy: colour("busy"),
    busy_fill: colour("busy-fill"),
    danger: colour("danger"),
    danger_fill,
    good: colour("good"),
    accent: colour("accent"),
    hatch: hatch_of(danger_fill),
  };
}

/** Slanted lines: the second cue of overload, beside the colour. */
function hatch_of(colour: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = 6;
  tile.height = 6;
  const pen = tile.getContext("2d");
  if (pen === null) return colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift, 6);
    pen.lineTo(shift + 6, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat") ?? colour;
}

/** Calls back whenever the theme changes, by the system or by hand. */
export function on_theme_change(callback: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
  new MutationObserver(callback).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
