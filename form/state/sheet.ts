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
import { locale as localeOf } from "../locale/language.ts";
import type { Locale } from "../locale/locale.ts";
import type { Mode } from "../mode.ts";
import { Graph } from "../rule/graph.ts";
import { planOf } from "../rule/plan.ts";
import { copied } from "../value/copy.ts";
import { permissions, sectionPermission } from "./access.ts";
import { addRow, copyRow, moveRow, removeRow } from "./arrange.ts";
import { cellOf } from "./cell.ts";
import { awaken, changing, hold, type Ongoing } from "./change.ts";
import { dumped, restore } from "./dump.ts";
import { faulted } from "./faults.ts";
import type { Cell, Dump, Sheet } from "./filled.ts";
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
  /** The language of the person. English where it is not said. */
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

/**
 * A form that is being filled in: its values, and what its rules make of them.
 *
 * What a record or draft holds that is no plain data is refused; what is plain but no value of its field is kept, and told as `wrong` of
 * its cell. A group has 10,000 rows at most, a text 262,144 UTF-16 units, all rules together two million steps for one change.
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
  const { mode = "create", locale = localeOf("en"), roles = [], clock = systemClock } = options;
  const form: Form = {
    compiled,
    plan: planOf(compiled, options.functions),
    graph: new Graph(),
    mode,
    locale,
    log: options.log ?? silentLog,
    permission: permissions(compiled, roles),
    seesSection: (id) => sectionPermission(compiled.document, roles, id).see,
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
  const ongoing: Ongoing = { root, faults: NO_ISSUES, isAwake: true, born: [], faulty: new Set() };
  const { dump } = options;
  if (dump !== undefined) changing(ongoing, () => restore(ongoing, dump));
  // Whoever only shows the form asks for what they show.
  ongoing.isAwake = false;
  return new Filling(ongoing);
}

/** A class: getters in an object of its own would make V8 keep each form until it collects its maps. */
class Filling implements Sheet {
  readonly #ongoing: Ongoing;
  readonly compiled: Compiled;
  readonly mode: Mode;
  readonly locale: Locale;

  constructor(ongoing: Ongoing) {
    const { form } = ongoing.root;
    this.#ongoing = ongoing;
    this.compiled = form.compiled;
    this.mode = form.mode;
    this.locale = form.locale;
  }

  get faults(): readonly Issue[] {
    return this.#ongoing.faults;
  }

  isRead(path: string): boolean {
    awaken(this.#ongoing);
    return slotAt(this.#ongoing.root, path).readers.length > 0;
  }

  cell(path: string): Cell {
    return cellOf(slotAt(this.#ongoing.root, path));
  }

  rows(path: string): readonly string[] {
    return [...rowsAt(this.#ongoing.root, path).rows.keys];
  }

  cells(path = ""): readonly Cell[] {
    const found: Cell[] = [];
    for (const holder of holdersAt(this.#ongoing.root, path)) {
      for (const slot of holder.all()) {
        if (holder.form.permission(slot.node).see) found.push(cellOf(slot));
      }
    }
    return found;
  }

  isSectionVisible(id: string): boolean {
    const { root } = this.#ongoing;
    return root.form.seesSection(id) && isSectionThere(root.form, id, root, () => {
      for (const each of root.slots.values()) each.doubt(true);
    });
  }

  values(): Readonly<Record<string, unknown>> {
    return valuesOf(this.#ongoing.root);
  }

  record(): Readonly<Record<string, unknown>> {
    return recordOf(this.#ongoing.root);
  }

  enter(
    path: string,
    given: SourceValue | undefined,
    also?: (source: string) => SourceValue | undefined,
  ): ReadonlySet<string> {
    const slot = changeable(slotAt(this.#ongoing.root, path));
    return changing(this.#ongoing, () => entered(this.#ongoing, slot, given, also));
  }

  put(path: string, value: unknown): ReadonlySet<string> {
    return this.putAll({ [path]: value });
  }

  putAll(values: Readonly<Record<string, unknown>>): ReadonlySet<string> {
    const all = Object.entries(values).map(([path, value]) => {
      const slot = slotAt(this.#ongoing.root, path), given = copied(value, path);
      checkPut(slot, given);
      return { slot, given };
    });
    return changing(this.#ongoing, () => {
      for (const { slot, given } of all) put(this.#ongoing, slot, given);
    });
  }

  touch(path?: string): ReadonlySet<string> {
    const { root } = this.#ongoing;
    const slots = path === undefined ? everyIn(root) : [slotAt(root, path)];
    return changing(this.#ongoing, () => slots.forEach(touched));
  }

  fault(issues: readonly Issue[]): ReadonlySet<string> {
    return changing(this.#ongoing, () => faulted(this.#ongoing, issues));
  }

  add(
    path: string,
    at?: number,
    values?: Readonly<Record<string, unknown>>,
  ): { readonly key: string; readonly changed: ReadonlySet<string> } {
    let key = "";
    const changed = changing(this.#ongoing, () => {
      key = addRow(this.#ongoing, path, at, values);
    });
    return { key, changed };
  }

  copy(
    path: string,
    from: string,
  ): { readonly key: string; readonly changed: ReadonlySet<string> } {
    let key = "";
    const changed = changing(this.#ongoing, () => {
      key = copyRow(this.#ongoing, path, from);
    });
    return { key, changed };
  }

  remove(path: string, key: string): ReadonlySet<string> {
    return changing(this.#ongoing, () => removeRow(this.#ongoing, path, key));
  }

  move(path: string, key: string, to: number): ReadonlySet<string> {
    return changing(this.#ongoing, () => moveRow(this.#ongoing, path, key, to));
  }

  dump(): Dump {
    return dumped(this.#ongoing);
  }
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
    slot.place(held?.value, held?.raw, true),
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
