/**
 * Text in a picture: widths estimated by a table, lines broken and cut to what a place holds.
 *
 * @module
 */
import type { Bounds } from "../definition/diagram.ts";
import { escape, short, tag } from "./markup.ts";
import { LIGHT } from "./pen.ts";

/** Line height in parts of the font size. */
const LEADING = 1.2;

/** Widths of ASCII from the space on, in hundredths of the font size: those of a wide sans serif, so that others fit too. */
const WIDTHS = [
  ...[32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34],
  ...[64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53],
  ...[100, 68, 69, 70, 77, 63, 58, 78, 75, 30, 30, 66, 56, 86, 75, 79],
  ...[60, 79, 70, 64, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50],
  ...[50, 61, 64, 55, 64, 62, 35, 64, 63, 28, 28, 58, 28, 97, 63, 61],
  ...[64, 64, 41, 52, 39, 63, 59, 82, 59, 59, 53, 64, 34, 64, 84],
];

/** Estimated width of a text in pixels. */
export function widthOf(text: string, size: number): number {
  let sum = 0;
  for (const character of text) sum += hundredths(character.codePointAt(0) ?? 0);
  return sum * size / 100;
}

function hundredths(code: number): number {
  const known = WIDTHS[code - 32];
  if (known !== undefined) return known;
  if (code < 32 || (code >= 0x300 && code < 0x370) || code === 0x200d) return 0;
  return code < 0x1100 ? 66 : 102;
}

/** Lines of a text, and whether it was cut. */
export interface Lines {
  /** From top to bottom, without white space around them. */
  readonly lines: readonly string[];
  /** Font size in pixels. */
  readonly size: number;
  /** True where something is missing. */
  readonly cut: boolean;
  /** The greatest estimated width. */
  readonly width: number;
  /** Height of all lines. */
  readonly height: number;
}

/** Breaks a text into lines that fit a width, at most as many as fit a height; the last one ends in an ellipsis where cut. */
export function wrap(text: string, width: number, height: number, size = 12): Lines {
  const room = Math.max(1, Math.floor(height / (size * LEADING)));
  const lines: string[] = [];
  let cut = false;
  let line = "";
  const push = () => {
    lines.push(line);
    line = "";
  };
  for (let { word, before } of partsOf(text)) {
    if (before === "\n") push();
    const joined = line === "" ? word : line + before + word;
    if (widthOf(joined, size) <= width) {
      line = joined;
    } else {
      if (line !== "") push();
      while (lines.length < room && widthOf(word, size) > width) {
        const head = fitting(word, width, size);
        lines.push(head);
        word = word.slice(head.length);
      }
      line = word;
    }
    if (lines.length > room || (lines.length === room && line !== "")) {
      cut = true;
      break;
    }
  }
  if (!cut && line !== "") push();
  if (cut) {
    lines.length = room;
    lines[room - 1] = ellipsis(lines[room - 1] ?? "", width, size);
  }
  while (lines.at(-1) === "") lines.pop();
  return {
    lines,
    size,
    cut,
    width: Math.max(0, ...lines.map((one) => widthOf(one, size))),
    height: lines.length * size * LEADING,
  };
}

/** The greatest font size at which a text fits without breaking a word, else the smallest one with the text cut. */
export function fit(text: string, width: number, height: number): Lines {
  const parts = partsOf(text);
  for (const size of [12, 11, 10]) {
    if (parts.some(({ word }) => widthOf(word, size) > width)) continue;
    const lines = wrap(text, width, height, size);
    if (!lines.cut) return lines;
  }
  return wrap(text, width, height, 9);
}

/** No more than this much of a text is ever looked at: a place holds far less. */
const GLANCE = 2000;

interface Part {
  readonly word: string;
  readonly before: "" | " " | "\n";
}

/** Words with what stands before them; after `-`, `/` and `_` a line may break too. */
function partsOf(text: string): Part[] {
  return text.slice(0, GLANCE).split(/\r\n?|\n/).flatMap((line, i) => {
    const parts: Part[] = [];
    for (const [j, word] of line.trim().split(/[ \t]+/).entries()) {
      for (const [k, part] of (word.match(/[^-/_]*[-/_]+|[^-/_]+/g) ?? [""]).entries()) {
        parts.push({ word: part, before: k > 0 ? "" : j > 0 ? " " : i > 0 ? "\n" : "" });
      }
    }
    return parts;
  });
}

function fitting(word: string, width: number, size: number): string {
  let head = "", used = 0;
  for (const character of word) {
    used += hundredths(character.codePointAt(0) ?? 0) * size / 100;
    if (head !== "" && used > width) break;
    head += character;
  }
  return head;
}

function ellipsis(line: string, width: number, size: number): string {
  const head = widthOf(`${line}…`, size) <= width ? line : fitting(line, width - size, size);
  return `${head.trimEnd()}…`;
}

/** Where lines stand in a place. */
export interface Placing {
  /** Across: in the middle by default. */
  readonly across?: "start" | "middle";
  /** Down: in the middle by default. */
  readonly down?: "top" | "middle";
  /** Turned to be read from below, in a place that is already turned. */
  readonly turn?: { readonly x: number; readonly y: number };
  /** With a rim in the colour of the canvas, to be read on lines. */
  readonly halo?: boolean;
}

/** Lines as an SVG text in a place. */
export function textIn(lines: Lines, place: Bounds, placing: Placing = {}): string {
  if (lines.lines.length === 0) return "";
  const { across = "middle", down = "middle", turn, halo } = placing;
  const x = across === "start" ? place.x : place.x + place.width / 2;
  const top = down === "top" ? place.y : place.y + (place.height - lines.height) / 2;
  const first = top + lines.size * 0.95;
  const spans = lines.lines.map((one, i) =>
    lines.lines.length === 1
      ? escape(one)
      : tag("tspan", { x, y: first + i * lines.size * LEADING }, escape(one))
  );
  const rim = halo === true
    ? {
      class: "bpe-text bpe-halo",
      "paint-order": "stroke",
      stroke: LIGHT.canvas,
      "stroke-width": 3,
    }
    : { class: "bpe-text" };
  return tag(
    "text",
    {
      ...rim,
      ...(lines.lines.length === 1 ? { x, y: first } : {}),
      "font-size": lines.size,
      "text-anchor": across === "middle" ? "middle" : undefined,
      fill: LIGHT.ink,
      transform: turn === undefined ? undefined : `rotate(-90 ${short(turn.x)} ${short(turn.y)})`,
    },
    ...spans,
  );
}
