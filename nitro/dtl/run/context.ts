/**
 * What a template knows while its text is made: names, state of its tags, and what is left to spend.
 *
 * @module
 */
import type { Clock } from "../../../base/mod.ts";
import { DtlError } from "../error.ts";
import type { Limits } from "./limits.ts";
import { MISSING, own } from "./lookup.ts";

/** Makes the text of a part of a template. */
export type Render = (cx: Context) => string;

/** What an expression is worth; where `isQuiet`, what is missing is none, else it is the text for what is invalid. */
export type Expression = (cx: Context, isQuiet?: boolean) => unknown;

/** A template: what makes its text, and what others need to know of it. */
export interface Template {
  /** Name that it was loaded by; `(text)` for one that has none. */
  readonly file: string;
  /** Makes its text. */
  readonly render: Render;
  /** Its blocks by their names. */
  readonly blocks: ReadonlyMap<string, Block>;
  /** Whether it extends another one. */
  readonly isExtending: boolean;
  /** How deep its tags stand in one another. */
  readonly depth: number;
  /** Templates that it names, as texts. */
  readonly names: readonly string[];
}

/** A part that templates which extend this one may replace. */
export interface Block {
  /** Name of the block, which its template has once. */
  readonly name: string;
  /** Makes its own text. */
  readonly render: Render;
}

/** The address of a name, with arguments in their order and by their names; `undefined` where there is none. */
export type Address = (
  name: string,
  args: readonly unknown[],
  named: Readonly<Record<string, unknown>>,
) => string | undefined;

/** What templates of an application have in common. */
export interface Setting {
  /** Written for what is missing; `%s` in it stands for its name. */
  readonly invalid: string;
  /** What tells the time to `{% now %}`, `timesince` and `timeuntil`. */
  readonly clock: Clock;
  /** What they may cost. */
  readonly limits: Limits;
  /** A template that was loaded. @throws where it is missing. */
  template(name: string): Template;
  /** The address of a name with arguments; none where there is none. */
  url: Address | undefined;
  /** The address of a file by its path; undefined where templates were given no such function. */
  static: ((path: string) => string) | undefined;
  /** A number from 0 up to 1. */
  random(): number;
}

/** Names of a part, and those around it: the item of a loop, which is looked for most, and the loop stand apart. */
interface Scope {
  /** Name of the item; empty where there is none. */
  readonly key: string;
  value: unknown;
  /** What `forloop` stands for; `undefined` where it is none of this part's names. */
  readonly loop: object | undefined;
  names: Map<string, unknown> | undefined;
  readonly up: Scope | undefined;
}

/** State of tags within one template: of cycles, of what changed, of blocks. */
export type State = Map<unknown, unknown>;

const BUILT_IN: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["True", true],
  ["False", false],
  ["None", null],
]);

/** The names, the state and the budget of one text. */
export class Context {
  /** Whether text is escaped. */
  autoescape = true;
  /** State of the tags of the template at hand. */
  state: State = new Map();
  /** State of tags within a loop, by the loop. */
  readonly loops: WeakMap<object, State> = new WeakMap();
  #scope: Scope = scoped(undefined, undefined);
  #work: number;
  /** How many characters may still be written: looked at whenever work is counted. */
  room: number;
  #depth = 0;

  /** Makes the context of one text, whose names stand for what is in `data`. */
  constructor(readonly setting: Setting, private data: unknown) {
    this.#work = setting.limits.work;
    this.room = setting.limits.output;
  }

  /** What a name stands for. */
  get(name: string): unknown {
    for (let scope: Scope | undefined = this.#scope; scope !== undefined; scope = scope.up) {
      if (scope.key === name) return scope.value;
      const { names } = scope;
      if (names !== undefined) {
        const found = names.get(name);
        if (found !== undefined) return found;
        if (names.has(name)) return null;
      }
      if (scope.loop !== undefined && name === "forloop") return scope.loop;
    }
    const found = own(this.data, name);
    if (found !== MISSING) return found;
    return BUILT_IN.has(name) ? BUILT_IN.get(name) : MISSING;
  }

  /** Gives a name to a value in the part at hand. */
  set(name: string, value: unknown): void {
    put(this.#scope, name, value);
  }

  /** Gives a name to a value where the name is known already, or in the part at hand. */
  setUpward(name: string, value: unknown): void {
    let scope: Scope = this.#scope;
    const has = () =>
      scope.key === name || scope.names?.has(name) === true ||
      scope.loop !== undefined && name === "forloop";
    while (!has() && scope.up !== undefined) scope = scope.up;
    const isKnown = has() || own(this.data, name) !== MISSING;
    put(isKnown ? scope : this.#scope, name, value);
  }

  /** Runs `body` with names of its own. */
  within<T>(names: Map<string, unknown>, body: () => T): T {
    return this.#scoped(scoped(names, this.#scope), body);
  }

  /** Goes through items: each has the name `key` while `round` is run for it. */
  each(
    key: string,
    loop: object | undefined,
    items: readonly unknown[],
    round: (cx: Context, at: number) => string,
  ): string {
    const before = this.#scope;
    const scope: Scope = { key, value: null, loop, names: undefined, up: before };
    this.#scope = scope;
    try {
      let made = "";
      for (let at = 0; at < items.length; at++) {
        scope.value = items[at] ?? null;
        made += round(this, at);
      }
      return made;
    } finally {
      this.#scope = before;
    }
  }

  /** Runs `body` with no names but these. */
  apart<T>(names: Map<string, unknown>, body: () => T): T {
    const { data } = this;
    this.data = undefined;
    try {
      return this.#scoped(scoped(names, undefined), body);
    } finally {
      this.data = data;
    }
  }

  #scoped<T>(scope: Scope, body: () => T): T {
    const before = this.#scope;
    this.#scope = scope;
    try {
      return body();
    } finally {
      this.#scope = before;
    }
  }

  /** Counts work, and characters written. */
  spend(work: number, characters: number): void {
    this.#work -= work;
    this.room -= characters;
    if (this.#work < 0 || this.room < 0) this.#refuse();
  }

  #refuse(): never {
    const { work, output } = this.setting.limits;
    throw new DtlError(
      "limit",
      this.#work < 0 ? `it takes more work than ${work}` : `it is longer than ${output} characters`,
    );
  }

  /** How much work is left. */
  get left(): number {
    return this.#work;
  }

  /** Runs `body`, in which tags stand `deep` in one another. */
  deeper<T>(deep: number, body: () => T): T {
    this.#depth += deep + 1;
    if (this.#depth > this.setting.limits.depth) {
      throw new DtlError(
        "limit",
        `templates stand deeper in one another than ${this.setting.limits.depth}: does one include itself?`,
      );
    }
    try {
      return body();
    } finally {
      this.#depth -= deep + 1;
    }
  }
}

function scoped(names: Map<string, unknown> | undefined, up: Scope | undefined): Scope {
  return { key: "", value: undefined, loop: undefined, names, up };
}

function put(scope: Scope, name: string, value: unknown): void {
  if (scope.key === name) scope.value = value;
  else (scope.names ??= new Map()).set(name, value);
}
