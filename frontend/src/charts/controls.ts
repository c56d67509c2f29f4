/** Small buttons of charts. */

import { shape } from "./shapes";

function glyph(name: string): SVGElement {
  const icon = shape("svg", { class: "icon", "aria-hidden": "true", viewBox: "0 0 24 24" });
  icon.append(shape("use", { href: `/static/icons/interface.svg#${name}` }));
  return icon;
}

/** A button with a glyph of the interface, named for everybody. */
export function icon_button(name: string, label: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet icon-button";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.append(glyph(name));
  button.addEventListener("click", act);
  return button;
}

/** A button with words. */
export function word_button(text: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}
