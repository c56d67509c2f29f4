/** Finding what the server wrote into the page. */

import type { Catalogue } from "../design/catalogue";
import type { DesignDocument } from "../design/document";
import { run_address, shared_address } from "../live/addresses";
import { language } from "../words/words";

/** The element with this id; the template promises it. */
export function by_id(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/** The token that proves to the server that a request comes from this page. */
export function csrf_token(): string {
  return document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** A JSON value that the server wrote into a script element. */
export function json_in_page<T>(id: string): T {
  return JSON.parse(by_id(id).textContent ?? "null") as T;
}

export async function fetch_json<T>(address: string): Promise<T> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return (await answer.json()) as T;
}

/** Sends something to the server, as this page. */
export function send(address: string, body: string | URLSearchParams): Promise<Response> {
  const headers: Record<string, string> = { "X-CSRFToken": csrf_token() };
  if (typeof body === "string") headers["Content-Type"] = "application/json";
  return fetch(address, { method: "POST", headers, body });
}

export function fetch_catalogue(): Promise<Catalogue> {
  // The language stands in the address, so that a change of language never meets the other one in a cache.
  return fetch_json<Catalogue>(`/catalogue.json?language=${language}`);
}

export function fetch_run_document(run: string): Promise<DesignDocument> {
  return fetch_json<DesignDocument>(run_address(run, shared_address() === null ? "document.json" : "document/"));
}

/** A key that no other request has. */
export function fresh_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Htmx {
  ajax(verb: string, path: string, context: { source: string; target: string; swap: string }): Promise<void>;
}

/** Fetches a fragment from the server and puts it into an element. */
export function load_fragment(address: string, target: string): void {
  const { htmx } = window as unknown as { htmx?: Htmx };
  // Requests of one source wait for each other and the last displaces those between: each target is its own source.
  void htmx?.ajax("GET", address, { source: target, target, swap: "innerHTML" });
}
