/**
 * Pictures of files stand where the files say.
 *
 * @module
 */
import { parse } from "../../../bpe/parse.ts";
import { picture } from "../../../bpe/picture/picture.ts";
import { type Element, walk } from "../../../bpe/xml/element.ts";
import { parseXml } from "../../../bpe/xml/xml.ts";
import { assert, equal } from "../../_support/assert.ts";
import { absent, folder } from "../../_support/golden.ts";

function* models(...paths: string[]): Generator<[string, string]> {
  for (const path of paths) {
    const place = new URL(path, folder);
    for (const entry of Deno.readDirSync(place)) {
      if (!/\.(bpmn|xml)$/.test(entry.name)) continue;
      yield [entry.name, Deno.readTextFileSync(new URL(entry.name, place))];
    }
  }
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The bounds of each shape of each diagram, read from the text of the file by patterns alone. */
function boundsOf(text: string): Map<string, Place>[] {
  const number = (tag: string, name: string) =>
    Number(new RegExp(`\\s${name}\\s*=\\s*["']([^"']+)["']`).exec(tag)?.[1]);
  return [...text.matchAll(/<([\w.-]+:)?BPMNDiagram[\s>][\s\S]*?<\/([\w.-]+:)?BPMNDiagram>/g)]
    .map(([diagram]) => {
      const shapes = diagram.matchAll(
        /<([\w.-]+:)?BPMNShape\s[^>]*?bpmnElement=["']([^"']+)["'][^>]*>\s*<([\w.-]+:)?Bounds([^>]*)>/g,
      );
      return new Map([...shapes].map(([, , id, , tag]) => [
        id!.slice(id!.indexOf(":") + 1),
        {
          x: number(tag!, "x"),
          y: number(tag!, "y"),
          width: number(tag!, "width"),
          height: number(tag!, "height"),
        },
      ]));
    });
}

/** Where the body of a group of a picture is. */
function bodyOf(group: Element): Place {
  const body = [...walk(group)].find((one) =>
    one.attributes.class?.split(" ").includes("bpe-body") === true
  );
  assert(body, `no body in ${JSON.stringify(group.attributes)}`);
  const value = (name: string) => Number(body.attributes[name] ?? NaN);
  if (body.name === "rect") {
    return { x: value("x"), y: value("y"), width: value("width"), height: value("height") };
  }
  if (body.name === "circle") {
    const [x = NaN, y = NaN, scale = NaN] = (body.parent?.attributes.transform ?? "")
      .match(/-?[\d.]+/g)?.map(Number) ?? [];
    const radius = value("r") * scale;
    return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
  }
  const all = (body.attributes.points ?? "").split(/[ ,]/).map(Number);
  const xs = all.filter((_, i) => i % 2 === 0), ys = all.filter((_, i) => i % 2 === 1);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const near = (one: number, other: number) => Math.abs(one - other) < 0.1;

Deno.test({
  name: "every node of every plane of the interchange suite stands at the bounds of its file",
  ignore: absent,
  fn() {
    let count = 0;
    for (const [name, text] of models("bpmn/miwg/")) {
      const definition = parse(text);
      for (const [plane, expected] of boundsOf(text).entries()) {
        const root = parseXml(picture(definition, { plane }));
        equal([root.name, root.namespace], ["svg", "http://www.w3.org/2000/svg"]);
        const drawn = new Map(
          [...walk(root)].flatMap((one) => {
            const id = one.attributes["data-node"];
            return id === undefined ? [] : [[id, one] as const];
          }),
        );
        const nodes = [...expected].filter(([id]) => definition.nodes.some((one) => one.id === id));
        equal(drawn.size, nodes.length, `${name} ${plane}`);
        for (const [id, want] of nodes) {
          const got = bodyOf(drawn.get(id)!);
          const node = definition.nodes.find((one) => one.id === id);
          const middle = (one: Place) => [one.x + one.width / 2, one.y + one.height / 2];
          const [x = 0, y = 0] = middle(got), [wantX = 0, wantY = 0] = middle(want);
          assert(
            near(x, wantX) && near(y, wantY),
            `${name} ${id}: ${[x, y]} not ${[wantX, wantY]}`,
          );
          const side = node?.event === null ? [want.width, want.height] : [
            Math.min(want.width, want.height),
            Math.min(want.width, want.height),
          ];
          assert(near(got.width, side[0]!) && near(got.height, side[1]!), `${name} ${id}: size`);
          count++;
        }
      }
    }
    assert(count > 300, `${count} nodes`);
  },
});

Deno.test({
  name: "every shape and line of the interchange suite is drawn once, and its flows by their ids",
  ignore: absent,
  fn() {
    for (const [name, text] of models("bpmn/miwg/")) {
      const definition = parse(text);
      for (const [plane, { shapes, edges }] of definition.diagram.planes.entries()) {
        const all = [...walk(parseXml(picture(definition, { plane })))].flatMap(({ attributes }) =>
          attributes["data-node"] ?? attributes["data-flow"] ?? attributes["data-element"] ?? []
        );
        const wanted = [...shapes, ...edges].map((one) => one.element);
        equal(all.sort(), wanted.sort(), `${name} ${plane}`);
      }
    }
  },
});

Deno.test({
  name: "every line of the interchange suite starts and ends at the waypoints of its file",
  ignore: absent,
  fn() {
    let count = 0;
    for (const [name, text] of models("bpmn/miwg/")) {
      const lines = new Map(
        [...text.matchAll(
          /<(?:[\w.-]+:)?BPMNEdge\s[^>]*?bpmnElement=["']([^"']+)["'][^>]*>([\s\S]*?)<\/(?:[\w.-]+:)?BPMNEdge>/g,
        )].map(([, id, inside]) => [
          id!.slice(id!.indexOf(":") + 1),
          [...inside!.matchAll(/waypoint\s([^>]*)>/g)].map(([, tag]) =>
            ["x", "y"].map((one) =>
              Number(new RegExp(`(?:^|\\s)${one}=["']([^"']+)`).exec(tag!)?.[1])
            )
          ),
        ]),
      );
      const definition = parse(text);
      for (const plane of definition.diagram.planes.keys()) {
        for (const one of walk(parseXml(picture(definition, { plane })))) {
          const id = one.attributes["data-flow"];
          if (id === undefined) continue;
          const path = one.children.find(({ name }) => name === "path");
          const all = (path?.attributes.d ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [];
          const [first = [], last = []] = [lines.get(id)?.[0], lines.get(id)?.at(-1)];
          const off = (x = NaN, y = NaN, [wantX = NaN, wantY = NaN]: number[]) =>
            Math.hypot(x - wantX, y - wantY);
          assert(off(all[0], all[1], first) < 0.1, `${name} ${id}: start`);
          // The head of the arrow covers the last four pixels.
          assert(off(all.at(-2), all.at(-1), last) < 4.1, `${name} ${id}: end`);
          count++;
        }
      }
    }
    assert(count > 250, `${count} flows`);
  },
});

Deno.test({
  name: "models without diagram data are laid out with all their nodes and flows",
  ignore: absent,
  fn() {
    let count = 0;
    const places = ["basics", "events", "gateways", "tasks", "subprocesses", "data"];
    for (const place of places) {
      let list: [string, string][];
      try {
        list = [...models(`bpmn/betsy/${place}/`)];
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) continue;
        throw error;
      }
      for (const [name, text] of list) {
        // One model has a stray `>` behind its condition.
        const definition = parse(text.replace('")>', '")'));
        const svg = picture(definition, { layout: "automatic" });
        const all = [...walk(parseXml(svg))];
        const ids = (key: string) => all.flatMap((one) => one.attributes[key] ?? []).sort();
        equal(ids("data-node"), definition.nodes.map((one) => one.id).sort(), name);
        equal(ids("data-flow"), definition.flows.map((one) => one.id).sort(), name);
        count++;
      }
    }
    assert(count > 50, `${count} models`);
  },
});
