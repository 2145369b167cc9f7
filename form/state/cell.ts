/**
 * Places of a form as they are shown.
 *
 * @module
 */
import type { Body } from "../../nitro/mod.ts";
import type { Option } from "../declaration/attributes.ts";
import type { Node } from "../document/compile.ts";
import type { Issue } from "../issue.ts";
import { same } from "../value/same.ts";
import type { Cell } from "./filled.ts";
import type { Slot } from "./slot.ts";
import { submitted } from "./values.ts";

/** A place as it is shown; the same object as long as nothing of it is another. */
export function cellOf(slot: Slot): Cell {
  return slot.shown ??= slot.node.children.size > 0 ? new GroupCell(slot) : fieldCell(slot);
}

function fieldCell(slot: Slot): Cell {
  const { path, node, held } = slot;
  const value = slot.value();
  return {
    path,
    node,
    value,
    raw: held?.raw,
    wrong: held?.wrong,
    isVisible: isVisible(slot),
    isRequired: slot.isRequired(),
    isDisabled: slot.isDisabled(),
    title: slot.title(),
    min: slot.bound("min"),
    max: slot.bound("max"),
    options: slot.options(),
    issues: issuesOf(slot),
    isTouched: slot.isTouched,
    edits: slot.edits,
  };
}

/** The value of a group is put together when somebody asks for it. */
class GroupCell implements Cell {
  readonly #slot: Slot;
  readonly path: string;
  readonly node: Node;
  readonly raw = undefined;
  readonly wrong: Issue | undefined;
  readonly isVisible: boolean;
  readonly isRequired: boolean;
  readonly isDisabled: boolean;
  readonly title: Body;
  readonly min: unknown;
  readonly max: unknown;
  readonly options: readonly Option[];
  readonly issues: readonly Issue[];
  readonly isTouched: boolean;
  readonly edits: number;

  constructor(slot: Slot) {
    this.#slot = slot;
    this.path = slot.path;
    this.node = slot.node;
    this.wrong = wrongRows(slot);
    this.isVisible = isVisible(slot);
    this.isRequired = slot.isRequired();
    this.isDisabled = slot.isDisabled();
    this.title = slot.title();
    this.min = slot.bound("min");
    this.max = slot.bound("max");
    this.options = slot.options();
    this.issues = issuesOf(slot);
    this.isTouched = slot.isTouched;
    this.edits = slot.edits;
  }

  get value(): unknown {
    return submitted(this.#slot);
  }
}

function wrongRows({ path, rows }: Slot): Issue | undefined {
  return rows?.odd === undefined || rows.isOther ? undefined : { path, code: "value" };
}

function isVisible(slot: Slot): boolean {
  return !slot.isHidden() && slot.isThere();
}

/** Why a rule failed is known once it has been asked: this comes last. */
function issuesOf(slot: Slot): readonly Issue[] {
  const failures = slot.failures();
  return failures.length === 0 ? slot.faults : [...failures, ...slot.faults];
}

/** Whether two answers about one place show the same. What a group holds is shown by its own places. */
export function isSameCell(one: Cell, other: Cell): boolean {
  return one.edits === other.edits && one.isTouched === other.isTouched &&
    one.isVisible === other.isVisible && one.isRequired === other.isRequired &&
    one.isDisabled === other.isDisabled && isSameOptions(one.options, other.options) &&
    same(one.issues, other.issues) && same(one.wrong, other.wrong) &&
    (one.node.children.size > 0 || isSameValue(one, other.value)) && same(one.raw, other.raw) &&
    same(one.min, other.min) && same(one.max, other.max) &&
    (one.title === other.title || same(one.title, other.title));
}

function isSameOptions(one: readonly Option[], other: readonly Option[]): boolean {
  return one === other ||
    (one.length === other.length && one.every((each, at) => each === other[at]));
}

/** Whether a place holds a value already. */
export function isSameValue(
  { node: { type }, value }: Pick<Cell, "node" | "value">,
  other: unknown,
): boolean {
  if (value === undefined || other === undefined) return value === other;
  return type.equal?.(value, other) ?? same(value, other);
}
