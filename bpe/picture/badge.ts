/**
 * What an instance puts on a node or a flow: tokens, counts, incidents, the page's own badges.
 *
 * @module
 */
import type { Bounds, Point } from "../definition/diagram.ts";
import { tag } from "./markup.ts";
import { LIGHT, penOf, type Tone } from "./pen.ts";
import type { NodeStatus } from "./status.ts";
import { textIn, widthOf, wrap } from "./text.ts";

/** A round or long badge with its middle at a point; an empty text makes a small dot. */
export function badge(text: string, tone: Tone, { x, y }: Point): string {
  const height = text === "" ? 12 : 18;
  const shown = wrap(text, 90, 14, 11);
  const width = Math.max(height, widthOf(shown.lines[0] ?? "", 11) * 1.15 + 9);
  const place = { x: x - width / 2, y: y - height / 2, width, height };
  const words = textIn(shown, place).replace('class="bpe-text"', 'class="bpe-badge-text"')
    .replace(`fill="${LIGHT.ink}"`, `fill="${LIGHT.badge}" font-weight="bold"`);
  return tag(
    "g",
    { class: tone === "plain" ? undefined : `bpe-${tone}` },
    tag("rect", {
      class: "bpe-badge",
      ...place,
      rx: height / 2,
      fill: penOf(tone).ink,
      stroke: LIGHT.canvas,
    }),
    words,
  );
}

/** The badges of a node: tokens above left, the page's above right, visits below left, incidents below right. */
export function badges(
  status: NodeStatus | undefined,
  own: string | undefined,
  bounds: Bounds,
): string {
  const { x, y, width, height } = bounds;
  let markup = "";
  if (status !== undefined && status.active > 0) {
    const count = status.active > 1 ? String(status.active) : "";
    markup += badge(count, toneOfActive(status), { x: x + 1, y: y + 1 });
  }
  if (status !== undefined && status.visits > 1) {
    markup += badge(`×${status.visits}`, "visited", { x: x + 2, y: y + height });
  }
  if (status !== undefined && status.incidents.length > 0) {
    markup += badge("!", "incident", { x: x + width - 1, y: y + height - 1 });
  }
  if (own !== undefined && own !== "") markup += badge(own, "plain", { x: x + width - 2, y });
  return markup;
}

function toneOfActive({ incidents }: NodeStatus): Tone {
  return incidents.length > 0 ? "incident" : "active";
}
