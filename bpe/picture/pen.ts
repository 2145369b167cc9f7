/**
 * The colours of a picture: by class for style sheets, and as presentation attributes where there is none.
 *
 * @module
 */
import type { Attributes } from "./markup.ts";

/** A colour scheme. */
export interface Palette {
  /** Lines and text. */
  readonly ink: string;
  /** The inside of shapes. */
  readonly paper: string;
  /** What is behind everything, and the rim of texts and badges that stand on lines. */
  readonly canvas: string;
  /** The inside of pools, lanes and open sub-processes. */
  readonly area: string;
  /** Lines and inside of what has been passed. */
  readonly visited: string;
  readonly "visited-paper": string;
  /** Lines and inside of what waits for an event without holding a token. */
  readonly waiting: string;
  readonly "waiting-paper": string;
  /** Lines and inside of what holds a token. */
  readonly active: string;
  readonly "active-paper": string;
  /** Lines and inside of what has an incident. */
  readonly incident: string;
  readonly "incident-paper": string;
  /** Text on badges. */
  readonly badge: string;
}

/** Colours on a light page. Text on each inside has a contrast of at least 4.5 to 1. */
export const LIGHT: Palette = {
  ink: "#1f2933",
  paper: "#ffffff",
  canvas: "#ffffff",
  area: "#f8f9fb",
  visited: "#166534",
  "visited-paper": "#e9f6ed",
  waiting: "#854d0e",
  "waiting-paper": "#fdf6dc",
  active: "#1d4ed8",
  "active-paper": "#dfe9ff",
  incident: "#b91c1c",
  "incident-paper": "#fde8e8",
  badge: "#ffffff",
};

/** Colours on a dark page. */
export const DARK: Palette = {
  ink: "#d7dde5",
  paper: "#232a33",
  canvas: "#151a20",
  area: "#1b2129",
  visited: "#86d9a0",
  "visited-paper": "#17301f",
  waiting: "#e7c66a",
  "waiting-paper": "#332a12",
  active: "#9dbcff",
  "active-paper": "#1a2c52",
  incident: "#ff9d9d",
  "incident-paper": "#451d1f",
  badge: "#10151b",
};

/** What an element is drawn for; the most telling one where several hold. */
export type Tone = "plain" | "visited" | "waiting" | "active" | "incident";

/** Colours of one element, as presentation attributes. */
export interface Pen {
  /** Lines and text. */
  readonly ink: string;
  /** What shapes are filled with. */
  readonly paper: string;
}

/** The pen for a tone. */
export function penOf(tone: Tone): Pen {
  if (tone === "plain") return LIGHT;
  return { ink: LIGHT[tone], paper: LIGHT[`${tone}-paper`] };
}

/** A closed shape: inside of paper, border of ink. */
export function shape(pen: Pen): Attributes {
  return { class: "bpe-shape", fill: pen.paper, stroke: pen.ink };
}

/** A line without inside. */
export function line(pen: Pen): Attributes {
  return { class: "bpe-line", fill: "none", stroke: pen.ink };
}

/** A shape filled with ink. */
export function solid(pen: Pen): Attributes {
  return { class: "bpe-solid", fill: pen.ink, stroke: pen.ink };
}

/** A line drawn in paper on a solid shape. */
export function engraved(pen: Pen): Attributes {
  return { class: "bpe-engraved", fill: "none", stroke: pen.paper };
}

/** The inside of pools and open sub-processes: only their border tells what an instance does, their content tells the rest. */
export function area(pen: Pen): Attributes {
  return { class: "bpe-area", fill: LIGHT.area, stroke: pen.ink };
}
