/** The tab that tells of bytes: where they come from now, as a map of tiers, and what edges did over time. */

import type { Series } from "../live/frames";
import { NightPicture } from "./night_picture";
import { flows_at } from "./tier_map";
import { TierPicture } from "./tier_picture";
import { t } from "../words/words";

const NO_STREAMS =
  t(
  "No streams are drawn: these viewers get everything over a link of their own. Draw arrows from them to an edge or " +
    "to a storage, and this picture tells where their bytes come from.",
  );

export interface BytesView {
  readonly series: Series;
  readonly position: number;
  readonly is_moving: boolean;
  readonly cursor_s: number | null;
  readonly chosen: string | null;
}

export class BytesBoard {
  private readonly tiers = new TierPicture("gbps");
  private readonly nights: NightPicture;
  private readonly empty = document.createElement("p");

  constructor(host: HTMLElement, label_of: (id: string) => string) {
    this.nights = new NightPicture(label_of);
    this.empty.className = "empty";
    this.empty.textContent = NO_STREAMS;
    this.empty.hidden = true;
    host.replaceChildren(this.empty, this.tiers.element, this.nights.element);
  }

  draw({ series, position, is_moving, cursor_s, chosen }: BytesView): void {
    const flows = flows_at(series, position);
    this.empty.hidden = flows !== null;
    this.tiers.element.hidden = flows === null;
    if (flows !== null) this.tiers.draw(flows, is_moving);
    this.nights.draw({ series, cursor_s, chosen });
  }
}
