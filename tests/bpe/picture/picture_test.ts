/**
 * What a picture shows of a definition and an instance, and what hostile input cannot do to it.
 *
 * @module
 */
import * as bpe from "../../../bpe/define/builders.ts";
import { define } from "../../../bpe/define/define.ts";
import { type Definition, NONE } from "../../../bpe/definition/definition.ts";
import { step } from "../../../bpe/engine/engine.ts";
import { BpeError } from "../../../bpe/error.ts";
import { type Element, walk } from "../../../bpe/xml/element.ts";
import type { Entry } from "../../../bpe/state/outcome.ts";
import { parse } from "../../../bpe/parse.ts";
import { DARK, LIGHT } from "../../../bpe/picture/pen.ts";
import { picture, type PictureOptions } from "../../../bpe/picture/picture.ts";
import type { State } from "../../../bpe/state/state.ts";
import { parseXml } from "../../../bpe/xml/xml.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { randomProcess } from "../definition/random_process.ts";

function drawn(definition: Definition, options?: PictureOptions): Element[] {
  return [...walk(parseXml(picture(definition, options), { size: 1e8 }))];
}

function group(all: readonly Element[], id: string, key = "data-node"): Element {
  const found = all.filter((one) => one.attributes[key] === id);
  equal(found.length, 1, `${id} is there once`);
  return found[0]!;
}

function marked(all: readonly Element[], name: string): string[] {
  return all.filter((one) => one.attributes.class?.split(" ").includes(name))
    .flatMap((one) => one.attributes["data-node"] ?? []).sort();
}

function textOf(element: Element): string {
  return [...walk(element)].filter((one) => one.name === "text" || one.name === "tspan")
    .map((one) => one.text).join(" ").trim();
}

const order = define(bpe.process({
  name: "order",
  tasks: [
    bpe.beginEvent({ id: "in" }),
    bpe.gateway({ id: "fork" }),
    bpe.userTask({ id: "check", name: "Check" }),
    bpe.userTask({ id: "pack", name: "Pack", repeat: { times: "3" } }),
    bpe.gateway({ id: "join" }),
    bpe.serviceTask({ id: "bill", name: "Bill" }),
    bpe.endEvent({ id: "out" }),
    bpe.endEvent({ id: "late" }),
  ],
  events: [
    bpe.boundaryEvent({ id: "slow", attachedTo: "check", on: { duration: "PT1H" } }),
  ],
  flows: [
    bpe.sequenceFlow({ source: "in", target: "fork" }),
    bpe.sequenceFlow({ source: "fork", target: ["check", "pack"] }),
    bpe.sequenceFlow({ source: "check", target: "join" }),
    bpe.sequenceFlow({ source: "pack", target: "join" }),
    bpe.sequenceFlow({ source: "join", target: "bill" }),
    bpe.sequenceFlow({ source: "bill", target: "out" }),
    bpe.sequenceFlow({ source: "slow", target: "late" }),
  ],
}));

Deno.test("a state marks its nodes, its tokens on flows, its waits and its incidents", () => {
  const first = step(order, null, { do: "start", instance: "i" }, Date.UTC(2026, 0, 1));
  let all = drawn(order, { state: first.state, history: first.history });
  equal(marked(all, "bpe-active"), ["check", "pack"]);
  equal(marked(all, "bpe-waiting"), ["slow"]);
  equal(marked(all, "bpe-visited"), ["fork", "in"]);
  equal(group(all, "check").attributes["aria-label"], "User task Check, active");
  equal(group(all, "pack").attributes["aria-label"], "User task Pack, active, 3 tokens");
  equal(
    group(all, "slow").attributes["aria-label"],
    "Timer boundary event slow, waits for a timer at 2026-01-01T01:00:00.000Z",
  );
  assert(textOf(group(all, "pack")).includes("3"), "three runs on the badge");

  const check = first.state.elements.find((one) => order.nodes[one.node]?.id === "check");
  assert(check);
  const second = step(order, first.state, { do: "complete", element: check.id }, 0);
  const history = [...first.history, ...second.history];
  all = drawn(order, { state: second.state, history });
  equal(marked(all, "bpe-active"), ["pack"]);
  equal(marked(all, "bpe-waiting"), []);
  const flow = group(all, "check->join", "data-flow");
  equal(flow.attributes["aria-label"], "Sequence flow, 1 token");
  const taken = history.flatMap((one) => order.flows[one.flow ?? NONE]?.id ?? []).sort();
  equal(
    all.filter((one) => one.attributes.class === "bpe-edge bpe-visited")
      .map((one) => one.attributes["data-flow"]).sort(),
    taken,
  );

  const incident = { id: 90, element: check.id, code: "job", time: 0, action: null };
  const bad = {
    ...first.state,
    incidents: [{ ...incident, node: check.node, message: "no <stock>" }],
  };
  all = drawn(order, { state: bad });
  equal(marked(all, "bpe-incident"), ["check"]);
  const title = [...walk(group(all, "check"))].find((one) => one.name === "title");
  equal(title?.text, "User task Check\nno <stock>");
});

Deno.test("in random processes a state marks exactly the nodes of its elements", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const definition = define(randomProcess(random(seed), "p", 4));
    const dice = random(seed + 1000);
    let state: State | null = null;
    const history: Entry[] = [];
    let next = step(definition, null, { do: "start", instance: "i", variables: TRUE }, 0);
    for (let i = 0; i < 12 && next.state.status === "active"; i++) {
      state = next.state;
      history.push(...next.history);
      const nodes = new Set(state.elements.flatMap((one) => definition.nodes[one.node]?.id ?? []));
      const broken = new Set(
        state.incidents.flatMap((one) => definition.nodes[one.node]?.id ?? []),
      );
      const all = drawn(definition, { state, history });
      equal(
        marked(all, "bpe-active"),
        [...nodes].filter((one) => !broken.has(one)).sort(),
        `seed ${seed}`,
      );
      equal(marked(all, "bpe-incident"), [...broken].sort(), `seed ${seed}`);
      const open = state.elements.filter((one) => one.node !== NONE && one.phase === "active");
      const chosen = open[dice.below(Math.max(1, open.length))];
      if (chosen === undefined) break;
      try {
        next = step(definition, state, { do: "complete", element: chosen.id, variables: TRUE }, 0);
      } catch (error) {
        if (!(error instanceof BpeError)) throw error;
        continue; // this one waits for something else
      }
    }
  }
});

const TRUE = { x: 0, y: true, again: 9, more: false, n: 2, a: true, b: true, level: 1 };

Deno.test("a state or history of another definition is refused", () => {
  const other = define(bpe.process({
    name: "small",
    tasks: [bpe.beginEvent({ id: "a" }), bpe.endEvent({ id: "b" })],
    flows: [bpe.sequenceFlow({ source: "a", target: "b" })],
  }));
  const { state, history } = step(order, null, { do: "start", instance: "i" }, 0);
  throws(() => picture(other, { state }), BpeError, "picture");
  throws(() => picture(other, { history }), BpeError, "picture");
});

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

const DIAGRAM = (shape: string, edge = "", name = "n") => `
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:d="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="u">
  <process id="p" isExecutable="true"><startEvent id="a"/><task id="t" name="${name}"/><endEvent id="z"/>
    <sequenceFlow id="f" sourceRef="a" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="z"/></process>
  <di:BPMNDiagram><di:BPMNPlane bpmnElement="p">${shape}${edge}</di:BPMNPlane></di:BPMNDiagram></definitions>`;

const SHAPE = (x: string, width = "10") =>
  `<di:BPMNShape bpmnElement="t"><dc:Bounds x="${x}" y="0" width="${width}" height="10"/></di:BPMNShape>`;

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
