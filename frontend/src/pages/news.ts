/** What two browsers of one interview ask again and again: whether there is anything to draw anew. */

const EVERY_MS = 1500;

export interface News {
  /** Changes with whatever stands in the panels. */
  readonly mark: string;
  /** The version of the design. */
  readonly version: number;
  /** The run that goes on, or null. */
  readonly run: string | null;
  readonly ended: boolean;
  /** Where this browser goes after the two have swapped places, or nothing. */
  readonly next: string;
}

/** Asks until the page is left; `take` hears every answer. A lost line is no news. */
export function listen_for_news(address: string, take: (news: News) => void): void {
  const ask = async (): Promise<void> => {
    try {
      const answer = await fetch(address);
      if (answer.ok) take((await answer.json()) as News);
    } catch {
      // The next one comes in a moment.
    }
    window.setTimeout(() => void ask(), EVERY_MS);
  };
  void ask();
}
