/**
 * What a page of this project says in the place of a recorded call of the original.
 *
 * @module
 */
import { Atom, atom, type Term, Tuple } from "../../../n2o/term/term.ts";
import * as actions from "../../../nitro/action/action.ts";
import { toList } from "../../../nitro/convert.ts";
import { cookie } from "../../../nitro/cookie.ts";
import type { Body } from "../../../nitro/element.ts";
import { event } from "../../../nitro/event.ts";
import { NitroError } from "../../../nitro/error.ts";
import * as nitro from "../../../nitro/nitro.ts";
import { wire } from "../../../nitro/wire/wire.ts";
import * as erlang from "../../_support/erlang_text.ts";
import { Reader } from "./record.ts";
import { records } from "./records.ts";

/** A call of the original, read: what it does, in a page of this project, and what is said in it. */
export interface Call {
  readonly act: () => void;
  readonly said: Reader;
  /** What has no counterpart, as it is found while it is acted. */
  readonly apart: Set<string>;
}

/** Rules that a call finds by itself. */
export const APART = {
  frame: "a frame around a binary of the caller has no counterpart: a page speaks by its events",
  script: "JavaScript text goes over the classic wire alone, where the settings allow it",
  expression: "values are data: an expression of JavaScript among them is not evaluated",
  markup: "markup goes into the page by update and insert, not by a property or a method",
} as const;

/** Reads a call as it was recorded. */
export function read(text: string): Call {
  const page = new Page();
  if (text.startsWith("ws.send")) page.apart.add(APART.frame);
  else if (text.startsWith("sequence")) return page.made(() => page.sequence());
  else if (!text.startsWith("nitro:")) {
    const record = fromText(erlang.read(text));
    return page.made(() => page.action(record));
  } else {
    const [, name = "", given = ""] = /^nitro:(\w+)\(([^]*)\)/.exec(text) ?? [];
    const list = fromText(erlang.read(`[${given.replace(/,Expire$/, ",7200")}]`));
    return page.made(() => page.call(name, Array.isArray(list) ? list : []));
  }
  return page.made(() => {});
}

function fromText(term: erlang.Term): Term {
  if (typeof term !== "object") return term;
  if (Array.isArray(term)) return term.map(fromText);
  if ("atom" in term) return atom(term.atom);
  if ("binary" in term) return Uint8Array.from(term.binary, (each) => each.charCodeAt(0));
  return new Tuple(term.tuple.map(fromText));
}

class Page {
  readonly said: Reader = new Reader();
  readonly apart: Set<string> = new Set();

  made(act: () => void): Call {
    return { act, said: this.said, apart: this.apart };
  }

  /** A function of the module `nitro`. */
  call(name: string, given: readonly Term[]): void {
    const [first = [], second = [], third = [], fourth] = given, tagged = given.length === 3;
    const text = () => this.#text(second), body = () => this.#body(tagged ? third : second);
    const target = () => this.#text(tagged ? second : first);
    const calls: Readonly<Record<string, () => void>> = {
      update: () => nitro.update(this.#text(first), this.#body(second)),
      insert_top: () => nitro.insertTop(target(), body()),
      insert_bottom: () => nitro.insertBottom(target(), body()),
      insert_before: () => nitro.insertBefore(target(), body()),
      insert_after: () => nitro.insertAfter(target(), body()),
      insert_adjacent: () =>
        nitro.insert(
          fourth === undefined ? text() : { qs: text() },
          where(this.#text(first)),
          this.#body(third),
        ),
      clear: () => nitro.clear(this.#text(first)),
      remove: () => nitro.remove(this.#text(first)),
      show: () => nitro.show(this.#text(first)),
      hide: () => nitro.hide(this.#text(first)),
      display: () => nitro.display(this.#text(first), text()),
      redirect: () => nitro.redirect(this.#text(first), { leaves: true }),
      setAttr: () => nitro.setAttr(this.#text(first), text(), this.#text(third)),
      style: () =>
        tagged
          ? nitro.style(this.#text(first), text(), this.#text(third))
          : nitro.style(this.#text(first), text()),
      cookie: () => cookie(this.#text(first), text()),
      wire: () => this.#wire(first),
    };
    const made = calls[name];
    if (made === undefined) throw new Error(`there is no counterpart of nitro:${name}`);
    made();
  }

  /** A record of an action. */
  action(record: Term): void {
    if (!(record instanceof Tuple)) return this.#script(this.#text(record));
    const [name, , , target = [], , inner = [], source = [], ...own] = record;
    const [first = [], second = [], third = [], fourth = [], format = []] = own;
    switch (name instanceof Atom ? name.name : "") {
      case "alert":
        return wire(actions.alert(this.#text(first)));
      case "jq":
        return this.#jq(target, {
          property: first,
          method: second,
          args: third,
          right: fourth,
          format,
        });
      case "confirm":
        return this.#confirm(target, first, second);
      case "bind":
        return this.#script(
          actions.bind({
            target: this.#target(target),
            type: this.#text(first),
            code: this.#text(second),
          }),
        );
      case "event":
        if (!isEmpty(fourth)) this.apart.add(APART.expression);
        return this.#event(target, source, [first, second]);
      case "api":
        return wire(actions.api({ name: this.#text(first) }));
      case "focus":
        return wire({ action: "call", target: this.#target(target), method: "focus", args: [] });
      case "replace":
        return nitro.replace(this.#text(target), this.#body(first));
      case "insert":
        return nitro.insertBefore(this.#text(target), this.#body(first));
      case "wire":
      case "multi":
        return this.#wire(inner);
      case "transfer":
        return nitro.transfer({});
      default:
        throw new Error(`there is no action ${String(name)}`);
    }
  }

  /** The recorded sequence: an update, a text, an update with a button, a redirection. */
  sequence(): void {
    const element = (name: string, id: string, text: string): Tuple => {
      const fields = new Map<string, Term>([["show_if", atom("true")]]);
      if (id !== "") fields.set("id", list(id)).set("postback", atom("p"));
      return record(name, fields.set("body", list(text)));
    };
    nitro.update("a", this.#body(element("span", "", "1")));
    this.#script("x();");
    nitro.update("b", this.#body(element("button", "b", "2")));
    nitro.redirect("/y");
  }

  #wire(given: Term): void {
    if (given instanceof Atom) return;
    const text = this.#isText(given) ? this.#text(given) : undefined;
    if (text !== undefined) return text === "" ? undefined : this.#script(text);
    for (const each of Array.isArray(given) ? given : [given]) this.action(each);
  }

  #script(script: string | actions.Action): void {
    try {
      wire(script);
    } catch (error) {
      if (!(error instanceof NitroError) || error.code !== "script") throw error;
      this.apart.add(APART.script);
    }
  }

  #jq(
    target: Term,
    { property, method, args, right, format }: Readonly<
      Record<"property" | "method" | "args" | "right" | "format", Term>
    >,
  ): void {
    const [object, path] = this.#path(target, args);
    for (const each of Array.isArray(method) ? method : []) {
      const given = Array.isArray(args)
        ? args.map((each) => this.#argument(each, this.#text(format)))
        : [];
      wire(actions.jq({ target: object, method: `${path}${this.#text(each)}`, args: given }));
    }
    if (isUndefined(property) || isUndefined(right)) return;
    const name = this.#text(property);
    if (right instanceof Tuple && String(right.elements[0]) === "jq") {
      this.apart.add(APART.expression);
    } else if (name === "innerHTML" || name === "outerHTML") {
      this.apart.add(APART.markup);
      if (name === "outerHTML") return nitro.replace(object, this.#body(right));
      nitro.clear(object);
      nitro.insertBottom(object, this.#body(right));
    } else if (name === "location") nitro.redirect(this.#text(right));
    else nitro.set(object, `${path}${name}`, typeof right === "number" ? right : this.#text(right));
  }

  /** What a `jq` is about, and the path to it. */
  #path(target: Term, args: Term): [actions.Target, string] {
    if (args instanceof Atom && args.name === "simple") {
      const [global = "", ...names] = this.#text(target).split(".");
      return [
        { g: global === "document" ? "document" : "window" },
        names.map((name) => `${name}.`).join(""),
      ];
    }
    if (target instanceof Tuple && String(target.elements[0]) === "ps") {
      return [this.#target(target.elements[1] ?? []), `${this.#text(target.elements[2] ?? [])}.`];
    }
    return [this.#target(target), ""];
  }

  /** An argument of a method: with a bare format it is a literal of JavaScript. */
  #argument(value: Term, format: string): actions.Value {
    if (value instanceof Tuple) {
      this.apart.add(APART.markup);
      return "";
    }
    const text = typeof value === "number" ? String(value) : this.#text(value);
    if (format.includes("'")) return text;
    const [, quoted] = /^'(.*)'$/.exec(text) ?? [];
    return quoted ?? (Number.isNaN(Number(text)) ? text : Number(text));
  }

  #confirm(target: Term, text: Term, postback: Term): void {
    const said = { text: this.#text(text), target: this.#text(target) };
    if (!isUndefined(postback)) return wire(actions.confirm({ ...said, postback: "asked" }));
    wire({ action: "call", target: { g: "window" }, method: "confirm", args: [said.text] });
  }

  #event(target: Term, source: Term, [type = [], postback = []]: readonly Term[]): void {
    if (isUndefined(source) || isUndefined(postback) || isEmpty(postback)) return;
    const sources = (Array.isArray(source) ? source : []).filter((each) => {
      if (each instanceof Tuple) this.apart.add(APART.expression);
      return !(each instanceof Tuple);
    });
    wire(event({
      target: this.#text(target),
      type: this.#text(type),
      postback: "happened",
      source: sources.map((each) => this.#text(each)),
    }));
  }

  #target(target: Term): actions.Target {
    if (!(target instanceof Tuple)) return this.#text(target);
    const [kind, of = []] = target, text = this.#text(of);
    switch (String(kind)) {
      case "qs":
        return { qs: text };
      case "qa":
        return { qa: text };
      default:
        return { g: text === "document" ? "document" : "window" };
    }
  }

  #isText(value: Term): boolean {
    return value instanceof Uint8Array ||
      Array.isArray(value) && value.every((each) => typeof each === "number");
  }

  #text(value: Term): string {
    return this.said.text(value) ?? toList(value);
  }

  readonly #body = (value: Term): Body => this.said.body(value);
}

function where(name: string): actions.Where {
  const found = (["beforebegin", "afterbegin", "beforeend", "afterend"] as const).find((each) =>
    each === name
  );
  if (found === undefined) throw new Error(`"${name}" is no place`);
  return found;
}

function isUndefined(value: Term): boolean {
  return value instanceof Atom && value.name === "undefined";
}

const isEmpty = (value: Term): boolean => Array.isArray(value) && value.length === 0;

const list = (text: string): Term => Array.from(text, (each) => each.codePointAt(0) ?? 0);

function record(name: string, values: ReadonlyMap<string, Term>): Tuple {
  return new Tuple([
    atom(name),
    ...(records.get(name) ?? []).map((field) => values.get(field) ?? []),
  ]);
}
