/**
 * What is drawn, by the notation of BPMN, and that it can be read.
 */
import * as bpe from "../../../bpe/define/builders.ts";
import { define } from "../../../bpe/define/define.ts";
import { BpeError } from "../../../bpe/error.ts";
import { walk } from "../../../bpe/xml/element.ts";
import { parse } from "../../../bpe/parse.ts";
import { DARK, LIGHT } from "../../../bpe/picture/pen.ts";
import { picture, type PictureOptions } from "../../../bpe/picture/picture.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { DIAGRAM, drawn, group, SHAPE } from "./drawn.ts";

Deno.test("what is asked for is drawn: by number, by process, by sub-process, else it is refused", () => {
  const two = define(
    bpe.process({ name: "one", tasks: [bpe.task({ id: "a" })], flows: [] }),
    bpe.process({
      name: "two",
      tasks: [bpe.subProcess({ id: "s", tasks: [bpe.task({ id: "b" })], flows: [] })],
      flows: [],
    }),
  );
  const nodes = (options: PictureOptions) =>
    drawn(two, options).flatMap((one) => one.attributes["data-node"] ?? []).sort();
  equal(nodes({}), ["a", "b", "s"]);
  equal(nodes({ plane: "two" }), ["b", "s"]);
  equal(nodes({ plane: "s" }), ["b"]);
  throws(() => picture(two, { plane: "none" }), BpeError, "picture");
  throws(() => picture(two, { plane: "a" }), BpeError, "picture");
  throws(() => picture(two, { plane: 0 }), BpeError, "picture");
  const file = parse(DIAGRAM(SHAPE("0")));
  equal(drawn(file, { plane: 0 }).flatMap((one) => one.attributes["data-node"] ?? []), ["t"]);
});

Deno.test("events and activities bear the notation of BPMN 2.0.2", () => {
  const definition = define(bpe.process({
    id: "p",
    tasks: [
      bpe.beginEvent({ id: "start" }),
      bpe.throwEvent({ id: "throw", on: { signal: "s" } }),
      bpe.catchEvent({ id: "catch", on: { signal: "s" } }),
      bpe.callActivity({ id: "call", called: "q" }),
      bpe.subProcess({ id: "sure", form: "transaction", ...one("t") }),
      bpe.subProcess({
        id: "aside",
        form: "event",
        tasks: [
          bpe.beginEvent({ id: "soft", on: { signal: "s" }, interrupting: false }),
          bpe.endEvent({ id: "ae" }),
        ],
        flows: [bpe.sequenceFlow({ source: "soft", target: "ae" })],
      }),
      bpe.boundaryEvent({ id: "hard", attachedTo: "call", on: { duration: "P1D" } }),
      bpe.boundaryEvent({
        id: "mild",
        attachedTo: "call",
        on: { duration: "P1D" },
        interrupting: false,
      }),
      bpe.gateway({ id: "which", type: "exclusive", def: "otherwise" }),
      bpe.endEvent({ id: "end" }),
      bpe.endEvent({ id: "stop", on: { terminate: true } }),
    ],
    flows: [
      bpe.sequenceFlow({ source: "start", target: "throw" }),
      bpe.sequenceFlow({ source: "throw", target: "catch" }),
      bpe.sequenceFlow({ source: "catch", target: "call" }),
      bpe.sequenceFlow({ source: "call", target: "sure", condition: "x" }),
      bpe.sequenceFlow({ id: "always", source: "call", target: "which" }),
      bpe.sequenceFlow({ source: "sure", target: "end" }),
      bpe.sequenceFlow({ id: "otherwise", source: "which", target: "end" }),
      bpe.sequenceFlow({ source: "which", target: "stop", condition: "y" }),
      bpe.sequenceFlow({ source: "hard", target: "stop" }),
      bpe.sequenceFlow({ source: "mild", target: "stop" }),
    ],
  }));
  const all = drawn(definition);
  const rims = (id: string) =>
    [...walk(group(all, id))].filter((one) =>
      one.name === "circle" && Number(one.attributes.r) > 14
    );
  equal(rims("start").length, 1);
  equal(rims("end").map((one) => one.attributes["stroke-width"]), ["3.5"]);
  for (const id of ["throw", "catch", "hard", "mild"]) equal(rims(id).length, 2, id);
  for (const id of ["start", "throw", "catch", "hard", "mild", "soft", "end"]) {
    const dashed = rims(id).every((one) => one.attributes["stroke-dasharray"] !== undefined);
    equal(dashed, id === "mild" || id === "soft", id);
  }
  const icon = (id: string) =>
    [...walk(group(all, id))].find((one) => one.name === "polygon")?.attributes.class;
  equal([icon("throw"), icon("catch")], ["bpe-solid", "bpe-shape"]);
  const body = (id: string) =>
    group(all, id).children.find((one) => one.attributes.class?.includes("bpe-body"))?.attributes;
  equal(body("call")?.["stroke-width"], "4");
  equal(body("aside")?.["stroke-dasharray"], "1.5 3.5");
  equal(group(all, "sure").children.filter((one) => one.name === "rect").length, 2);
  const parts = (id: string) => group(all, id, "data-flow").children.length;
  equal([parts("always"), parts("otherwise"), parts("call->sure")], [2, 3, 3]);
});

function one(prefix: string): Pick<bpe.ProcessRecord, "tasks" | "flows"> {
  return { tasks: [bpe.task({ id: `${prefix}1` })], flows: [] };
}

Deno.test("text on every inside and badge has a contrast of 4.5 to 1, lines of 3 to 1, light and dark", () => {
  // WCAG 2.2: relative luminance and contrast ratio.
  const luminance = (colour: string) => {
    const [r = NaN, g = NaN, b = NaN] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one: string, other: string) => {
    const [dark = NaN, light = NaN] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  for (const palette of [LIGHT, DARK]) {
    const { ink, paper, canvas, area, badge } = palette;
    for (const place of [paper, canvas, area]) assert(contrast(ink, place) >= 4.5, place);
    for (const tone of ["visited", "waiting", "active", "incident"] as const) {
      const inside = palette[`${tone}-paper`];
      assert(contrast(ink, inside) >= 4.5, `${tone}: text`);
      assert(contrast(badge, palette[tone]) >= 4.5, `${tone}: badge`);
      for (const place of [inside, canvas, area]) {
        assert(contrast(palette[tone], place) >= 3, `${tone}: line on ${place}`);
      }
    }
    assert(contrast(badge, ink) >= 4.5, "plain badge");
  }
});

Deno.test("long names are cut, whole in a title, and never wider than their task", () => {
  const name = "Bundesverfassungsgerichtsentscheidung ".repeat(20).trim();
  const definition = define(
    bpe.process({ name: "p", tasks: [bpe.task({ id: "t", name })], flows: [] }),
  );
  const task = group(drawn(definition), "t");
  equal([...walk(task)].find((one) => one.name === "title")?.text, `Task ${name}`);
  const lines = [...walk(task)].filter((one) => one.name === "tspan");
  assert(lines.length > 1 && lines.length < 9 && lines.at(-1)?.text.endsWith("…"));
});
