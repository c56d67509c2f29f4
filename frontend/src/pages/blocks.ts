/** Parts of designs that a person keeps, to put them into any design. */

import { fragment_of, fragment_text, size_of } from "../design/fragment";
import { normalised, type DesignDocument } from "../design/document";
import { ask } from "../panels/ask";
import type { Command } from "../panels/commands";
import { open_picker } from "../panels/picker";
import type { Bench } from "../tools/action";
import { say } from "../tools/gesture";
import { fetch_json, send } from "./page";
import { t, tn } from "../words/words";

interface Kept {
  readonly id: string;
  readonly name: string;
}

interface Answer {
  readonly blocks?: readonly Kept[];
  readonly errors?: readonly { readonly message: string }[];
}

/** Wires keeping, inserting and deleting of blocks. */
export function wire_blocks(bench: Bench): void {
  const { desk, panels } = bench;
  const lost = (): void => say(desk, t("The server cannot be reached just now."));
  panels.set("keep_block", () => void keep(bench).catch(lost));
  panels.set("blocks", () => void pick(bench, t("Insert a block"), (block) => insert(bench, block)).catch(lost));
  panels.set("drop_block", () => void pick(bench, t("Delete a block"), (block) => drop(bench, block)).catch(lost));
}

async function keep({ desk }: Bench): Promise<void> {
  const fragment = fragment_of(desk.store.document, desk.store.selection);
  if (fragment === null || size_of(fragment) === 0) return say(desk, t("Choose what to keep first."));
  const name = await ask(t("Keep as a block"), t("Name"), t("Keep"));
  if (name === null) return;
  const text = JSON.stringify({ name, document: JSON.parse(fragment_text(fragment)) as unknown });
  const { blocks, errors } = (await (await send("/blocks/", text)).json()) as Answer;
  const count = blocks?.length ?? 0;
  say(desk, errors?.[0]?.message ?? kept_words(name, count));
}

function kept_words(name: string, count: number): string {
  return tn("“{name}” is kept; you have {count} block.", "“{name}” is kept; you have {count} blocks.", count, { name });
}

async function pick({ desk }: Bench, title: string, act: (block: Kept) => Promise<void>): Promise<void> {
  const { blocks = [] } = await fetch_json<Answer>("/blocks/");
  if (blocks.length === 0) return say(desk, t("You keep no blocks yet: choose something and keep it as one."));
  const commands = blocks.map(
    (block): Command => ({
      name: block.id,
      label: block.name,
      group: t("Blocks"),
      keys: "",
      is_possible: true,
      run: () => void act(block).catch(() => say(desk, t("The server cannot be reached just now."))),
    }),
  );
  open_picker(title, commands);
}

async function insert({ clipboard }: Bench, { id }: Kept): Promise<void> {
  const { document: fragment } = await fetch_json<{ document: DesignDocument }>(`/blocks/${id}/`);
  clipboard.insert(normalised(fragment), t("Insert"));
}

async function drop({ desk }: Bench, { id, name }: Kept): Promise<void> {
  await send(`/blocks/${id}/delete/`, "");
  say(desk, t("“{name}” is deleted. Designs that have it keep it.", { name }));
}
