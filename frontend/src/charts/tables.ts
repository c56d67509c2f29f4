/** Small tables beside pictures. */

import { t } from "../words/words";

/** A row of cells; those of a head name their columns. */
export function row(name: "th" | "td", texts: readonly string[]): HTMLTableRowElement {
  const element = document.createElement("tr");
  for (const text of texts) {
    const cell = document.createElement(name);
    cell.textContent = text;
    if (name === "th") cell.setAttribute("scope", "col");
    element.append(cell);
  }
  return element;
}

/** The numbers of a picture as a table that opens on demand. */
export function folded_table(head: readonly string[], rows: readonly (readonly string[])[]): HTMLDetailsElement {
  const part = document.createElement("details");
  const summary = document.createElement("summary");
  const table = document.createElement("table");
  summary.textContent = t("As a table");
  table.append(row("th", head), ...rows.map((texts) => row("td", texts)));
  part.append(summary, table);
  return part;
}
