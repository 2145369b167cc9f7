/**
 * What a page and hostile input make of a picture: text stays text, and its size is bounded.
 */
import * as bpe from "../../../bpe/define/builders.ts";
import { define } from "../../../bpe/define/define.ts";
import { BpeError } from "../../../bpe/error.ts";
import { walk } from "../../../bpe/xml/element.ts";
import { parse } from "../../../bpe/parse.ts";
import { picture } from "../../../bpe/picture/picture.ts";
import { parseXml } from "../../../bpe/xml/xml.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { DIAGRAM, drawn, group, order, SHAPE, textOf } from "./drawn.ts";

Deno.test("a page puts badges and classes on nodes, and makes them buttons", () => {
  const overlay = { bill: { badge: "12", class: "mine", label: "12 running" } };
  const all = drawn(order, { overlay, interactive: true });
  const bill = group(all, "bill");
  equal(bill.attributes.class, "bpe-node mine");
  equal(bill.attributes["aria-label"], "Service task Bill, 12 running");
  equal([bill.attributes.role, bill.attributes.tabindex], ["button", "0"]);
  assert(textOf(bill).includes("12"));
  equal(group(drawn(order), "bill").attributes.role, "img");
});

Deno.test("names, ids, badges and titles of any text stay text", () => {
  const nasty = `</text></svg><script>alert(1)</script>"'&\0\ud800\x1b]]>`;
  const clean = nasty.replace("\0", "\ufffd").replace("\ud800", "\ufffd").replace("\x1b", "\ufffd");
  const definition = define(bpe.process({
    id: "p",
    name: nasty,
    tasks: [
      bpe.beginEvent({ id: "a", name: nasty }),
      bpe.userTask({ id: nasty, name: nasty }),
      bpe.endEvent({ id: "constructor", name: "__proto__" }),
    ],
    flows: [
      bpe.sequenceFlow({ source: "a", target: nasty, name: nasty }),
      bpe.sequenceFlow({ source: nasty, target: "constructor" }),
    ],
  }));
  const options = {
    title: nasty,
    standalone: true,
    interactive: true,
    overlay: { [nasty]: { badge: nasty, class: nasty, label: nasty } },
  };
  const svg = picture(definition, options);
  assert(!svg.includes("<script"), "no script");
  const all = [...walk(parseXml(svg))];
  equal(all[0]?.attributes["aria-label"], clean);
  equal(
    group(all, clean).attributes["aria-label"],
    `User task ${clean}, ${clean}`,
  );
  equal(group(all, "constructor").attributes.class, "bpe-node");
  const known = [
    "circle",
    "g",
    "path",
    "polygon",
    "rect",
    "style",
    "svg",
    "text",
    "title",
    "tspan",
  ];
  equal(all.map((one) => one.name).filter((one) => !known.includes(one)), []);
});

Deno.test("a picture holds no style, handler or reference", () => {
  for (const one of drawn(order, { interactive: true, overlay: { bill: { badge: "1" } } })) {
    assert(!["style", "script", "image", "use", "foreignObject", "a"].includes(one.name), one.name);
    for (const [name, value] of Object.entries(one.attributes)) {
      assert(!/^(on|style$|href$|id$)/.test(name), name);
      assert(!value.includes("url("), value);
    }
  }
});

Deno.test("coordinates that cannot be drawn are refused, and the automatic layout draws all the same", () => {
  const far = [
    SHAPE("1e300"),
    SHAPE("-1000001"),
    SHAPE("0", "1e9"),
    SHAPE("0", "-1"),
    SHAPE("0").replace("</di", `<di:BPMNLabel><dc:Bounds x="9e99" y="0"/></di:BPMNLabel></di`),
  ];
  for (const one of far) {
    const definition = parse(DIAGRAM(one));
    const error = throws(() => picture(definition), BpeError, "picture");
    equal(error.element, "t");
    group(drawn(definition, { layout: "automatic" }), "t");
  }
  const edge = (y: string) =>
    `<di:BPMNEdge bpmnElement="f"><d:waypoint x="0" y="0"/><d:waypoint x="5" y="${y}"/></di:BPMNEdge>`;
  equal(
    throws(() => picture(parse(DIAGRAM(SHAPE("0"), edge("1e20")))), BpeError, "picture").element,
    "f",
  );
  for (const odd of ["NaN", "Infinity", "ten"]) group(drawn(parse(DIAGRAM(SHAPE(odd)))), "t");
  for (const size of ["0", "0.001"]) {
    const svg = picture(parse(DIAGRAM(SHAPE("0", size), edge("0"))));
    assert(!/NaN|Infinity|undefined/.test(svg), svg);
  }
});

Deno.test("lines of no, one or equal points are no lines", () => {
  for (const points of [[], ["1"], ["1", "1"]]) {
    const edge = `<di:BPMNEdge bpmnElement="f">${
      points.map((x) => `<d:waypoint x="${x}" y="0"/>`).join("")
    }</di:BPMNEdge>`;
    const svg = picture(parse(DIAGRAM(SHAPE("0"), edge)));
    assert(!/NaN|Infinity|undefined/.test(svg), svg);
  }
});

Deno.test("a picture grows no faster than its file", () => {
  const many = (count: number) =>
    picture(parse(DIAGRAM(SHAPE("0").repeat(count), "", "n".repeat(100_000)))).length;
  const few = many(100), more = many(1000);
  assert(few < 400_000, `${few}: the long name stands there twice at most`);
  assert(more - few < 900 * 1500, `${more - few} for 900 shapes of one element`);
  const chain = (count: number) => {
    const ids = Array.from({ length: count }, (_, i) => `t${i}`);
    const ends = [bpe.beginEvent({ id: "in" }), bpe.endEvent({ id: "out" })];
    const tasks = [...ends, ...ids.map((id) => bpe.task({ id }))];
    const flows = ids.slice(1).flatMap((target, i) => [
      bpe.sequenceFlow({ source: `t${i}`, target }),
      bpe.sequenceFlow({ id: `back${i}`, source: target, target: "t0" }),
      bpe.sequenceFlow({ id: `far${i}`, source: "t0", target }),
    ]);
    flows.push(
      bpe.sequenceFlow({ source: "in", target: "t0" }),
      bpe.sequenceFlow({ source: ids.at(-1)!, target: "out" }),
    );
    return picture(define(bpe.process({ name: "p", tasks, flows }))).length / count;
  };
  const small = chain(100), large = chain(1000);
  assert(large < small * 1.3, `${small} and ${large} characters a node`);
});
