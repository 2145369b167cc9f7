/**
 * Setting variables during a step.
 *
 * @module
 */
import { home, isRecord } from "../../state/data.ts";
import { docsOf, type Splice, spliced } from "../../state/documents.ts";
import type { Happening } from "../../state/outcome.ts";
import type { Meta, Reserved } from "../../state/reserved.ts";
import { ROOT, type Variables } from "../../state/state.ts";
import { note, patch, type Run } from "../run/run.ts";

/** Sets variables as an element sets them: each goes to its home. The history keeps what was set. */
export function assign(run: Run, element: number, values: Variables): void {
  const found = run.elements.get(element);
  if (found === undefined || Object.keys(values).length === 0) return;
  note(run, "set", found, { data: values });
  for (const [name, value] of Object.entries(values)) {
    const place = home((id) => run.elements.get(id), element, name);
    if (place !== undefined) own(run, place.id, { [name]: value });
  }
}

/** Gives an element variables of its own. */
export function own(run: Run, element: number, values: Variables): void {
  const now = run.elements.get(element);
  if (now === undefined) return;
  patch(run, element, {
    variables: { ...now.variables, ...values },
    ...(now.set === undefined ? {} : { set: [...new Set([...now.set, ...Object.keys(values)])] }),
  });
  run.dirty = true;
}

/** Changes the documents of the process; the history keeps the change, not all of them. */
export function spliceDocs(run: Run, change: Splice): void {
  keep(run, "documents", change, { docs: spliced(docsOf(run.reserved), change) });
}

/** Changes what the functions of processes keep. */
export function keepMeta(run: Run, meta: Meta): void {
  keep(run, "kept", meta, { meta });
}

function keep(run: Run, event: Happening, data: unknown, change: Reserved): void {
  const root = run.elements.get(ROOT);
  if (root === undefined) return;
  note(run, event, root, { data });
  run.reserved = { ...run.reserved, ...change };
  run.dirty = true;
}

/** Sets a place written as a path, `order.total`, keeping the other fields of what is there. */
export function assignPath(run: Run, element: number, path: string, value: unknown): void {
  const name = headOf(path);
  if (name === "") return;
  const place = home((id) => run.elements.get(id), element, name);
  if (place !== undefined) own(run, place.id, withPath(place.variables ?? {}, path, value));
}

/** The variable that a place written as a path is in, with a value there; the other fields of what is there stay. */
export function withPath(variables: Variables, path: string, value: unknown): Variables {
  const [name = "", ...rest] = namesOf(path);
  if (name === "") return {};
  const before = Object.hasOwn(variables, name) ? variables[name] : undefined;
  return { [name]: placed(before, rest, value) };
}

/** Whether a place is written as a path all of whose names are there. */
export function isPlace(path: string): boolean {
  return namesOf(path).every((name) => name.trim() !== "");
}

/** The variable that a place written as a path is in. */
export function headOf(path: string): string {
  return namesOf(path)[0] ?? "";
}

function namesOf(path: string): readonly string[] {
  return path.replace(/^[=$#{\s]+|[}\s]+$/g, "").split(".");
}

function placed(whole: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const fields = isRecord(whole) ? whole : {};
  return {
    ...fields,
    [name]: placed(Object.hasOwn(fields, name) ? fields[name] : null, rest, value),
  };
}
