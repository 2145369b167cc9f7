import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { button, element, refresh, state } = nitro;

export const drawn: Entry = entry({
  title: "A drawing",
  says:
    "element makes a tag of any name: of SVG, of MathML, of the page's own. An update of it changes what changed.",
  on: {
    async grow(by: number) {
      state("radius", Math.min(28, radius() + by));
      await refresh();
    },
  },
  body: ({ on }) => [
    element({
      htmlTag: "svg",
      role: "img",
      aria: { label: "A disc" },
      attributes: { viewBox: "0 0 120 60", width: 120, height: 60 },
      body: element({
        htmlTag: "circle",
        id: "disc",
        attributes: { cx: 60, cy: 30, r: radius(), fill: "currentColor" },
      }),
    }),
    button({ id: "grow", body: "Larger", ...on.grow(6) }),
  ],
});

function radius(): number {
  return Number(state("radius") ?? 10);
}

export const formula: Entry = entry({
  title: "A formula",
  says: "MathML is read as part of what it is placed in, in updates as well.",
  body: () =>
    element({
      htmlTag: "math",
      body: element({
        htmlTag: "mfrac",
        body: [element({ htmlTag: "mi", body: "a" }), element({ htmlTag: "mi", body: "b" })],
      }),
    }),
});

export const custom: Entry = entry({
  title: "An element of the page's own",
  says:
    "tag defines one with its own attributes; a script of the page gives it its life, and what it made within itself stays.",
  body: () => nitro.tag<nitro.Props>("gallery-note")({ id: "own", body: "a note" }),
});
