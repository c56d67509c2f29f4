/** Where the parts of a run are: under its own address, or under that of a link by which it was shared. */

/** The address under which a run was shared with whoever looks; null where the run has its own. */
export function shared_address(): string | null {
  if (typeof document === "undefined") return null;
  return document.querySelector<HTMLElement>("[data-run-address]")?.dataset["runAddress"] ?? null;
}

/** The address of a part of a run, such as "frames/". */
export function run_address(run: string, part: string): string {
  return `${shared_address() ?? `/runs/${run}/`}${part}`;
}

/** Where a run of one's own that goes on from a frame is asked for. */
export function fork_address(run: string): string {
  return shared_address()?.replace(/run\/$/, "copy/") ?? `/runs/${run}/fork/`;
}
