/**
 * A form that is being filled in.
 *
 * @module
 */
import { type Clock, isPlainObject, type Log, silentLog, systemClock } from "../../base/mod.ts";
import type { SourceValue } from "../../nitro/mod.ts";
import type { Compiled } from "../document/compile.ts";
import type { AnyRules } from "../document/rules.ts";
import { FormError } from "../error.ts";
import type { Issue } from "../issue.ts";
import type { Locale } from "../locale/locale.ts";
import type { Mode } from "../mode.ts";
import { Graph } from "../rule/graph.ts";
import { planOf } from "../rule/plan.ts";
import { copied } from "../value/copy.ts";
import { permissions } from "./access.ts";
import { addRow, copyRow, moveRow, removeRow } from "./arrange.ts";
import { cellOf } from "./cell.ts";
import { changing, hold, type Ongoing } from "./change.ts";
import { dumped, restore } from "./dump.ts";
import type { Dump, Filled, Sheet } from "./filled.ts";
import { changeable, holdersAt, rowsAt, slotAt } from "./places.ts";
import { checkPut, put } from "./put.ts";
import { Holder, type Slot } from "./slot.ts";
import { type Form, isSectionThere, NO_ISSUES } from "./spot.ts";
import { recordOf, valuesOf } from "./values.ts";

/** How a form is filled in. */
export interface SheetOptions {
  /** What the record has; nothing where none is given. It is copied. */
  readonly record?: Readonly<Record<string, unknown>> | undefined;
  /** What the form is shown for: `create` where it is not said, which gives fields their defaults. New rows have them in all modes. */
  readonly mode?: Mode;
  /** The language of the person. Where none is given messages are their keys. */
  readonly locale?: Locale;
  /** The roles of the person: none where it is not said. */
  readonly roles?: readonly string[];
  /** What is taken up again, as far as it fits. */
  readonly dump?: Dump | undefined;
  /** Tells the time to rules: the system's where it is not said. */
  readonly clock?: Pick<Clock, "now">;
  /** Rules that are functions, by the paths of fields, in place of the document's: for one that came as JSON. */
  readonly functions?: AnyRules;
  /** Is told of rules that have no answer. */
  readonly log?: Log;
  /** The id of the control of a path, by which types find what came of it: the path where it is not said. */
  readonly id?: (path: string) => string;
}

const KEYS: Locale = { tag: "en", say: (key) => key };

/**
 * A form that is being filled in: its values, and what its rules make of them.
 *
 * What a record or draft holds that is no plain data is refused; what is plain but no value of its field is kept, and told as `wrong` of
 * its cell. A group has 10,000 rows at most, a text 262,144 UTF-16 units, all rules together five million steps for one change.
 *
 * @throws {FormError} `rule` for an expression that is none; `value` and `limit` for a record that no form holds
 * @example
 * ```ts
 * import { compiled, document, rule, sheet } from "@n2o/n2o/form";
 *
 * const greeting = document({
 *   name: "greeting",
 *   fields: [{ id: "name", required: true }, { id: "text", computed: rule('"Hello, " + name') }],
 * });
 * const filled = sheet(compiled(greeting), {});
 * const changed = filled.enter("name", "Mia");
 * if (!changed.has("text") || filled.values().text !== "Hello, Mia") throw new Error("unmoved");
 * ```
 */
export function sheet(compiled: Compiled, options: SheetOptions = {}): Sheet {
  const { mode = "create", locale = KEYS, roles = [], clock = systemClock } = options;
  const form: Form = {
    compiled,
    plan: planOf(compiled, options.functions),
    graph: new Graph(),
    mode,
    locale,
    log: options.log ?? silentLog,
    permission: permissions(compiled, roles),
    now: () => clock.now(),
    id: options.id ?? ((path) => path),
    sections: new Map(),
    doubtful: new Set(),
  };
  const stored = copied(options.record, "");
  if (stored !== undefined && !isPlainObject(stored)) {
    throw new FormError("value", `the record of "${compiled.document.name}" is no object`);
  }
  const root = new Holder(form, undefined, { stored, isNew: mode === "create" });
  const ongoing: Ongoing = { root, faults: NO_ISSUES, isAwake: true, born: [] };
  const { dump } = options;
  if (dump !== undefined) changing(ongoing, () => restore(ongoing, dump));
  // Whoever only shows the form asks for what they show.
  ongoing.isAwake = false;
  return sheetOf(ongoing);
}

function sheetOf(ongoing: Ongoing): Sheet {
  const change = (run: () => void) => changing(ongoing, run);
  const { root } = ongoing;
  return {
    ...filledOf(ongoing),
    get faults() {
      return ongoing.faults;
    },
    enter: (path, given, also) => {
      const slot = changeable(slotAt(root, path));
      return change(() => entered(ongoing, slot, given, also));
    },
    put: (path, value) => {
      const slot = slotAt(root, path), given = copied(value, path);
      checkPut(slot, given);
      return change(() => put(ongoing, slot, given));
    },
    touch: (path) => {
      const slots = path === undefined ? everyIn(root) : [slotAt(root, path)];
      return change(() => slots.forEach(touched));
    },
    fault: (issues) => change(() => faulted(ongoing, issues)),
    add: (path, at, values) => {
      let key = "";
      const changed = change(() => key = addRow(ongoing, path, at, values));
      return { key, changed };
    },
    copy: (path, from) => {
      let key = "";
      const changed = change(() => key = copyRow(ongoing, path, from));
      return { key, changed };
    },
    remove: (path, key) => change(() => removeRow(ongoing, path, key)),
    move: (path, key, to) => change(() => moveRow(ongoing, path, key, to)),
    dump: () => dumped(ongoing),
  };
}

function filledOf({ root }: Ongoing): Omit<Filled, "faults"> {
  const { form } = root;
  return {
    compiled: form.compiled,
    mode: form.mode,
    locale: form.locale,
    cell: (path) => cellOf(slotAt(root, path)),
    rows: (path) => [...rowsAt(root, path).rows.keys],
    cells: (path = "") =>
      holdersAt(root, path).flatMap((holder) => holder.all()).filter((slot) =>
        form.permission(slot.node).see
      ).map(cellOf),
    isSectionVisible: (id) => {
      return isSectionThere(form, id, root, () => {
        for (const each of root.slots.values()) each.doubt(true);
      });
    },
    values: () => valuesOf(root),
    record: () => recordOf(root),
  };
}

/** Puts what came from a control. */
function entered(
  ongoing: Ongoing,
  slot: Slot,
  given: SourceValue | undefined,
  also: ((source: string) => SourceValue | undefined) | undefined,
): void {
  const { path, node: { type, children }, held } = slot;
  if (children.size > 0) {
    throw new FormError("path", `"${path}" is a group: enter into its fields`);
  }
  // As: plain data of a source is a source's value.
  const checked = (value: SourceValue | undefined) =>
    copied(value, path) as SourceValue | undefined;
  const raw = checked(given);
  const read = type.read(
    raw,
    slot.place(held?.value, held?.raw),
    (source) => checked(also?.(source)),
  );
  slot.edits++;
  if ("value" in read) {
    const value = copied(read.value, path) ?? undefined;
    return hold(ongoing, slot, { value, raw, isEntered: true });
  }
  const wrong: Issue = { path, code: read.wrong, ...read.args && { args: read.args } };
  hold(ongoing, slot, { value: undefined, raw, wrong, isEntered: true });
}

function touched(slot: Slot): void {
  if (slot.isTouched) return;
  slot.isTouched = true;
  slot.form.doubtful.add(slot);
}

function everyIn(holder: Holder): Slot[] {
  return holder.all().flatMap((slot) => {
    const inner = slot.rows?.inOrder ?? (slot.child === undefined ? [] : [slot.child]);
    return [slot, ...inner.flatMap(everyIn)];
  });
}

/** Puts what checks found, each at its place or the nearest around it. */
function faulted(ongoing: Ongoing, issues: readonly Issue[]): void {
  const { root } = ongoing;
  for (const slot of everyIn(root)) {
    if (slot.faults.length === 0) continue;
    slot.faults = NO_ISSUES;
    slot.form.doubtful.add(slot);
  }
  const ofNoPlace: Issue[] = [];
  for (const issue of issues) {
    const slot = nearest(root, issue.path);
    if (slot === undefined) ofNoPlace.push(issue);
    else {
      slot.faults = [...slot.faults, issue];
      slot.form.doubtful.add(slot);
    }
  }
  ongoing.faults = ofNoPlace;
}

function nearest(root: Holder, path: string): Slot | undefined {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    try {
      return slotAt(root, at);
    } catch (cause) {
      if (!FormError.is(cause, "path")) throw cause;
    }
  }
  return undefined;
}
