/**
 * A place of a form as its rules have it: what they answer is kept until something that they read is another.
 *
 * @module
 */
import type { Log } from "../../base/mod.ts";
import type { Body } from "../../nitro/mod.ts";
import type { Option } from "../declaration/attributes.ts";
import type { Compiled, Node } from "../document/compile.ts";
import type { Place } from "../field/type.ts";
import type { Issue } from "../issue.ts";
import type { Locale } from "../locale/locale.ts";
import type { Mode } from "../mode.ts";
import { type Answer, answerOf } from "../rule/answer.ts";
import type { Graph } from "../rule/graph.ts";
import { isRule, type Plan, type Ruled, type Rules } from "../rule/plan.ts";
import type { Asked, Holding, Reader } from "../rule/scope.ts";
import { same } from "../value/same.ts";
import type { Permission } from "./access.ts";

/** What all places of one form share. */
export interface Form {
  readonly compiled: Compiled;
  readonly plan: Plan;
  readonly graph: Graph;
  readonly mode: Mode;
  readonly locale: Locale;
  readonly log: Log;
  readonly permission: (node: Node) => Permission;
  readonly now: () => number;
  /** The id of the control of a path. */
  readonly id: (path: string) => string;
  /** Whether this person may see a section. */
  readonly seesSection: (id: string) => boolean;
  /** Whether sections are there, as far as somebody asked. */
  readonly sections: Map<string, Answer<boolean>>;
  /** Places that may be others than they were. */
  readonly doubtful: Set<Spot>;
}

export const NO_ISSUES: readonly Issue[] = Object.freeze([]);
const NO_OPTIONS: readonly Option[] = Object.freeze([]);

/** A place that rules are asked about. */
export abstract class Spot implements Asked {
  abstract readonly holding: Holding;
  abstract readonly path: string;
  readonly rules: Rules | undefined;
  #answers: Map<string, Answer> | undefined;

  constructor(readonly form: Form, readonly node: Node) {
    this.rules = form.plan.rules.get(node);
  }

  abstract self(by: Reader): unknown;

  /** Says that it may be shown otherwise, and what is in it as well where that follows. */
  abstract doubt(isDeep: boolean): void;

  now(): number {
    return this.form.now();
  }

  spend(steps: number): void {
    this.form.graph.spend(steps);
  }

  /** Whether something is a value of its type. */
  isValue(value: unknown): boolean {
    const { node: { type, field }, form: { compiled } } = this;
    return type.is(value, field, compiled.typeOf);
  }

  /** What it is called. */
  title(): Body {
    const { title = "" } = this.node.field;
    return this.answer("title", isRule(title) ? "" : title, (answer) => String(answer ?? ""));
  }

  /** Whether something must be entered. */
  isRequired(): boolean {
    if (this.form.mode === "search") return false;
    return this.answer("required", this.node.field.required === true, isTrue);
  }

  /** The least, or the most. */
  bound(which: "min" | "max"): unknown {
    const declared = this.node.field[which];
    return this.answer(
      which,
      isRule(declared) ? undefined : declared,
      (answer) => answer ?? undefined,
    );
  }

  /** What there is to choose. */
  options(): readonly Option[] {
    const { rules, node: { field: { options = NO_OPTIONS } } } = this;
    const offered = rules?.offered, each = rules?.options;
    if (offered === undefined && each === undefined) return options;
    return this.derived("options", options, () => {
      const names = offered && namesIn(offered(this));
      return options.filter(({ name }) =>
        names?.includes(name) !== false && isTrue(each?.get(name)?.(this) ?? true)
      );
    });
  }

  /** What it stands at, for its type; before its rules where a rule is being asked. */
  place(value: unknown, raw: Place["raw"], isRuled: boolean): Place {
    const { node: { field }, path, form } = this;
    return {
      field,
      path,
      id: form.id(path),
      value,
      raw,
      mode: form.mode,
      locale: form.locale,
      title: isRuled ? this.title() : "",
      isRequired: isRuled && this.isRequired(),
      isDisabled: false,
      min: isRuled ? this.bound("min") : undefined,
      max: isRuled ? this.bound("max") : undefined,
      options: isRuled ? this.options() : field.options ?? NO_OPTIONS,
      isInvalid: false,
      describedBy: undefined,
      typeOf: form.compiled.typeOf,
    };
  }

  /** What a rule answers; `otherwise` where there is none, or it has no answer. */
  answer<T>(what: Ruled, otherwise: T, read: (answer: unknown) => T): T {
    const ask = this.rules?.[what];
    return ask === undefined ? otherwise : this.derived(what, otherwise, () => read(ask(this)));
  }

  /** What is found by rules, and kept until something that they read is another. */
  derived<T>(what: string, otherwise: T, ask: () => T): T {
    let known = this.#answers?.get(what);
    if (known === undefined) {
      const { path } = this;
      const changed = () => this.#changed(what);
      known = answerOf<unknown>({ path, rule: what, ask, otherwise, isSame: same, changed });
      (this.#answers ??= new Map()).set(what, known);
    }
    return this.form.graph.answer(known) as T; // as: what is kept by this name was read by the same function
  }

  #changed(what: string): void {
    logFailure(this.form, this.#answers?.get(what));
    this.doubt(what === "visible" || what === "disabled");
  }

  /** What its rules failed at. */
  failures(): readonly Issue[] {
    if (this.#answers === undefined) return NO_ISSUES;
    let found: (Issue & { readonly args: { readonly rule: string } })[] | undefined;
    for (const [rule, { failure }] of this.#answers) {
      if (failure === undefined) continue;
      const circle = failure.circle?.filter((path) => isSeen(this.form, path));
      const args = { rule, ...circle !== undefined && { circle } };
      (found ??= []).push({ path: this.path, code: "rule", args });
    }
    // In an order that does not hang on who was asked first.
    return found?.sort((one, other) => one.args.rule < other.args.rule ? -1 : 1) ?? NO_ISSUES;
  }

  /** Takes its answers out for good. */
  dropAnswers(): void {
    for (const each of this.#answers?.values() ?? []) this.form.graph.drop(each);
  }
}

function logFailure(
  { log, compiled }: Form,
  answer: Pick<Answer, "path" | "rule" | "failure"> | undefined,
): void {
  if (answer?.failure === undefined) return;
  log("warning", "a rule of a form has no answer", {
    document: compiled.document.name,
    path: answer.path,
    rule: answer.rule,
    reason: answer.failure.message,
    error: answer.failure.cause,
  });
}

/** Whether a rule holds: what is neither true nor false does not. */
export function isTrue(answer: unknown): boolean {
  return answer === true;
}

function namesIn(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? answer : [answer];
}

function isSeen({ compiled, permission }: Form, path: string): boolean {
  let nodes = compiled.children, last: Node | undefined, isKey = false;
  for (const name of path.split("/")) {
    const node: Node | undefined = isKey ? undefined : nodes.get(name);
    isKey = node?.isRepeated === true;
    if (node === undefined) continue;
    last = node;
    nodes = node.children;
  }
  return last === undefined || permission(last).see;
}

/** Whether a section is there: by its rule, and that which it stands in. */
export function isSectionThere(
  form: Form,
  id: string,
  root: Holding,
  changed: () => void,
): boolean {
  const { plan, compiled: { document: { sections = [] } } } = form;
  if (plan.sections.size === 0) return true;
  let next: string | undefined = id;
  // No longer than there are sections, for they may be declared to stand in each other.
  for (let left = sections.length; next !== undefined && left > 0; left--) {
    const name: string = next;
    if (!isSectionItself(form, name, root, changed)) return false;
    next = sections.find((each, at) => (each.id ?? String(at + 1)) === name)?.parent;
  }
  return true;
}

function isSectionItself(form: Form, id: string, holding: Holding, changed: () => void): boolean {
  const rule = form.plan.sections.get(id);
  if (rule === undefined) return true;
  let known = form.sections.get(id);
  if (known === undefined) {
    const spend = (steps: number) => form.graph.spend(steps);
    const at: Asked = { holding, self: () => null, now: form.now, spend };
    const ask = () => isTrue(rule(at));
    const made = answerOf({
      path: `section ${id}`,
      rule: "visible",
      ask,
      otherwise: true,
      isSame: Object.is,
      changed() {
        logFailure(form, made);
        changed();
      },
    });
    form.sections.set(id, known = made);
  }
  return form.graph.answer(known);
}
