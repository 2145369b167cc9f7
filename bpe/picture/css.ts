/**
 * The style sheet of pictures.
 *
 * @module
 */
import { DARK, LIGHT, type Palette } from "./pen.ts";

function defaults(palette: Palette): string {
  return Object.entries(palette).map(([name, value]) => `--bpe-default-${name}: ${value};`)
    .join(" ");
}

function tone(name: string): string {
  return `.bpe-picture .bpe-${name} { --bpe-now-ink: var(--bpe-${name}, var(--bpe-default-${name})); ` +
    `--bpe-now-paper: var(--bpe-${name}-paper, var(--bpe-default-${name}-paper)); }`;
}

/**
 * The style sheet for pictures, to be served as a file of the page: light, and dark where the person prefers it.
 *
 * A page changes colours by custom properties on the picture or anything around it: `--bpe-ink`, `--bpe-paper`,
 * `--bpe-canvas`, `--bpe-area`, `--bpe-badge`, `--bpe-font`, and for what is `visited`, `waiting`, `active` or has an
 * `incident` the pairs `--bpe-active` (lines) and `--bpe-active-paper` (inside). The classes `bpe-light` and `bpe-dark` on the picture
 * hold a scheme whatever the person prefers. An element with the class `bpe-frame` around a picture scrolls it.
 *
 * @example
 * ```ts
 * const file = new Response(pictureCss, { headers: { "content-type": "text/css" } });
 * if (!(await file.text()).includes("prefers-color-scheme: dark")) throw file;
 * ```
 */
export const pictureCss: string = `.bpe-picture { ${defaults(LIGHT)} }
.bpe-picture.bpe-dark { ${defaults(DARK)} }
@media (prefers-color-scheme: dark) { .bpe-picture:not(.bpe-light) { ${defaults(DARK)} } }
.bpe-picture { --bpe-now-ink: var(--bpe-ink, var(--bpe-default-ink)); --bpe-now-paper: var(--bpe-paper, var(--bpe-default-paper)); --bpe-now-area: var(--bpe-area, var(--bpe-default-area)); font-family: var(--bpe-font, Arial, Helvetica, sans-serif); }
${["visited", "waiting", "active", "incident"].map(tone).join("\n")}
.bpe-picture .bpe-canvas { fill: var(--bpe-canvas, var(--bpe-default-canvas)); }
.bpe-picture .bpe-shape { fill: var(--bpe-now-paper); stroke: var(--bpe-now-ink); }
.bpe-picture .bpe-area { fill: var(--bpe-now-area); stroke: var(--bpe-now-ink); }
.bpe-picture .bpe-line { stroke: var(--bpe-now-ink); }
.bpe-picture .bpe-solid { fill: var(--bpe-now-ink); stroke: var(--bpe-now-ink); }
.bpe-picture .bpe-engraved { stroke: var(--bpe-now-paper); }
.bpe-picture .bpe-text { fill: var(--bpe-ink, var(--bpe-default-ink)); }
.bpe-picture .bpe-halo { stroke: var(--bpe-canvas, var(--bpe-default-canvas)); }
.bpe-picture .bpe-badge { fill: var(--bpe-now-ink); stroke: var(--bpe-canvas, var(--bpe-default-canvas)); }
.bpe-picture .bpe-badge-text { fill: var(--bpe-badge, var(--bpe-default-badge)); }
.bpe-picture [role="button"] { cursor: pointer; }
.bpe-picture [role="button"]:hover .bpe-body { stroke-width: 3; }
.bpe-picture [role="button"]:focus { outline: none; }
.bpe-picture [role="button"]:focus-visible { outline: 3px solid var(--bpe-active, var(--bpe-default-active)); outline-offset: 3px; }
.bpe-frame { overflow: auto; max-width: 100%; }
`;
