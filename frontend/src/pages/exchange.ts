/** Export and import: files that the browser reads or draws itself. Without it all but pictures in pixels works. */

import { t } from "../words/words";

const SCALE = 2;
const SIDE_MOST_PX = 8192;

function say(words: string): void {
  const said = document.getElementById("exchange-said");
  if (said !== null) said.textContent = words;
}

/** Puts a file's text into the field that is sent. */
async function take_file(input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  const field = document.getElementById(input.dataset["fileInto"] ?? "");
  if (file === undefined || !(field instanceof HTMLTextAreaElement)) return;
  const is_too_long = file.size > Number(input.dataset["most"]);
  input.setCustomValidity(is_too_long ? t("This file is too long.") : "");
  if (is_too_long) input.reportValidity();
  else field.value = await file.text();
}

/** The picture at an address as pixels. */
async function drawn(address: string): Promise<Blob | null> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const scale = Math.min(SCALE, SIDE_MOST_PX / image.naturalWidth, SIDE_MOST_PX / image.naturalHeight);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

async function save_drawn(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  try {
    const blob = await drawn(`${button.dataset["draw"]}&look=1`);
    if (blob === null) throw new Error("no pixels");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = button.dataset["name"] ?? "design.png";
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(t("Saved."));
  } catch {
    say(t("The browser could not draw this picture; take the SVG."));
  }
  button.disabled = false;
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const before = button.textContent;
  try {
    const answer = await fetch(button.dataset["copy"] ?? "");
    if (!answer.ok) throw new Error(await answer.text());
    await navigator.clipboard.writeText(await answer.text());
    button.textContent = t("Copied");
    say(t("Copied."));
  } catch (error) {
    say(error instanceof Error && error.message !== "" ? error.message : t("This could not be copied."));
  }
  window.setTimeout(() => (button.textContent = before), 2000);
}

for (const line of document.querySelectorAll<HTMLElement>("[data-file-line]")) line.hidden = false;
for (const input of document.querySelectorAll<HTMLInputElement>("[data-file-into]"))
  input.addEventListener("change", () => void take_file(input));
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-draw]")) {
  button.hidden = false;
  button.addEventListener("click", () => void save_drawn(button));
}
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy], [data-copy-text]")) {
  button.hidden = false;
  const plain = button.dataset["copyText"];
  button.addEventListener("click", () => {
    if (plain === undefined) void copy(button);
    else void navigator.clipboard.writeText(plain).then(() => say(t("Copied.")));
  });
}
