import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";

const SOURCE = resolve("frontend/src");

/** Which rooms each room may use, besides itself. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  words: [],
  design: ["words"],
  live: ["words"],
  canvas: ["words", "design", "live"],
  tools: ["words", "design", "canvas"],
  panels: ["words", "design"],
  charts: ["words", "design", "live"],
  pages: ["words", "design", "live", "canvas", "tools", "panels", "charts"],
};

const THIRD_PARTY: Readonly<Record<string, readonly string[]>> = { uplot: ["charts"], "@dagrejs/dagre": ["canvas"], yaml: ["design"] };

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const text_of = (file: string): string => readFileSync(join(SOURCE, file), "utf8");
const room_of = (file: string): string => file.split("/")[0] ?? "";

function imports_of(file: string): readonly string[] {
  return [...text_of(file).matchAll(/(?:from |import\()"([^"]+)"/g)].map((match) => match[1] ?? "");
}

test("every room knows its place", () => {
  assert.deepEqual([...new Set(files.map(room_of))].sort(), Object.keys(MAY_USE).sort());
});

test("calls run one way between rooms", () => {
  const strays = files.flatMap((file) =>
    imports_of(file).flatMap((address) => {
      if (!address.startsWith("."))
        return THIRD_PARTY[address]?.includes(room_of(file)) ? [] : [`${file} uses ${address}`];
      const room = room_of(relative(SOURCE, resolve(SOURCE, dirname(file), address)));
      return room === room_of(file) || MAY_USE[room_of(file)]?.includes(room) ? [] : [`${file} uses ${room}`];
    }),
  );
  assert.deepEqual(strays, []);
});

test("no file imports itself through others", () => {
  const targets = (file: string): string[] =>
    imports_of(file)
      .filter((address) => address.startsWith("."))
      .map((address) => `${relative(SOURCE, resolve(SOURCE, dirname(file), address))}.ts`);
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(" > "));
    if (done.has(file)) return;
    for (const target of targets(file)) visit(target, [...way, file]);
    done.add(file);
  };
  const done = new Set<string>();
  for (const file of files) visit(file, []);
  assert.deepEqual(circles, []);
});

test("the design room never meets the page", () => {
  const strays = files.filter(
    (file) =>
      room_of(file) === "design" &&
      /\b(document\.(querySelector|createElement|body)|window\.|HTMLElement)/.test(text_of(file)),
  );
  assert.deepEqual(strays, []);
});

test("no type is left open", () => {
  assert.deepEqual(
    files.filter((file) => /(:|<|as) any\b/.test(text_of(file))),
    [],
  );
});

test("lines are short enough to read", () => {
  const long = files.flatMap((file) =>
    text_of(file)
      .split("\n")
      .flatMap((line, index) => (line.length > 120 ? [`${file}:${index + 1}`] : [])),
  );
  assert.deepEqual(long, []);
});
