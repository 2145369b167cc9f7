/**
 * Random processes as records of the builders, block by block, so that they break no rule.
 *
 * @module
 */
import * as bpe from "../../../bpe/define/builders.ts";
import type { Random } from "../../_support/random.ts";

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const one = list[random.below(list.length)];
  if (one === undefined) throw new Error("nothing to pick");
  return one;
}

interface Growing {
  readonly random: Random;
  readonly next: { id: number };
  readonly steps: bpe.Step[];
  readonly flows: bpe.FlowRecord[];
}

/** Ids, texts and names that need escaping in XML. */
const TEXTS = ["plain", "a < b && c > d", `"quoted" 'too'`, "Їжак ]]> €", "x\u00a0y"];

/** A process of about `size` blocks. */
export function randomProcess(random: Random, id: string, size: number): bpe.ProcessRecord {
  const inside = scope({ random, next: { id: 0 }, steps: [], flows: [] }, id, size, 0);
  const doable = inside.tasks.filter((one) => one.kind.endsWith("Task")).map((one) => one.id);
  const roles = doable.length === 0
    ? []
    : [bpe.role({ id: `${id}_role`, name: pick(random, TEXTS), tasks: [pick(random, doable)] })];
  return bpe.process({ id, name: pick(random, TEXTS), roles, ...inside });
}

function scope(from: Growing, prefix: string, size: number, depth: number) {
  const own: Growing = { ...from, steps: [], flows: [] };
  const id = fresh(own, prefix);
  own.steps.push(bpe.beginEvent({ id, name: pick(own.random, TEXTS) }));
  let last = id;
  for (let i = 0; i < size; i++) last = block(own, prefix, last, depth);
  const end = fresh(own, prefix);
  const on: bpe.On[] = own.random.below(3) === 0 ? [pick(own.random, THROWN)] : [];
  own.steps.push(bpe.endEvent({ id: end, on }));
  join(own, last, end);
  return { tasks: own.steps, flows: own.flows };
}

const THROWN: readonly bpe.On[] = [
  { message: "done <1>" },
  { signal: "stop" },
  { error: "E&1" },
  { escalation: "up" },
  { terminate: true },
];

const CAUGHT: readonly bpe.On[] = [
  { message: "go" },
  { signal: "stop" },
  { duration: "PT5M" },
  { date: "2030-01-02T03:04:05Z" },
  { condition: "level > 3" },
];

function fresh({ next }: Growing, prefix: string): string {
  return `${prefix}_${next.id++}`;
}

function join(
  { random, flows }: Growing,
  source: string,
  target: string,
  condition?: string,
): void {
  const named = random.below(2) === 0 ? { name: pick(random, TEXTS) } : {};
  const told = condition === undefined
    ? {}
    : { condition: { language: "urn:test", text: condition } };
  flows.push(bpe.sequenceFlow({ source, target, ...named, ...told }));
}

/** Adds a block after the step `last`; gives the step to go on from. */
function block(own: Growing, prefix: string, last: string, depth: number): string {
  const id = fresh(own, prefix);
  const kind = own.random.below(depth < 3 ? 7 : 4);
  if (kind < 2) step(own, prefix, id);
  else if (kind === 2) {
    own.steps.push(bpe.catchEvent({ id, on: events(own), all: own.random.below(2) === 0 }));
  } else if (kind === 3) {
    own.steps.push(bpe.throwEvent({ id, on: { signal: pick(own.random, TEXTS) } }));
  } else if (kind === 4) {
    const form = pick(own.random, ["embedded", "transaction"] as const);
    own.steps.push(
      bpe.subProcess({ id, form, ...scope(own, prefix, own.random.below(3), depth + 1) }),
    );
  } else return branches(own, prefix, last, id, depth);
  join(own, last, id);
  return id;
}

function events({ random }: Growing): bpe.On[] {
  return Array.from({ length: 1 + random.below(2) }, () => pick(random, CAUGHT));
}

function step(own: Growing, prefix: string, id: string): void {
  const { random } = own;
  const fields: bpe.Fields = {
    id,
    name: pick(random, TEXTS),
    ...(random.below(2) === 0 ? { roles: ["boss", "clerk"] } : {}),
    ...(random.below(4) === 0 ? { repeat: pick(random, REPEATS) } : {}),
  };
  own.steps.push(pick(random, [
    bpe.task(fields),
    bpe.userTask(fields),
    bpe.manualTask(fields),
    bpe.businessRuleTask(fields),
    bpe.serviceTask({ ...fields, topic: pick(random, TEXTS) }),
    bpe.sendTask({ ...fields, message: pick(random, TEXTS) }),
    bpe.receiveTask({ ...fields, message: "go" }),
    bpe.callActivity({ ...fields, called: "elsewhere" }),
    bpe.scriptTask({ ...fields, script: { language: "text/x-test", text: pick(random, TEXTS) } }),
  ]));
  if (random.below(3) > 0) return;
  const boundary = fresh(own, prefix), after = fresh(own, prefix);
  const interrupting = random.below(2) === 0;
  own.steps.push(
    bpe.boundaryEvent({ id: boundary, attachedTo: id, on: { duration: "P1D" }, interrupting }),
  );
  own.steps.push(bpe.task({ id: after }));
  join(own, boundary, after);
}

const REPEATS: readonly bpe.Repeat[] = [
  { testBefore: true, maximum: 3, while: "again < 3" },
  { while: "more" },
  { times: "3", sequential: true },
  { times: "n", until: "a && b" },
];

function branches(
  own: Growing,
  prefix: string,
  last: string,
  split: string,
  depth: number,
): string {
  const merge = fresh(own, prefix);
  const type = pick(own.random, ["exclusive", "parallel", "inclusive"] as const);
  const ways = Array.from({ length: 2 + own.random.below(2) }, () => fresh(own, prefix));
  const chooses = type !== "parallel";
  own.steps.push(
    bpe.gateway({ id: split, type, ...(chooses ? { def: `${split}->${ways[0]}` } : {}) }),
  );
  own.steps.push(bpe.gateway({ id: merge, type }));
  join(own, last, split);
  for (const [i, way] of ways.entries()) {
    step(own, prefix, way);
    join(own, split, way, chooses && i > 0 ? pick(own.random, ["x < 1", "y"]) : undefined);
    const end = own.random.below(3) === 0 ? block(own, prefix, way, depth + 1) : way;
    join(own, end, merge);
  }
  return merge;
}
