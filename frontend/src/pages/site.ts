/** What every page has: light and dark, moments on the reader's clock, words that can be opened, a focus that stays. */

import { keep_focus } from "./keep_focus";
import { remember } from "./memory";
import { wire_moments } from "./moments";
import { wire_terms } from "./terms";
import { t } from "../words/words";

function present_theme(): "light" | "dark" {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function label_switch(button: HTMLElement): void {
  const other = present_theme() === "dark" ? "light" : "dark";
  const words = other === "dark" ? t("Use the dark theme") : t("Use the light theme");
  button.setAttribute("aria-label", words);
  button.title = words;
  button.querySelector("use")?.setAttribute("href", `/static/icons/interface.svg#${other === "dark" ? "moon" : "sun"}`);
}

for (const button of document.querySelectorAll<HTMLElement>("[data-theme-switch]")) {
  label_switch(button);
  button.addEventListener("click", () => {
    const theme = present_theme() === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme;
    remember("theme", theme);
    label_switch(button);
  });
}

wire_moments(document);
document.addEventListener("htmx:load", ({ target }) => {
  if (target instanceof Element) wire_moments(target);
});
wire_terms();
keep_focus();
