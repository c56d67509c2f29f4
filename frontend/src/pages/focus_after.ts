/** Where the focus goes after a button of the author's desk was pressed and the desk has come anew. */

export interface Goal {
  /** The name of a field, or the value of a button. */
  readonly field?: string;
  readonly button?: string;
}

/** What was added is filled in next; what was taken away leaves the button that adds another one. */
export function focus_after(pressed: string, fields: readonly string[]): Goal {
  const [verb = "", where = ""] = pressed.split(" ");
  if (verb === "add") {
    const added = last_row(where, fields);
    return added === undefined ? { button: pressed } : { field: added };
  }
  if (verb === "remove") return { button: `add ${where.replace(/\.\d+$/, "")}` };
  if (verb === "menus") {
    const first = fields.find((name) => name.startsWith(`${where}.menu.`));
    return first === undefined ? { button: pressed } : { field: first };
  }
  return { button: pressed };
}

/** The first field of the last row of a list: of `checks`, that is the first one of `checks.2.`. */
function last_row(list: string, fields: readonly string[]): string | undefined {
  const numbers = fields
    .filter((name) => name.startsWith(`${list}.`))
    .map((name) => Number(name.slice(list.length + 1).split(".")[0]))
    .filter((number) => Number.isInteger(number));
  if (numbers.length === 0) return undefined;
  const row = `${list}.${Math.max(...numbers)}.`;
  return fields.find((name) => name.startsWith(row));
}
