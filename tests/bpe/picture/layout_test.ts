/**
 * The automatic layout of random graphs: nothing overlaps, flows touch their nodes and cross no other.
 *
 * @module
 */
import * as bpe from "../../../bpe/define/builders.ts";
import { define } from "../../../bpe/define/define.ts";
import { type Definition, nodeOf, NONE } from "../../../bpe/definition/definition.ts";
import type { Bounds, Plane, Point } from "../../../bpe/definition/diagram.ts";
import { wholePlane } from "../../../bpe/picture/layout.ts";
import { layersOf, type Pair } from "../../../bpe/picture/grid/layers.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { randomProcess } from "../definition/random_process.ts";

/** Steps joined at random: loops, several ways, boundary events, lanes, steps that nothing joins. */
function wild(
  dice: Random,
  prefix: string,
  depth: number,
): Pick<bpe.ProcessRecord, "tasks" | "flows"> {
  const tasks: bpe.Step[] = [], flows: bpe.FlowRecord[] = [];
  const ids = Array.from({ length: 1 + dice.below(14) }, (_, i) => `${prefix}${i}`);
  const sources = [...ids];
  for (const id of ids) {
    const name = dice.pick(["", "Name", "A rather long name of a step that wraps"]);
    const kind = dice.below(depth < 2 ? 5 : 4);
    if (kind === 4) {
      tasks.push(bpe.subProcess({ id, name, ...wild(dice, `${id}_`, depth + 1) }));
    } else tasks.push(kind === 3 ? bpe.gateway({ id, name }) : bpe.task({ id, name }));
    if (kind === 3 || ids.length === 1) continue;
    for (let i = dice.below(6) - 2; i > 0; i--) {
      const event = `${id}e${i}`;
      tasks.push(bpe.boundaryEvent({ id: event, name, attachedTo: id, on: { duration: "P1D" } }));
      sources.push(event);
    }
  }
  for (const source of sources) {
    const isEvent = !ids.includes(source);
    for (let i = isEvent ? 1 : dice.below(4); i > 0; i--) {
      // The first one stays without incoming flow: there the scope starts.
      const target = ids[1 + dice.below(ids.length - 1)];
      if (target === undefined) break;
      const name = dice.pick(["", "when it is so"]);
      flows.push(bpe.sequenceFlow({ id: `${source}>${i}`, source, target, name }));
    }
  }
  const count = (end: "source" | "target", id: string) =>
    flows.filter((one) => one[end] === id).length;
  return {
    flows,
    tasks: tasks.map((one) => {
      if (one.kind !== "gateway") return one;
      const { id, name = "" } = one, into = count("target", id), out = count("source", id);
      // A gateway splits or joins.
      return into > 0 && out > 0 && into + out > 2 ? one : bpe.task({ id, name });
    }),
  };
}

function wildDefinition(dice: Random): Definition {
  const inside = wild(dice, "n", 0);
  const main = inside.tasks.filter((one) => one.kind !== "boundaryEvent").map((one) => one.id);
  const roles = Array.from({ length: dice.below(4) }, (_, i) => ({
    id: `r${i}`,
    name: `Role ${i}`,
    tasks: main.filter((_, j) => j % 5 === i),
  }));
  return define(bpe.process({ id: "p", name: "p", ...inside, roles }));
}

const right = (one: Bounds) => one.x + one.width, bottom = (one: Bounds) => one.y + one.height;

function apart(one: Bounds, other: Bounds): boolean {
  return right(one) <= other.x || right(other) <= one.x || bottom(one) <= other.y ||
    bottom(other) <= one.y;
}

function holds(outer: Bounds, inner: Bounds): boolean {
  return outer.x <= inner.x && outer.y <= inner.y && right(outer) >= right(inner) &&
    bottom(outer) >= bottom(inner);
}

/** Whether a point is on the border of a place. */
function touches({ x, y, width, height }: Bounds, point: Point): boolean {
  const across = Math.abs(point.x - (x + width / 2)) - width / 2;
  const down = Math.abs(point.y - (y + height / 2)) - height / 2;
  return Math.abs(Math.max(across, down)) < 0.01;
}

function check(definition: Definition, plane: Plane, seed: string): void {
  const place = new Map(plane.shapes.map((one) => [one.element, one.bounds]));
  const at = (index: number): Bounds => {
    const bounds = place.get(definition.nodes[index]?.id ?? "");
    assert(bounds, `${seed}: node ${index} has a place`);
    return bounds;
  };
  for (const scope of definition.scopes) {
    const nodes = scope.nodes.map((one) => definition.nodes[one]!);
    const free = nodes.filter((one) => one.kind !== "boundaryEvent");
    for (const [i, one] of free.entries()) {
      for (const other of free.slice(i + 1)) {
        assert(apart(at(one.index), at(other.index)), `${seed}: ${one.id} on ${other.id}`);
      }
      if (scope.node !== NONE) {
        assert(holds(at(scope.node), at(one.index)), `${seed}: ${one.id} out`);
      }
    }
    const events = nodes.filter((one) => one.kind === "boundaryEvent");
    for (const [i, event] of events.entries()) {
      const { x, y, width, height } = at(event.index), host = at(event.event!.attachedTo);
      equal(y + height / 2, bottom(host), `${seed}: ${event.id} is on the lower edge`);
      assert(x >= host.x && x + width <= right(host), `${seed}: ${event.id} within its host`);
      for (const other of events.slice(i + 1)) {
        assert(apart(at(event.index), at(other.index)), `${seed}: ${event.id} on ${other.id}`);
      }
    }
    for (const index of scope.flows) {
      const flow = definition.flows[index]!;
      const line = plane.edges.find((one) => one.element === flow.id)?.waypoints ?? [];
      assert(line.length >= 2, `${seed}: ${flow.id} is a line`);
      assert(touches(at(flow.source), line[0]!), `${seed}: ${flow.id} leaves ${flow.source}`);
      assert(touches(at(flow.target), line.at(-1)!), `${seed}: ${flow.id} enters ${flow.target}`);
      for (const [i, to] of line.entries()) {
        const from = line[i - 1];
        if (from === undefined) continue;
        assert(Math.abs(from.x - to.x) < 0.01 || Math.abs(from.y - to.y) < 0.01, `${seed}: level`);
        const way = {
          x: Math.min(from.x, to.x),
          y: Math.min(from.y, to.y),
          width: Math.abs(from.x - to.x),
          height: Math.abs(from.y - to.y),
        };
        for (const one of free) {
          const { x, y, width, height } = at(one.index);
          const inner = { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1 };
          assert(apart(way, inner), `${seed}: ${flow.id} crosses ${one.id}`);
        }
      }
    }
  }
  for (const lane of definition.lanes) {
    for (const one of lane.nodes) assert(holds(place.get(lane.id)!, at(one)), `${seed}: lane`);
    for (const other of definition.lanes) {
      if (other === lane || other.parent !== lane.parent) continue;
      const [one, two] = [place.get(lane.id), place.get(other.id)];
      assert(one && two && apart(one, two), `${seed}: ${lane.id} on ${other.id}`);
    }
  }
}

Deno.test("in random graphs no two nodes overlap and every flow touches its nodes and no other", () => {
  for (let seed = 1; seed <= rounds(80, 400); seed++) {
    const definition = wildDefinition(random(seed));
    const plane = wholePlane(definition);
    check(definition, plane, `seed ${seed}`);
    equal(wholePlane(wildDefinition(random(seed))), plane, `seed ${seed}: the same again`);
  }
});

Deno.test("in random well-formed processes too", () => {
  for (let seed = 1; seed <= rounds(30, 150); seed++) {
    const definition = define(randomProcess(random(seed), "p", 6));
    check(definition, wholePlane(definition), `seed ${seed}`);
  }
});

Deno.test("layers: edges go forwards unless they close a loop, and no layer is empty", () => {
  for (let seed = 1; seed <= rounds(60, 300); seed++) {
    const dice = random(seed);
    const count = 1 + dice.below(12);
    const edges: Pair[] = Array.from(
      { length: dice.below(20) },
      () => [dice.below(count), dice.below(count)],
    );
    const layers = layersOf(count, edges);
    const forward = edges.filter(([from, to]) => layers[from]! < layers[to]!);
    const back = edges.filter((one) => !forward.includes(one));
    const reaches = (from: number, goal: number, seen = new Set<number>()): boolean =>
      from === goal ||
      (!seen.has(from) &&
        edges.some(([one, to]) => one === from && reaches(to, goal, seen.add(from))));
    for (const [from, to] of back) {
      assert(reaches(to, from), `seed ${seed}: ${from}-${to} is in a loop`);
    }
    for (const [node, layer] of layers.entries()) {
      const isReached = layer === 0 ||
        forward.some(([from, to]) => to === node && layers[from] === layer - 1);
      assert(isReached, `seed ${seed}: layer ${layer} of ${node} is a longest path`);
    }
  }
});

Deno.test("a process without loops has every successor to the right", () => {
  const definition = define(bpe.process({
    name: "p",
    tasks: ["a", "b", "c", "d"].map((id) => bpe.task({ id })),
    flows: [
      bpe.sequenceFlow({ source: "a", target: ["b", "d"] }),
      bpe.sequenceFlow({ source: "b", target: "c" }),
      bpe.sequenceFlow({ source: "c", target: "d" }),
    ],
  }));
  const { shapes } = wholePlane(definition);
  const left = (id: string) => shapes.find((one) => one.element === id)!.bounds.x;
  for (const { source, target } of definition.flows) {
    assert(left(definition.nodes[source]!.id) < left(definition.nodes[target]!.id));
  }
  equal(nodeOf(definition, "a")?.id, "a");
});
