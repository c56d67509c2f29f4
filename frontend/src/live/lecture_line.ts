/** The line of a lecture: whatever has changed comes as one whole state; a lost line is opened again. */

import { backoff_ms } from "./backoff";
import { t } from "../words/words";

const NOT_ALLOWED = 4003;

/** Listens to a lecture. `words` says how the line stands, and is empty while it does. */
export function follow_lecture<State>(id: string, take: (state: State) => void, words: (text: string) => void): void {
  let failures = 0;
  const connect = (): void => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws/lectures/${id}/`);
    socket.onmessage = (event: MessageEvent<string>) => {
      failures = 0;
      words("");
      take(JSON.parse(event.data) as State);
    };
    socket.onclose = (event) => {
      if (event.code === NOT_ALLOWED) return words(t("This lecture is not open to you any more."));
      words(t("The line is lost; it is opened again …"));
      window.setTimeout(connect, backoff_ms(failures++));
    };
  };
  connect();
}
