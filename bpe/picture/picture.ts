/**
 * Pictures of processes: a definition drawn as SVG, with what one of its instances does.
 *
 * @module
 */
import { fields, list, options as optionsOf, text } from "../argument.ts";
import type { Definition } from "../definition/definition.ts";
import type { Entry } from "../state/outcome.ts";
import { pictureCss } from "./css.ts";
import { nothing } from "./geometry.ts";
import { escape, tag } from "./markup.ts";
import { type Overlay, paint } from "./paint.ts";
import { LIGHT } from "./pen.ts";
import { planeOf } from "./plane.ts";
import { statuses } from "./status.ts";
import type { State } from "../state/state.ts";

export { pictureCss } from "./css.ts";
export type { Overlay as PictureOverlay } from "./paint.ts";

/** A line of history, by the indices of the definition or by ids. */
export type PictureEntry =
  & Pick<Entry, "event" | "element">
  & { readonly node: number | string; readonly flow?: number | string };

/** What is drawn, and how. */
export interface PictureOptions {
  /**
   * Which plane: its number in the file, or the id of the process, pool, collaboration or sub-process it shows. The first plane where
   * absent; with a state, the one that shows its process. What the file does not draw is laid out.
   */
  readonly plane?: number | string;
  /** `automatic`: laid out even where the file has diagram data. */
  readonly layout?: "file" | "automatic";
  /** An instance: its tokens, waits and incidents are shown. */
  readonly state?: State;
  /** Its history, as a step or a runtime tells it: nodes that were entered and flows that were taken are shown. */
  readonly history?: Iterable<PictureEntry>;
  /** Badges and classes of the page, by the id of the node. */
  readonly overlay?: Readonly<Record<string, Overlay>>;
  /** What the picture is called; the name of the process or definition where absent. */
  readonly title?: string;
  /** Room around the drawing, in pixels from 0 to 1000; 16 by default. */
  readonly padding?: number;
  /** `light` and `dark` hold a scheme; by default the person's preference decides. */
  readonly theme?: "auto" | "light" | "dark";
  /** Nodes can be reached by the keyboard and are buttons by role; the page listens for clicks and keys. */
  readonly interactive?: boolean;
  /** A file of its own: with XML declaration and {@link pictureCss} inside. */
  readonly standalone?: boolean;
}

/**
 * Draws a definition as SVG text, with the notation of BPMN 2.0.2.
 *
 * Positions are those of the file's diagram data, in its units, one to a pixel; a definition without any is laid out from left to
 * right, lanes as rows. The picture holds no script, no style and no reference to anything outside, so it can be put into a page
 * under `Content-Security-Policy: default-src 'self'`; colours of light and dark pages come from {@link pictureCss}, which
 * the page serves as a file. Each node is a group with `data-node` (its id), role, `aria-label` and, as the instance is,
 * one of the classes `bpe-active`, `bpe-waiting`, `bpe-incident`, `bpe-visited`; each sequence flow one with `data-flow`. Names are
 * escaped, wrapped, and cut where they do not fit, whole in a `title` then. Data and annotations of a definition without
 * diagram data are not drawn. The size is linear in that of the definition.
 *
 * @throws {BpeError} `picture` where the plane is not there, a coordinate is no number from -1,000,000 to 1,000,000, or the
 * state is of another definition.
 *
 * @example
 * ```ts
 * import { beginEvent, define, endEvent, process, sequenceFlow, step, userTask } from "@n2o/n2o/bpe";
 *
 * const definition = define(process({
 *   name: "leave",
 *   tasks: [beginEvent({ id: "Asked" }), userTask({ id: "Approve" }), endEvent({ id: "Done" })],
 *   flows: [
 *     sequenceFlow({ source: "Asked", target: "Approve" }),
 *     sequenceFlow({ source: "Approve", target: "Done" }),
 *   ],
 * }));
 * const { state, history } = step(definition, null, { do: "start", instance: "i1" }, Date.now());
 * const svg = picture(definition, { state, history, interactive: true });
 * if (!svg.includes('aria-label="User task Approve, active"')) throw svg;
 * ```
 */
export function picture(definition: Definition, options: PictureOptions = {}): string {
  aDefinition(definition, "the definition of a picture");
  theOptions(options, "the options of a picture");
  const { state, history = [], overlay = {}, interactive = false, standalone = false } = options;
  const shown = statuses(definition, state, history);
  const process = state === undefined ? undefined : definition.processes[state.process]?.id;
  const plane = planeOf(definition, options.plane ?? process, options.layout === "automatic");
  const extent = nothing();
  const parts = paint(definition, plane, { statuses: shown, overlay, interactive }, extent);
  const asked = options.padding ?? 16;
  const padding = Number.isFinite(asked) ? Math.min(1000, Math.max(0, asked)) : 16;
  const isEmpty = extent.left > extent.right;
  const x = isEmpty ? 0 : Math.floor(extent.left - padding);
  const y = isEmpty ? 0 : Math.floor(extent.top - padding);
  const width = isEmpty ? 2 * padding + 1 : Math.ceil(extent.right + padding) - x;
  const height = isEmpty ? 2 * padding + 1 : Math.ceil(extent.bottom + padding) - y;
  const theme = options.theme === "light" || options.theme === "dark"
    ? ` bpe-${options.theme}`
    : "";
  const svg = tag(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: `bpe-picture${theme}`,
      viewBox: `${x} ${y} ${width} ${height}`,
      width,
      height,
      role: "group",
      "aria-label": options.title ?? titleOf(definition, plane.element),
      "font-family": "Arial, Helvetica, sans-serif",
      "stroke-width": 1.5,
      "stroke-linejoin": "round",
    },
    standalone ? tag("style", {}, escape(pictureCss)) : "",
    tag("rect", { class: "bpe-canvas", x, y, width, height, fill: LIGHT.canvas }),
    ...parts,
  );
  return standalone ? `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n` : svg;
}

/** The name of what a plane shows, else of the definition, else of its only process. */
function titleOf(definition: Definition, element: string): string {
  const { participants } = definition.collaboration;
  const all = [...definition.processes, ...definition.nodes, ...participants];
  const name = all.find((one) => one.id === element)?.name;
  const [only, other] = definition.processes;
  return name || definition.name || (other === undefined ? only?.name || only?.id : "") ||
    "Process";
}

const aDefinition = fields({ nodes: list, flows: list, processes: list, diagram: fields() });
const theOptions = optionsOf({
  state: fields({ instance: text }),
  history: list,
  overlay: fields(),
});
