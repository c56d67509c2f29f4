/** Live figures in words, by the metric of the frames: once in full, once as short as it can be understood. */

import { latency_text, percent_text, rate_text, three_digits } from "./quantities";
import { t } from "../words/words";

interface Wording {
  readonly long: (value: number) => string;
  readonly short: (value: number) => string;
  /** From here on it is bad news, where it may be. */
  readonly trouble_from?: number;
}

const THIN_SPACE = "\u2009";
const same = (text: (value: number) => string): Wording => ({ long: text, short: text });

const WORDINGS: Readonly<Record<string, Wording>> = {
  rate_per_s: { long: rate_text, short: (value) => `${three_digits(value)}/s` },
  hit_ratio: same((value) => t("{share} hit", { share: percent_text(value) })),
  latency_s_p99: { long: (value) => `p99 ${latency_text(value)}`, short: latency_text },
  errors_per_s: { ...same((value) => `${three_digits(value)}/s`), trouble_from: 0.1 },
  utilisation: { long: (value) => t("{share} used", { share: percent_text(value) }), short: whole_percent },
  gbps: { long: flow_text, short: (value) => flow_text(Number(value.toPrecision(2))) },
  byte_hit_ratio: { long: (value) => t("{share} hit", { share: percent_text(value) }), short: whole_percent },
  playing: {
    long: (value) => t("{count} watching", { count: three_digits(Math.round(value)) }),
    short: (value) => three_digits(Math.round(value)),
  },
  bitrate_bps: { long: bitrate_text, short: (value) => bitrate_text(Number(value.toPrecision(2))) },
  rebuffer_ratio: { ...same((value) => t("{share} stalled", { share: percent_text(value) })), trouble_from: 0.005 },
};

/** A figure in full; empty for a metric without words. */
export function figure_text(metric: string, value: number): string {
  return WORDINGS[metric]?.long(value) ?? "";
}

/** The same as short as it can be. */
export function short_figure_text(metric: string, value: number): string {
  return WORDINGS[metric]?.short(value) ?? "";
}

/** The figure if it is bad news; empty if it is not. */
export function trouble_text(metric: string, value: number): string {
  const wording = WORDINGS[metric];
  return wording?.trouble_from !== undefined && value >= wording.trouble_from ? wording.long(value) : "";
}

function whole_percent(value: number): string {
  return percent_text(Math.round(value * 100) / 100);
}

/** What flows, in the unit that fits: 12.4 Gbit/s, 85 Mbit/s. */
export function flow_text(gbps: number): string {
  if (gbps < 0.00005) return `0${THIN_SPACE}Gbit/s`;
  if (gbps >= 999.5) return `${three_digits(gbps / 1e3)}${THIN_SPACE}Tbit/s`;
  return gbps < 0.0995 ? `${three_digits(gbps * 1e3)}${THIN_SPACE}Mbit/s` : `${three_digits(gbps)}${THIN_SPACE}Gbit/s`;
}

/** What one viewer sees, in the unit that fits: 3.2 Mbit/s, 235 kbit/s. */
export function bitrate_text(bits_per_s: number): string {
  if (bits_per_s < 1e6) return `${three_digits(bits_per_s / 1e3)}${THIN_SPACE}kbit/s`;
  return `${three_digits(bits_per_s / 1e6)}${THIN_SPACE}Mbit/s`;
}
