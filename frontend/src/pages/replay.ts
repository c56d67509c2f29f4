/** The report's replay: the entries up to a moment, and the drawing as it was then. */

const host = document.querySelector<HTMLElement>("[data-replay]");
const range = host?.querySelector<HTMLInputElement>("[data-replay-range]");

function show(): void {
  const entries = [...(host?.querySelectorAll<HTMLElement>(".timeline > li") ?? [])];
  const until = Number(range?.value ?? entries.length);
  entries.forEach((entry, place) => (entry.hidden = place >= until));
  const clock = host?.querySelector("[data-replay-clock]");
  if (clock) clock.textContent = entries[until - 1]?.dataset["at"] ?? "";
}

range?.addEventListener("input", show);
show();
