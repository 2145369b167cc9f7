/**
 * What runs in the page: as much of mocha, chai, tape and nanohtml as the suites of other morphs use, with our morph in the place of theirs.
 *
 * @module
 */
import { watchEdits } from "../../../../nitro/client/controls.ts";
import { morph } from "../../../../nitro/client/morph.ts";
import { parse } from "../../../../nitro/client/target.ts";
import { expect, same } from "./expect.ts";

/** How a test of a suite went. */
export interface Result {
  /** The names of what it stands in, and its own. */
  name: string;
  /** What went wrong; `skipped` for one that uses what an update has not. */
  failure?: string;
}

/** Thrown where a test uses what an update has not: callbacks, settings, a head that is merged. */
class Skipped extends Error {}

// deno-lint-ignore no-explicit-any -- what suites written in JavaScript hand over
type Any = any;

const tests: { name: string; run: Any; before: Any[] }[] = [];
const names: string[] = [];
let hooks: Any[] = [];

function describe(name: string, define: Any): void {
  const outer = hooks;
  names.push(name);
  hooks = [...hooks];
  define.call({ timeout() {} });
  names.pop();
  hooks = outer;
}

function it(name: string, run: Any): void {
  tests.push({ name: [...names, name].join(" / "), run, before: hooks });
}

/** As much of tape as is used: a test may have others in it. */
function tape(name: string, run: Any): void {
  it(name, () => {
    const failures: string[] = [];
    const t = (path: string) => ({
      plan() {},
      end() {},
      ok: (value: unknown, message: string) => value || failures.push(`${path}: ${message}`),
      equal: (value: unknown, wanted: unknown) =>
        same(value, wanted) || failures.push(`${path}: ${String(value)} is not ${String(wanted)}`),
      throws() {},
      get equals() {
        return this.equal;
      },
      test(inner: string, act: Any) {
        results.push({ name: `${path} / ${inner}` });
        const at = results.length - 1, before = failures.length;
        try {
          act(t(`${path} / ${inner}`));
        } catch (error) {
          failures.push(error instanceof Skipped ? "skipped" : String(error));
        }
        const found = failures.splice(before);
        if (found.length) {
          results[at]!.failure = found.includes("skipped") ? "skipped" : found.join("; ");
        }
      },
    });
    run(t(name));
    if (failures.length) throw new Error(failures.join("; "));
  });
}

const results: Result[] = [];

/** Runs what was described. */
async function runTests(): Promise<Result[]> {
  const stands = new Set(document.body.children), { moveBefore } = Element.prototype as Any;
  for (const { name, run, before } of tests.splice(0)) {
    const result: Result = { name };
    try {
      for (const hook of before) await hook();
      await (run.length ? new Promise<void>((done) => run(() => done())) : run());
    } catch (error) {
      const { message, name } = error as Error;
      result.failure = error instanceof Skipped ? "skipped" : `${name}: ${message}`;
    }
    results.push(result);
    Object.assign(Element.prototype, { moveBefore });
    (document.activeElement as HTMLElement).blur();
    for (const left of [...document.body.children]) if (!stands.has(left)) left.remove();
  }
  return results.splice(0);
}

/** The nodes that an argument of a morph means. */
function nodes(wanted: Any): Node[] {
  if (wanted === null || wanted === undefined) return [];
  if (typeof wanted === "string") return [...parse(wanted, null).childNodes];
  if (wanted instanceof Document) throw new Skipped();
  if (wanted instanceof DocumentFragment) return [...wanted.childNodes];
  if (wanted instanceof Node) return [wanted];
  return [...wanted];
}

/** Our update with what another morph is given; what it returns is what stands there then. */
function update(element: Any, wanted: Any, inner = false): Element[] {
  if (!(element instanceof Element) || element.matches("html,head,body")) throw new Skipped();
  const root = element.getRootNode(), box = document.createElement("div");
  // An update is of what stands in a document.
  if (root !== document) document.body.appendChild(box).append(root);
  const html = new DocumentFragment();
  if (inner) {
    const shell = element.cloneNode() as Element;
    shell.append(...nodes(wanted).map((node) => node.cloneNode(true)));
    html.append(shell);
  } else html.append(...nodes(wanted).map((node) => document.importNode(node, true)));
  const parent = element.parentNode!;
  const at = [...parent.childNodes].indexOf(element), length = html.childNodes.length;
  morph(element, html);
  const found = [...parent.childNodes].slice(at, at + length) as Element[];
  if (root instanceof DocumentFragment) root.append(...box.childNodes);
  box.replaceChildren();
  box.remove();
  return found;
}

const Idiomorph = {
  defaults: { morphStyle: "outerHTML" },
  morph(element: Any, wanted: Any, settings: Any = {}) {
    const known = ["morphStyle", "ignoreActive", "restoreFocus"];
    if (Object.keys(settings).some((name) => !known.includes(name))) throw new Skipped();
    if (settings.ignoreActive || settings.ignoreActiveValue) throw new Skipped();
    return update(
      element,
      wanted,
      (settings.morphStyle ?? this.defaults.morphStyle) === "innerHTML",
    );
  },
};

function morphdom(element: Any, wanted: Any, settings: Any = {}) {
  const { childrenOnly, ...callbacks } = settings, count = Object.keys(callbacks).length;
  // Its files of pairs set all seven, to check that each is told once.
  if (count !== 0 && count !== 7) throw new Skipped();
  if (!(element instanceof Element)) throw new Skipped();
  const all = [element, ...element.querySelectorAll("*")];
  const target = typeof wanted === "string" ? parse(wanted.trim(), null).firstChild : wanted;
  const becomes = childrenOnly ? [...target.childNodes] : target;
  const [first] = update(element, becomes, childrenOnly);
  for (const node of all) {
    if (first?.contains(node)) settings.onBeforeElUpdated?.(node);
    else settings.onNodeDiscarded?.(node);
  }
  return first;
}

function nanomorph(element: Any, wanted: Any, settings?: unknown) {
  if (settings) throw new Skipped();
  const [first] = element === wanted ? [element] : update(element, wanted);
  return first;
}

/** A template whose values are nodes, texts, or attributes; a function is what scripts listen with, which HTML has not. */
function html(texts: TemplateStringsArray, ...values: Any[]): Any {
  const placed: Any[] = [];
  const text = texts.reduce((all, next, at) => {
    const value = values[at - 1];
    if (typeof value === "function") throw new Skipped();
    if (/=$/.test(all)) {
      const cut = all.replace(/\s*([\w-]+)=$/, "");
      const name = /([\w-]+)=$/.exec(all)![1];
      if (value === false || value === null || value === undefined) return cut + next;
      return `${cut} ${name}="${value === true ? name : value}"${next}`;
    }
    if (/<\w[^>]*$/.test(all)) return all + value + next;
    const list = Array.isArray(value) ? value : [value];
    placed.push(...list);
    return all + list.map(() => "<!--here-->").join("") + next;
  });
  const fragment = parse(text.trim(), null);
  const walk = document.createTreeWalker(fragment, NodeFilter.SHOW_COMMENT), holes: Comment[] = [];
  while (walk.nextNode()) holes.push(walk.currentNode as Comment);
  holes.filter((hole) => hole.data === "here")
    .forEach((hole, at) => hole.replaceWith(placed[at] ?? ""));
  const [only] = fragment.childNodes;
  only!.remove();
  return only;
}

/** Modules of the suites by their names. */
const modules: Record<string, Any> = {
  tape,
  nanohtml: html,
  chai: { expect },
  "../": nanomorph,
  "../../": morphdom,
  "math-random-seed": () => Math.random,
};

/** The test files and stand-ins by which they are run. */
Object.assign(globalThis, {
  describe,
  it: Object.assign(it, { only: it, skip() {} }),
  xit() {},
  before(act: Any) {
    hooks.push(act);
  },
  after() {},
  afterEach() {},
  beforeEach: (act: Any) => hooks.push(act),
  Idiomorph,
  morphdom,
  should: { equal: (a: Any, b: Any) => expect(a).to.equal(b) },
  assert: { equal: (a: Any, b: Any) => expect(a).to.equal(b) },
  expect,
  runTests,
  modules,
  load: (name: string, define: Any) => {
    const module = { exports: {} as Any, parent: true };
    define((wanted: string) => modules[wanted] ?? {}, module, module.exports);
    modules[name] = module.exports;
  },
});
Object.defineProperty(Object.prototype, "should", {
  configurable: true,
  get() {
    return expect(this.valueOf()).to;
  },
  set(value) {
    Object.defineProperty(this, "should", { value, writable: true, configurable: true });
  },
});
watchEdits();
