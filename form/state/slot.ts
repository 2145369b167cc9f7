/**
 * The places of a form: what each holds. They are made when somebody asks for them.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import type { SourceValue } from "../../nitro/mod.ts";
import type { Node } from "../document/compile.ts";
import { FormError } from "../error.ts";
import type { Issue } from "../issue.ts";
import type { Answer, Source } from "../rule/answer.ts";
import { isRule } from "../rule/plan.ts";
import type { Context, Holding, Reader } from "../rule/scope.ts";
import { copied } from "../value/copy.ts";
import { below } from "../value/path.ts";
import { ownOf } from "../value/same.ts";
import type { Cell } from "./filled.ts";
import { Rows, type Stored } from "./rows.ts";
import { type Form, isSectionThere, isTrue, NO_ISSUES, Spot } from "./spot.ts";

/** What a place holds: of a record, entered or put. */
export interface Held {
  readonly value: unknown;
  readonly raw?: SourceValue | undefined;
  readonly wrong?: Issue | undefined;
  /** Whether it was entered or put: it is dumped. */
  readonly isEntered: boolean;
  /** What the record has, where that is no value of the field's type. */
  readonly stored?: unknown;
}

/** What the record has of a form, group or row. */
export interface Origin {
  /** The key of a row. */
  readonly key?: string | undefined;
  /** What the record has. */
  readonly stored: Stored | undefined;
  /** Whether fields have their defaults. */
  readonly isNew: boolean;
}

/** The form, a group in its place, or a row: what holds fields. */
export class Holder implements Holding {
  readonly around: Holder | undefined;
  readonly path: string;
  readonly children: ReadonlyMap<string, Node>;
  readonly slots: Map<string, Slot> = new Map();
  readonly #views: { -readonly [by in Reader]?: Context } = {};

  /** @param slot the group that it is, or is a row of; undefined for the form */
  constructor(
    readonly form: Form,
    readonly slot: Slot | undefined,
    readonly origin: Origin,
  ) {
    this.around = slot?.holding;
    this.children = slot?.node.children ?? form.compiled.children;
    const path = slot?.path ?? "";
    this.path = origin.key === undefined ? path : below(path, origin.key);
  }

  /** The place of a field. */
  at(id: string): Slot | undefined {
    const known = this.slots.get(id);
    if (known !== undefined) return known;
    const node = this.children.get(id);
    if (node === undefined) return undefined;
    const made = new Slot(this, node);
    this.slots.set(id, made);
    return made;
  }

  /** The places of all its fields, in the order of the document. */
  all(): Slot[] {
    const found: Slot[] = [];
    for (const id of this.children.keys()) {
      const slot = this.at(id);
      if (slot !== undefined) found.push(slot);
    }
    return found;
  }

  /** Whether its values are out with a group that is hidden. */
  isOut(): boolean {
    const { slot } = this;
    if (slot === undefined || !slot.isHideable) return false;
    return slot.replaced() !== undefined || slot.holding.isOut();
  }

  seen(id: string, by: Reader): unknown {
    const slot = this.at(id), nothing = by === "feel" ? null : undefined;
    if (slot === undefined) return nothing;
    if (slot.isHideable) {
      if (this.isOut()) return nothing;
      const other = slot.replaced();
      if (other !== undefined) return slot.as(other.value, by);
    }
    return slot.self(by);
  }

  context(by: Reader): Context {
    return this.#views[by] ??= this.form.plan.contexts(this.slot?.node)[by](this);
  }
}

/** The place of a field: in the form, a group or a row. */
export class Slot extends Spot implements Source {
  readonly readers: Answer[] = [];
  seenBy = 0;
  readonly path: string;
  /** Whether rules may hide it. */
  readonly isHideable: boolean;
  held: Held | undefined;
  isTouched = false;
  edits = 0;
  faults: readonly Issue[] = NO_ISSUES;
  /** How it was answered last, as long as that is so. */
  shown: Cell | undefined;
  /** Whether its rows are others than they were. */
  isReordered = false;
  isDropped = false;
  #child: Holder | undefined;
  #rows: Rows<Holder> | undefined;

  constructor(readonly holding: Holder, node: Node) {
    const { form, path, origin: { stored } } = holding;
    super(form, node);
    this.path = below(path, node.field.id);
    this.isHideable = form.plan.hideable.has(node);
    if (stored === undefined || node.children.size > 0) return;
    const value = ownOf(stored, node.field.id) ?? undefined;
    if (value !== undefined) this.held = storedAt(this, value);
  }

  /** The rows of a repeated group. */
  get rows(): Rows<Holder> | undefined {
    const { node: { isRepeated, field: { id, index } }, path, form } = this;
    if (!isRepeated) return undefined;
    if (this.#rows === undefined) {
      const stored = storedIn(this, id), { origin } = this.holding;
      // Rows that are declared for a new form are as new as it is.
      const isNew = origin.isNew && (origin.stored && ownOf(origin.stored, id)) === undefined;
      const make = (key: string, stored: Stored | undefined) =>
        new Holder(form, this, { key, stored, isNew: isNew || stored === undefined });
      // Keys of rows are in the page: who may not see what the index holds has rows that go by their places.
      const by = index === undefined ? undefined : this.node.children.get(index);
      const isSeen = by === undefined || (form.permission(by).see && by.type.isSecret !== true);
      this.#rows = new Rows(path, stored, isSeen ? index : undefined, make);
    }
    return this.#rows;
  }

  /** What a group that is not repeated holds. */
  get child(): Holder | undefined {
    const { node: { children, isRepeated, field: { id } }, holding: { origin }, form } = this;
    if (children.size === 0 || isRepeated) return undefined;
    if (this.#child === undefined) {
      const found = storedIn(this, id);
      const stored = isPlainObject(found) ? found : undefined;
      this.#child = new Holder(form, this, { stored, isNew: origin.isNew });
    }
    return this.#child;
  }

  /** What of it holds fields, as far as it was asked for. */
  get made(): Iterable<Holder> {
    if (this.#rows !== undefined) return this.#rows.rows.values();
    return this.#child === undefined ? [] : [this.#child];
  }

  /** What it holds, whether it is there or not: computed, entered, of the record, or by default. */
  value(): unknown {
    const { rules, node: { field, type }, form: { graph, mode } } = this;
    if (rules?.computed !== undefined) {
      // Nobody looks for what follows from the little that they have entered.
      return mode === "search" ? undefined : this.#answered("computed");
    }
    graph.read(this);
    if (this.held !== undefined) return this.held.value;
    if (!this.holding.origin.isNew) return undefined;
    if (rules?.default !== undefined) return this.#answered("default");
    if (field.default === undefined) return undefined;
    if (this.isValue(field.default)) return field.default;
    // As a rule may answer it: JSON has no amounts of money.
    const read = type.computed?.(field.default, this.place(undefined, undefined, false));
    return read !== undefined && this.isValue(read) ? read : undefined;
  }

  #answered(what: "computed" | "default"): unknown {
    return this.answer(what, undefined, (answer) => {
      if (answer === null || answer === undefined) return undefined;
      const { node: { type }, path } = this;
      const given = type.computed?.(answer, this.place(undefined, undefined, false)) ?? answer;
      if (given === undefined) return undefined;
      const value = copied(given, path);
      if (this.isValue(value)) return value;
      throw new FormError(
        "value",
        `the rule \`${what}\` of "${path}" answers no value of the type ${type.name}`,
      );
    });
  }

  /** As rules see it where they ask for `this`. */
  self(by: Reader): unknown {
    const { child, rows } = this;
    if (child !== undefined) return child.context(by);
    if (rows !== undefined) {
      this.form.graph.read(rows);
      return rows.list(by);
    }
    return this.as(this.value(), by);
  }

  /** A value as rules see it. */
  as(value: unknown, by: Reader): unknown {
    if (by === "function") return value;
    if (value === undefined) return null;
    const { type } = this.node;
    return type.feel === undefined ? value : type.feel(value);
  }

  /** What stands for its value while it is hidden; undefined where that is itself. */
  replaced(): { readonly value: unknown } | undefined {
    if (!this.isHideable || this.isOwnVisible()) return undefined;
    const { whenHidden = "omit" } = this.node.field;
    if (whenHidden === "keep") return undefined;
    return typeof whenHidden === "object" ? whenHidden : { value: undefined };
  }

  /** Whether it is there as far as its own rule and its section go. */
  isOwnVisible(): boolean {
    const { node: { field, section }, form, rules } = this;
    if (rules?.visible === undefined && field.visible === false) return false;
    if (section !== undefined) {
      // What stands in a section stands in the form itself.
      const changed = () => {
        for (const each of this.holding.slots.values()) each.doubt(true);
      };
      if (!isSectionThere(form, section, this.holding, changed)) return false;
    }
    return this.answer("visible", true, isTrue);
  }

  /** Whether it is there, and all that it stands in. */
  isThere(): boolean {
    if (!this.isHideable) return true;
    return this.isOwnVisible() && (this.holding.slot?.isThere() ?? true);
  }

  /** Whether nothing can be entered, here or in what it stands in. */
  isDisabled(): boolean {
    const { node, rules, form: { permission }, holding: { slot } } = this;
    return !permission(node).change || rules?.computed !== undefined ||
      this.answer("disabled", node.field.disabled === true, isTrue) || slot?.isDisabled() === true;
  }

  /** Whether it is never shown. */
  isHidden(): boolean {
    return this.node.field.hidden === true || this.holding.slot?.isHidden() === true;
  }

  doubt(isDeep: boolean): void {
    this.form.doubtful.add(this);
    if (!isDeep) return;
    for (const each of this.made) for (const slot of each.slots.values()) slot.doubt(true);
  }

  /** Takes it, and all that it holds, out for good. */
  drop(): void {
    this.isDropped = true;
    this.dropAnswers();
    for (const each of this.made) for (const slot of each.slots.values()) slot.drop();
  }
}

/** What the record has of a group; what is declared where it is new. */
function storedIn({ holding: { origin }, node: { field } }: Slot, id: string): unknown {
  const stored = origin.stored && ownOf(origin.stored, id);
  if (stored !== undefined || !origin.isNew || isRule(field.default)) return stored;
  return field.default;
}

/** Whether a value is texts, as a list of inputs gives them. */
function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** What a record has at a place. */
function storedAt(slot: Slot, value: unknown): Held | undefined {
  const { path, node: { type, field } } = slot;
  if (type.holds === false) return undefined;
  if (slot.isValue(value)) return { value, isEntered: false };
  const raw = typeof value === "string" || typeof value === "number" ||
      field.options === undefined && isTexts(value)
    ? value
    : undefined;
  const wrong: Issue = { path, code: "value" };
  return { value: undefined, raw, wrong, isEntered: false, stored: value };
}
