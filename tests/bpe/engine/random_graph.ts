/**
 * Random sound workflow graphs: blocks of tasks, splits with their joins, loops and sub-processes, nested.
 *
 * @module
 */
import { random as choices } from "../../_support/random.ts";

/** Numbers from 0 to 1, drawn from a seed. */
export function random(seed: number): () => number {
  const { below } = choices(seed);
  return () => below(2 ** 32) / 2 ** 32;
}

interface Writer {
  readonly next: () => number;
  count: number;
  xml: string;
}

/** The content of a process: about `size` blocks. */
export function graph(seed: number): string {
  const writer: Writer = { next: random(seed), count: 0, xml: "" };
  return scope(writer, 3);
}

function scope(writer: Writer, depth: number): string {
  const outer = writer.xml;
  writer.xml = "";
  const start = node(writer, "startEvent");
  const last = chain(writer, start, depth);
  flow(writer, last, node(writer, "endEvent"));
  const inside = writer.xml;
  writer.xml = outer;
  return inside;
}

function node(writer: Writer, tag: string, more = "", inside = ""): string {
  const id = `n${++writer.count}`;
  writer.xml += `<${tag} id="${id}"${more}>${inside}</${tag}>`;
  return id;
}

function flow(writer: Writer, source: string, target: string, condition = false): string {
  const id = `f${++writer.count}`;
  const inside = condition ? `<conditionExpression>${id}</conditionExpression>` : "";
  writer.xml +=
    `<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${inside}</sequenceFlow>`;
  return id;
}

function chain(writer: Writer, from: string, depth: number): string {
  let last = from;
  for (let left = 1 + Math.floor(writer.next() * 3); left > 0; left--) {
    last = block(writer, last, depth);
  }
  return last;
}

function block(writer: Writer, from: string, depth: number): string {
  const roll = depth === 0 ? 0 : writer.next();
  if (roll < 0.3) {
    return after(writer, from, node(writer, writer.next() < 0.5 ? "serviceTask" : "task"));
  }
  if (roll < 0.45) return split(writer, from, depth, "parallelGateway");
  if (roll < 0.6) return split(writer, from, depth, "exclusiveGateway");
  if (roll < 0.78) return split(writer, from, depth, "inclusiveGateway");
  if (roll < 0.9) return loop(writer, from, depth);
  const inside = scope(writer, depth - 1);
  return after(writer, from, node(writer, "subProcess", "", inside));
}

function after(writer: Writer, from: string, to: string): string {
  flow(writer, from, to);
  return to;
}

/** Branches between a split and a join of its kind; the last one is the default where there are conditions. */
function split(writer: Writer, from: string, depth: number, tag: string): string {
  const conditions = tag !== "parallelGateway";
  const mark = writer.xml.length;
  const opening = node(writer, tag);
  const closing = node(writer, tag);
  flow(writer, from, opening);
  let otherwise = "";
  for (let left = 2 + Math.floor(writer.next() * 2); left > 0; left--) {
    const entry = node(writer, "task");
    otherwise = flow(writer, opening, entry, conditions && left > 1);
    flow(writer, chain(writer, entry, depth - 1), closing);
  }
  if (conditions) {
    const tagged = writer.xml.slice(mark).replace(
      `id="${opening}"`,
      `id="${opening}" default="${otherwise}"`,
    );
    writer.xml = writer.xml.slice(0, mark) + tagged;
  }
  return closing;
}

/** A body between a merge and a choice that goes back or on. */
function loop(writer: Writer, from: string, depth: number): string {
  const mark = writer.xml.length;
  const merge = node(writer, "exclusiveGateway");
  const choice = node(writer, "exclusiveGateway");
  const next = node(writer, "task");
  flow(writer, from, merge);
  flow(writer, chain(writer, merge, depth - 1), choice);
  flow(writer, choice, merge, true);
  const on = flow(writer, choice, next);
  const tagged = writer.xml.slice(mark).replace(`id="${choice}"`, `id="${choice}" default="${on}"`);
  writer.xml = writer.xml.slice(0, mark) + tagged;
  return next;
}
