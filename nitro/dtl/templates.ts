/**
 * The templates of an application.
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/mod.ts";
import { compile, type Language } from "./compile/parser.ts";
import { DtlError, Unloaded } from "./error.ts";
import { filters } from "./filter/table.ts";
import { type Address, Context, type Setting, type Template } from "./run/context.ts";
import { LIMITS, type Limits } from "./run/limits.ts";
import type { Source } from "./source.ts";
import { tags } from "./tag/table.ts";
import { value } from "./filter/kinds.ts";

/** A filter of an application: a value, and the argument where one was given, to a value. */
export type Custom = (value: unknown, argument?: unknown) => unknown;

/** How many names of templates that are not there are kept, and how many the data of one text may bring. */
const MISSES = 100;

/** What templates are given. */
export interface TemplatesOptions {
  /** Where they come from. */
  readonly source: Source;
  /** Filters beside Django's own, by their names: they get markup as `Safe`, and what they make is escaped unless it is. */
  readonly filters?: Readonly<Record<string, Custom>> | undefined;
  /** Written for what is not there: nothing by default; `%s` in it stands for the name. */
  readonly invalid?: string | undefined;
  /** The address of a name for `{% url %}`; `undefined` where there is none. */
  readonly url?: Address | undefined;
  /** The address of a file by its path for `{% static %}`. */
  readonly static?: ((path: string) => string) | undefined;
  /** The time for `{% now %}`; the system's by default. */
  readonly clock?: Clock | undefined;
  /** What one text may cost. */
  readonly limits?: Partial<Limits> | undefined;
  /** Numbers from 0 up to 1 for `random` and `{% lorem %}`. */
  readonly random?: (() => number) | undefined;
}

/**
 * Templates of Django's language. Each is compiled once; a text is made of it and of data, with everything escaped that is not `safe`.
 *
 * Data are plain objects, maps, arrays and functions without arguments; a template reaches only what they have of their own.
 *
 * @example
 * ```ts
 * import { memory, Templates } from "@n2o/n2o/nitro/dtl";
 *
 * const templates = new Templates({
 *   source: memory({
 *     "base.html": "<title>{% block title %}Shop{% endblock %}</title>",
 *     "tea.html": '{% extends "base.html" %}{% block title %}{{ block.super }}: {{ name|title }}{% endblock %}',
 *   }),
 * });
 * const text = await templates.render("tea.html", { name: "green tea" });
 * if (text !== "<title>Shop: Green Tea</title>") throw new Error(text);
 * ```
 */
export class Templates {
  readonly #source: Source;
  readonly #language: Language;
  readonly #setting: Setting;
  readonly #loaded = new Map<string, Template | DtlError>();
  readonly #missing = new Set<string>();
  readonly #loading = new Map<string, Promise<void>>();

  /** Makes templates of a source, which is read as they are asked for. */
  constructor({ source, filters: own = {}, ...options }: TemplatesOptions) {
    this.#source = source;
    const more = Object.entries(own).map(([name, run]) =>
      [name, value((given, argument) => run(given, argument), "optional")] as const
    );
    this.#language = { tags, filters: new Map([...filters, ...more]) };
    this.#setting = {
      invalid: options.invalid ?? "",
      clock: options.clock ?? systemClock,
      limits: { ...LIMITS, ...options.limits },
      url: options.url,
      static: options.static,
      random: options.random ?? Math.random,
      template: (name) => this.#found(name),
    };
  }

  /**
   * Loads and compiles a template, and those that it names by texts: `text` then makes its text at once.
   *
   * @throws {DtlError} `syntax` or `limit` with the place, `missing` where there is none.
   */
  async load(name: string): Promise<void> {
    await this.#load(name);
    this.#found(name);
  }

  /**
   * Makes a text of a template, which is loaded where it has to be.
   *
   * @param data what its names stand for.
   * @throws {DtlError} with file, line and tag.
   */
  async render(name: string, data: object = {}): Promise<string> {
    await this.load(name);
    return await this.#made(this.#found(name), data);
  }

  /**
   * Makes a text of a template that was loaded.
   *
   * @throws {DtlError} `missing` where it, or one that it includes, was not; else with file, line and tag.
   */
  text(name: string, data: object = {}): string {
    try {
      return this.#found(name).render(new Context(this.#setting, data));
    } catch (error) {
      if (!(error instanceof Unloaded)) throw error;
      throw new DtlError("missing", `the template "${error.name}" was not loaded: load it first`);
    }
  }

  /**
   * Makes a text of a template that has no name; it is compiled each time.
   *
   * @throws {DtlError} with the line and tag; the file is `(text)`.
   */
  async inline(template: string, data: object = {}): Promise<string> {
    const made = compile("(text)", template, this.#language, this.#setting.limits);
    for (const name of made.names) await this.#load(name);
    return await this.#made(made, data);
  }

  /** Forgets what was loaded: files are read again. */
  forget(): void {
    this.#loaded.clear();
    this.#missing.clear();
  }

  #found(name: string): Template {
    const found = this.#loaded.get(name);
    if (found === undefined) throw this.#missing.has(name) ? missing(name) : new Unloaded(name);
    if (found instanceof DtlError) throw found;
    return found;
  }

  /** A text; where only the data tell the name of a template, that is loaded, and the text begun again. */
  async #made(template: Template, data: object): Promise<string> {
    for (let tries = 0;; tries++) {
      try {
        return template.render(new Context(this.#setting, data));
      } catch (error) {
        if (!(error instanceof Unloaded)) throw error;
        if (tries >= MISSES) throw new DtlError("limit", `data name more than ${MISSES} templates`);
        await this.#load(error.name);
      }
    }
  }

  /** Loads a template and those that it names, one after the other: a long chain of them is no deep one. */
  async #load(first: string): Promise<void> {
    const waiting = [first];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (this.#loaded.has(name) || this.#missing.has(name)) continue;
      const own = this.#loading.get(name) ?? this.#one(name);
      this.#loading.set(name, own);
      try {
        await own;
      } finally {
        this.#loading.delete(name);
      }
      const found = this.#loaded.get(name);
      if (found !== undefined && !(found instanceof DtlError)) waiting.push(...found.names);
    }
  }

  async #one(name: string): Promise<void> {
    const text = await this.#source(name), { templates } = this.#setting.limits;
    if (text === undefined) {
      // People may ask for any name: those that are not there take no room for long.
      const [oldest] = this.#missing;
      if (this.#missing.size >= MISSES && oldest !== undefined) this.#missing.delete(oldest);
      this.#missing.add(name);
      return;
    }
    if (this.#loaded.size >= templates) {
      throw new DtlError("limit", `more than ${templates} templates were asked for`);
    }
    this.#loaded.set(name, this.#tried(name, text));
  }

  /** A template, or what is wrong with it: who does not show it need not hear of it. */
  #tried(name: string, text: string): Template | DtlError {
    try {
      return compile(name, text, this.#language, this.#setting.limits);
    } catch (error) {
      if (error instanceof DtlError) return error;
      throw error;
    }
  }
}

function missing(name: string): DtlError {
  return new DtlError("missing", `there is no template "${name.slice(0, 100)}"`);
}
