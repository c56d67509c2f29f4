/** A design as YAML text and back, with lines for what is wrong. The library is fetched when it is needed. */

import type { Document as YamlDocument, LineCounter, Node } from "yaml";
import { normalised, type DesignDocument } from "./document";
import { as_document, is_misshape } from "./shape";
import { t } from "../words/words";

/** Something wrong at a line, counted from 1. */
export interface TextError {
  readonly line: number;
  readonly message: string;
}

export interface Read {
  /** Null when the text is no design. */
  readonly document: DesignDocument | null;
  readonly errors: readonly TextError[];
  /** The line of a path such as `components[3].parameters.slots`, or of what is nearest around it. */
  line_of(path: string): number;
}

export interface TextForm {
  write(document: DesignDocument): string;
  read(text: string): Read;
}

const LETTERS_MOST = 400_000;
const WIDTH = 110;

/** What reads and writes the text. */
export async function text_form(): Promise<TextForm> {
  const yaml = await import("yaml");
  return {
    write: (document) => {
      // An empty list says the same as none.
      const said = Object.entries(document).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
      const made = new yaml.Document(Object.fromEntries(said), { aliasDuplicateObjects: false });
      yaml.visit(made, {
        Collection: (_key, node) => {
          // Positions, and whatever else holds plain values only, take one line.
          const is_plain = node.items.every((item) => yaml.isScalar(yaml.isPair(item) ? item.value : item));
          if (is_plain && (yaml.isSeq(node) || node.items.length <= 6)) node.flow = true;
        },
      });
      return made.toString({ lineWidth: WIDTH, flowCollectionPadding: false });
    },
    read: (text) => {
      if (text.length > LETTERS_MOST) return refused(t("This text is too long; import it as JSON."));
      const lines = new yaml.LineCounter();
      const read = yaml.parseDocument(text, { lineCounter: lines });
      const line_of = (path: string): number => line_at(read, lines, path);
      if (read.errors.length > 0) {
        const errors = read.errors.map((error) => ({
          line: error.linePos?.[0].line ?? 1,
          message: error.message.split(" at line ")[0] ?? t("It cannot be read."),
        }));
        return { document: null, errors, line_of };
      }
      return shaped(plain(read), line_of);
    },
  };
}

/** The values of a text; what refers to itself or repeats itself without end is none. */
function plain(read: YamlDocument): unknown {
  try {
    return read.toJS({ maxAliasCount: 20 });
  } catch {
    return null;
  }
}

function shaped(value: unknown, line_of: (path: string) => number): Read {
  const document = as_document(value);
  if (is_misshape(document))
    return { document: null, errors: [{ line: line_of(document.path), message: document.message }], line_of };
  return { document: normalised(document), errors: [], line_of };
}

function refused(message: string): Read {
  return { document: null, errors: [{ line: 1, message }], line_of: () => 1 };
}

/** `components[3].parameters.slots` as steps into the document. */
export function steps_of(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name ?? "") : Number(index),
  );
}

function line_at(read: YamlDocument, lines: LineCounter, path: string): number {
  const steps = [...steps_of(path)];
  for (; steps.length > 0; steps.pop()) {
    const node = read.getIn(steps, true) as Node | null | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}
