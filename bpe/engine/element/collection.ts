/**
 * What the runs of a multi-instance go over, and what each of them gets.
 *
 * @module
 */
import { type MultiInstance, type Node, NONE } from "../../definition/definition.ts";
import { isRecord, variableOf } from "../../state/data.ts";
import { LOOP_COUNTER } from "../../state/reserved.ts";
import type { Element, Variables } from "../../state/state.ts";
import { inputWhole } from "../data/io.ts";
import { itemName, resultName } from "../data/local.ts";
import { evaluate, failure } from "../run/evaluate.ts";
import { takeResult } from "../run/live.ts";
import type { Run } from "../run/run.ts";

/** The collection a multi-instance activity runs over: a list, or the values of an object. */
export function collection(
  run: Run,
  around: Element,
  node: Node,
  loop: MultiInstance,
): readonly unknown[] {
  const vendor = loop.vendor?.collection ?? "";
  const value = loop.input !== NONE
    ? inputWhole(run, around, node, loop.input)
    : vendor === ""
    ? undefined
    : evaluate(run, around.id, { language: "", text: vendor });
  if (Array.isArray(value)) return value;
  if (isRecord(value)) return Object.values(value);
  throw failure(
    "loop",
    { run, element: around.id },
    `has no list to run over, but ${value === null ? "null" : typeof value}`,
  );
}

/** Whether the file names one. */
export function hasCollection({ input, vendor }: MultiInstance): boolean {
  return input !== NONE || (vendor?.collection ?? "") !== "";
}

/** Which run is started; where several are, the collection that they run over. */
interface Place {
  readonly index: number;
  readonly items?: readonly unknown[] | undefined;
}

/** What a run gets: places for its outputs and its result, and its element of the collection (its number where there is none). */
export function itemOf(run: Run, around: Element, node: Node, { index, items }: Place): Variables {
  const loop = node.activity?.loop;
  if (loop?.kind !== "multiInstance") return {};
  const result = resultName(run.definition, node), name = itemName(run.definition, node);
  const outputs = (node.io?.outputs ?? []).map((item) => variableOf(run.definition, item));
  const places = result === undefined ? outputs : [...outputs, result];
  return {
    ...Object.fromEntries(
      places.filter((each) => each !== LOOP_COUNTER).map((each) => [each, null]),
    ),
    ...(name === "" ? {} : {
      [name]: !hasCollection(loop)
        ? index
        : items === undefined
        ? keptItem(run, around, node, index)
        : items[index] ?? null,
    }),
  };
}

/** The element of the collection that was kept for a run; null where the collection has no more. */
function keptItem(run: Run, around: Element, node: Node, index: number): unknown {
  const first = run.elements.get(around.id)?.loop?.items, loop = node.activity?.loop;
  if (first !== undefined) return takeResult(run, first + index, around.id)?.value ?? null;
  // A version before has begun the loop, and kept none.
  return loop?.kind === "multiInstance" ? collection(run, around, node, loop)[index] ?? null : null;
}
