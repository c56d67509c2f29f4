/** The map of the whole design: large designs begin with it, and everybody may keep or put it away. */

import { Minimap } from "../canvas/minimap";
import { components_of } from "../design/document";
import { recall, remember } from "./memory";
import type { Stage } from "./stage";

/** From so many components on, a map is shown by itself. */
const LARGE = 40;
const NAME = "minimap";

export function wire_minimap({ desk, bench }: Stage): void {
  const map = new Minimap(desk.scene);
  const count = components_of(desk.store.document).length;
  map.show((recall(NAME) ?? (count >= LARGE ? "yes" : "no")) === "yes");
  bench.panels.set(NAME, () => {
    map.show(!map.is_shown);
    remember(NAME, map.is_shown ? "yes" : "no");
  });
}
