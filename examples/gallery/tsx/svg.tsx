/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { refresh, state } = nitro;

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
  body: ({ on }) => (
    <>
      <svg role="img" aria={{ label: "A disc" }} viewBox="0 0 120 60" width={120} height={60}>
        <circle id="disc" cx={60} cy={30} r={radius()} fill="currentColor" />
      </svg>
      <button id="grow" {...on.grow(6)}>Larger</button>
    </>
  ),
});

function radius(): number {
  return Number(state("radius") ?? 10);
}

export const formula: Entry = entry({
  title: "A formula",
  says: "MathML is read as part of what it is placed in, in updates as well.",
  body: () => (
    <math>
      <mfrac>
        <mi>a</mi>
        <mi>b</mi>
      </mfrac>
    </math>
  ),
});

export const custom: Entry = entry({
  title: "An element of the page's own",
  says:
    "tag defines one with its own attributes; a script of the page gives it its life, and what it made within itself stays.",
  body: () => <gallery-note id="own">a note</gallery-note>,
});
