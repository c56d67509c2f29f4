/** Moments in the reader's own time zone. Pages come with UTC, which those without scripts see. */

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const FORM: Intl.DateTimeFormatOptions = {
  day: "numeric",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

/** A moment as pages write it, in a time zone and a language: "21 Nov 2026, 23:52 CET". */
export function moment_words(moment: Date, zone: string, language = "en"): string {
  const style: Intl.DateTimeFormatOptions = { ...FORM, month: "short", timeZoneName: "short", timeZone: zone };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, style).format(moment);
}

/** What a field of day and time shows for a moment, in a time zone: "2026-11-21T23:52". */
export function moment_field(moment: Date, zone: string): string {
  const form = new Intl.DateTimeFormat("en-GB", { ...FORM, month: "2-digit", day: "2-digit", timeZone: zone });
  const parts = Object.fromEntries(form.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts["year"]}-${parts["month"]}-${parts["day"]}T${parts["hour"]}:${parts["minute"]}`;
}

/** Tells all moments of a page in the time zone of its reader, and lets them be typed in it. */
export function wire_moments(root: ParentNode, zone = HERE): void {
  for (const each of root.querySelectorAll<HTMLTimeElement>("time[data-moment]"))
    each.textContent = moment_words(new Date(each.dateTime), zone, document.documentElement.lang);
  for (const each of root.querySelectorAll<HTMLInputElement>("input[name=zone]")) {
    each.value = zone;
    for (const field of each.form?.querySelectorAll<HTMLInputElement>("input[type=datetime-local]") ?? [])
      if (field.value !== "") field.value = moment_field(new Date(`${field.value}Z`), zone);
    for (const name of each.form?.querySelectorAll("[data-zone-name]") ?? []) name.textContent = zone;
  }
}
