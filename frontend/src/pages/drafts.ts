/** What is half written in a panel that the server draws anew. */

type Field = HTMLInputElement | HTMLTextAreaElement;

export class Drafts {
  private readonly kept = new Map<string, string>();

  /** Keeps what is written in fields with `data-keep`, until their form is sent. */
  constructor(
    private readonly panel: HTMLElement,
    private readonly name: string,
  ) {
    for (const [key, value] of Object.entries(this.stored())) this.kept.set(key, value);
    panel.addEventListener("input", (event) => {
      const field = event.target as Field;
      const key = field.dataset["keep"];
      if (key === undefined) return;
      this.kept.set(key, field.value);
      this.store();
    });
    panel.addEventListener("htmx:afterRequest", (event) => {
      const { elt, successful } = (event as CustomEvent<{ elt: HTMLElement; successful: boolean }>).detail;
      if (!successful) return;
      for (const field of elt.querySelectorAll<HTMLElement>("[data-keep]")) {
        this.kept.delete(field.dataset["keep"] ?? "");
      }
      this.store();
      this.restore();
    });
    this.restore();
  }

  /** Puts back what was half written. */
  restore(): void {
    for (const field of this.panel.querySelectorAll<Field>("[data-keep]")) {
      const draft = this.kept.get(field.dataset["keep"] ?? "");
      if (draft !== undefined && field.value !== draft) field.value = draft;
    }
  }

  private stored(): Record<string, string> {
    try {
      return JSON.parse(sessionStorage.getItem(`backlot:drafts:${this.name}`) ?? "{}") as Record<string, string>;
    } catch {
      return {};
    }
  }

  private store(): void {
    try {
      sessionStorage.setItem(`backlot:drafts:${this.name}`, JSON.stringify(Object.fromEntries(this.kept)));
    } catch {
      // Where storage is forbidden, a reload forgets what was not sent.
    }
  }
}
