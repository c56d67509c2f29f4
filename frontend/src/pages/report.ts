/** Pictures of a report, drawn from what the server wrote into it; without scripts its tables tell the same. */

import { distribution_part, type Told } from "../charts/distribution_picture";
import { TierPicture } from "../charts/tier_picture";
import type { Flows } from "../charts/tier_map";
import { t } from "../words/words";
import { fetch_catalogue } from "./page";
import { answer_why } from "./why";

/** Draws the pictures of all reports in the page that are not drawn yet, and again when their room changes. */
function draw_pictures(): void {
  for (const host of document.querySelectorAll<HTMLElement>("[data-tiers]:not(.is-drawn)")) {
    host.classList.add("is-drawn");
    const flows = JSON.parse(host.dataset["tiers"] ?? "null") as Flows;
    // The page has the table already.
    const picture = new TierPicture("gb", false);
    host.append(picture.element);
    new ResizeObserver(() => picture.draw(flows, false)).observe(host);
  }
  for (const host of document.querySelectorAll<HTMLElement>("[data-distributions]:not(.is-drawn)")) {
    host.classList.add("is-drawn");
    const told = JSON.parse(host.dataset["distributions"] ?? "[]") as readonly Told[];
    if (told.length > 0) host.append(distribution_part(told));
    else host.textContent = t("This run is from before distributions were told, or answered nothing.");
  }
}

/** The page of a report alone has no catalogue yet; where a run is shown somebody else answers. */
if (document.getElementById("canvas") === null)
  answer_why(
    async () => (await fetch_catalogue()).metrics,
    () => null,
  );

draw_pictures();
document.body.addEventListener("htmx:afterSwap", draw_pictures);
