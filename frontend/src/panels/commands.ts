/** What can be done, as lists and menus show it. The pages make these from the table of actions and the catalogue. */

export interface Command {
  readonly name: string;
  readonly label: string;
  readonly group: string;
  /** How its keys are written; empty for none. */
  readonly keys: string;
  /** A second line, such as the type of a component. */
  readonly detail?: string;
  readonly is_possible: boolean;
  run(): void;
}

/** The commands that answer to what was typed: that of this very name first, then those whose label begins with it. */
export function found(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return commands;
  const text_of = (command: Command): string =>
    `${command.label} ${command.detail ?? ""} ${command.group}`.toLowerCase();
  const answers = commands.filter((command) => words.every((word) => text_of(command).includes(word)));
  const rank = ({ label }: Command): number => {
    const low = label.toLowerCase();
    if (low === query.toLowerCase().trim()) return -1;
    if (low.startsWith(words[0] ?? "")) return 0;
    return low.includes(words[0] ?? "") ? 1 : 2;
  };
  return answers.toSorted((a, b) => rank(a) - rank(b));
}

/** Commands by group, in the order in which groups first appear. */
export function grouped(commands: readonly Command[]): ReadonlyMap<string, readonly Command[]> {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const list = groups.get(command.group) ?? [];
    list.push(command);
    groups.set(command.group, list);
  }
  return groups;
}
