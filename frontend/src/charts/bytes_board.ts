/** The tab that tells of bytes: where they come from now, as a map of tiers. */

import type { Series } from "../live/frames";
import { flows_at } from "./tier_map";
import { TierPicture } from "./tier_picture";

const NO_STREAMS =
  "No streams are drawn: these viewers get everything over a link of their own. Draw arrows from them to an edge or " +
  "to a storage, and this picture tells where their bytes come from.";

export interface BytesView {
  readonly series: Series;
  readonly position: number;
  readonly is_moving: boolean;
}

export class BytesBoard {
  private readonly tiers = new TierPicture("gbps");
  private readonly empty = document.createElement("p");

  constructor(host: HTMLElement) {
    this.empty.className = "empty";
    this.empty.textContent = NO_STREAMS;
    this.empty.hidden = true;
    host.replaceChildren(this.empty, this.tiers.element);
  }

  draw({ series, position, is_moving }: BytesView): void {
    const flows = flows_at(series, position);
    this.empty.hidden = flows !== null;
    this.tiers.element.hidden = flows === null;
    if (flows !== null) this.tiers.draw(flows, is_moving);
  }
}
