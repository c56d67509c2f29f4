/** The author's desk: completion in written checks, saving before what looks at what is saved, taking in a zip. */

import { beginning, completed, offers, type Offer } from "./completion";
import { focus_after } from "./focus_after";
import { csrf_token } from "./page";
import { t } from "../words/words";

const DESK = "#desk-form";
let is_dirty = false;
// The button of the desk that was pressed last, until the desk has come anew.
let pressed: string | null = null;
let list: HTMLUListElement | null = null;
let chosen = 0;

function words_in_page(id: string): Offer[] {
  const found: unknown = JSON.parse(document.getElementById(id)?.textContent ?? "[]");
  return (found as (Offer | [string, string])[]).map((each) =>
    Array.isArray(each) ? { text: each[0], label: each[1] } : each,
  );
}

function close(): void {
  list?.remove();
  list = null;
}

function offered(field: HTMLInputElement): Offer[] {
  const caret = field.selectionStart ?? field.value.length;
  const { word, is_place } = beginning(field.value, caret);
  return offers(word, is_place, words_in_page("predicate-words"), words_in_page("predicate-places"));
}

function take(field: HTMLInputElement, offer: Offer): void {
  const after = completed(field.value, field.selectionStart ?? field.value.length, offer);
  field.value = after.text;
  field.setSelectionRange(after.caret, after.caret);
  is_dirty = true;
  close();
}

function show(field: HTMLInputElement): void {
  close();
  const found = offered(field);
  if (found.length === 0) return;
  chosen = 0;
  const made = document.createElement("ul");
  made.className = "completion";
  made.setAttribute("role", "listbox");
  found.forEach((offer, index) => {
    const line = document.createElement("li");
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", String(index === 0));
    const label = document.createElement("span");
    label.className = "muted";
    label.textContent = offer.label;
    line.append(offer.text, label);
    line.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(field, offer);
    });
    made.append(line);
  });
  const place = field.getBoundingClientRect();
  made.style.left = `${place.left + scrollX}px`;
  made.style.top = `${place.bottom + scrollY + 2}px`;
  document.body.append(made);
  list = made;
}

function choose(by: number): void {
  const lines = [...(list?.children ?? [])];
  chosen = (chosen + by + lines.length) % lines.length;
  lines.forEach((line, index) => line.setAttribute("aria-selected", String(index === chosen)));
}

function on_key(event: KeyboardEvent): void {
  const field = event.target;
  if (list === null || !(field instanceof HTMLInputElement)) return;
  if (event.key === "ArrowDown") choose(1);
  else if (event.key === "ArrowUp") choose(-1);
  else if (event.key === "Enter" || event.key === "Tab") {
    const offer = offered(field)[chosen];
    if (offer !== undefined) take(field, offer);
  } else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
}

/** What is proven and looked at is what is kept: changes are saved first, then the same is pressed again. */
function on_submit(event: Event): void {
  const form = event.target as HTMLFormElement;
  const desk = document.querySelector<HTMLFormElement>(DESK);
  if (form.dataset["savesFirst"] === undefined || !is_dirty || desk === null) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const address = form.action;
  document.body.addEventListener("htmx:afterSettle", () => again(address), { once: true });
  desk.requestSubmit();
}

function again(address: string): void {
  const forms = [...document.querySelectorAll<HTMLFormElement>("form[data-saves-first]")];
  forms.find(({ action }) => action === address)?.requestSubmit();
}

async function take_in(field: HTMLInputElement): Promise<void> {
  const file = field.files?.[0];
  const told = document.getElementById("import-errors");
  if (file === undefined || told === null) return;
  const headers = { "X-CSRFToken": csrf_token(), "Content-Type": "application/zip" };
  const answer = await fetch(field.dataset["import"] ?? "", { method: "POST", headers, body: file }).catch(() => null);
  const said = (await answer?.json().catch(() => ({}))) as { address?: string; errors?: string[] } | undefined;
  if (said?.address !== undefined) location.assign(said.address);
  else {
    told.hidden = false;
    told.textContent = (said?.errors ?? [t("This could not be sent; try again.")]).join(" ");
    field.value = "";
  }
}

/** The desk came anew and took the pressed button with it: the focus goes where the work goes on. */
function put_focus(): void {
  const desk = document.querySelector<HTMLFormElement>(DESK);
  if (pressed === null || desk === null) return;
  const shown = [...desk.elements].filter(
    (each): each is HTMLInputElement | HTMLButtonElement =>
      each instanceof HTMLElement && "name" in each && each.getAttribute("type") !== "hidden" && each.tabIndex >= 0,
  );
  const goal = focus_after(pressed, shown.map(({ name }) => name).filter((name) => name !== "do"));
  pressed = null;
  const is_goal = ({ name, value }: HTMLInputElement | HTMLButtonElement): boolean =>
    goal.field === undefined ? name === "do" && value === goal.button : name === goal.field;
  shown.find(is_goal)?.focus();
}

document.addEventListener("click", (event) => {
  const button = (event.target as Element | null)?.closest<HTMLButtonElement>(`${DESK} button[name=do]`) ?? null;
  if (button !== null) pressed = button.value;
});
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLElement)) return;
  if (field.closest(DESK) !== null) is_dirty = true;
  if (field instanceof HTMLInputElement && field.dataset["predicate"] !== undefined) show(field);
});
document.addEventListener("keydown", on_key, true);
document.addEventListener("focusout", close);
document.addEventListener("submit", on_submit, true);
document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset["import"] !== undefined)
    void take_in(event.target);
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  if ((event.target as HTMLElement | null)?.id === "desk") is_dirty = false;
});
document.body.addEventListener("htmx:afterSettle", put_focus);
