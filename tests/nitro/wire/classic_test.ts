import { type Action, api } from "../../../nitro/action/action.ts";
import { classic } from "../../../nitro/wire/classic.ts";
import { event } from "../../../nitro/event.ts";
import { NitroError } from "../../../nitro/error.ts";
import { equal, throws } from "../../_support/assert.ts";
import { actionsWith, HOSTILE } from "./actions.ts";

/** What JavaScript did: each entry says on what, what, and with which values. */
type Done = unknown[][];

/** Carries JavaScript out where every element is there, `confirm` is answered yes, and everything is noted. */
function carriedOut(code: string, key = ""): Done {
  const done: Done = [];
  const element = (name: string): object => {
    // A child is there for the condition of a loop and for its body, and then it is gone.
    let children = 2;
    return new Proxy({}, {
      get(_, property) {
        if (property === "value") return "text";
        if (property === "firstChild") return children-- > 0 ? element("child") : null;
        if (property === "parentNode") return element("parent");
        return (...given: unknown[]) => {
          if (!/Child|Before|addEventListener/.test(String(property))) {
            done.push([name, property, ...given]);
          }
          const [type, listener] = given;
          if (typeof listener !== "function") return;
          done.push([name, "listens", type]);
          listener({ key, preventDefault: () => done.push(["prevented"]) });
        };
      },
      set(_, property, value) {
        done.push([name, property, value]);
        if (property === "innerHTML") children = 2;
        return true;
      },
    });
  };
  const here = {
    qi: element,
    qs: element,
    qa: (css: string) => [element(`1 ${css}`), element(`2 ${css}`)],
    qn: (name: string) => element(`new ${name}`),
    tuple: (...each: unknown[]) => each,
    atom: (name: string) => `:${name}`,
    bin: (text: string) => text,
    enc: (term: unknown) => term,
    querySource: (id: string) => `value of ${id}`,
    validateSources: () => true,
    ws: { send: (term: unknown) => done.push(["sent", term]) },
    confirm: (text: string) => done.push(["asked", text]) > 0,
    window: element("window"),
    document: element("document"),
    CustomEvent: class {
      type: string;
      detail: unknown;
      constructor(type: string, { detail }: { detail: unknown }) {
        [this.type, this.detail] = [type, detail];
      }
    },
    pwn: () => done.push(["PWNED"]),
  };
  new Function(...Object.keys(here), code)(...Object.values(here));
  return done;
}

/** The value that a control has once JavaScript was carried out and a click on it sent through such a socket. */
function clicked(code: string, ws: object, controls: Record<string, { value: string } | null>) {
  const listeners: ((event: object) => void)[] = [], sent: unknown[] = [];
  const qi = (id: string) =>
    id === "go"
      ? {
        addEventListener: (_: string, listener: (event: object) => void) =>
          listeners.push(listener),
      }
      : controls[id];
  const here = {
    qi,
    ws: { ...ws, send: (term: unknown) => sent.push(term) },
    enc: String,
    tuple: String,
    atom: String,
    bin: String,
    querySource: String,
    validateSources: () => true,
  };
  new Function(...Object.keys(here), code)(...Object.values(here));
  for (const listener of listeners) listener({ preventDefault() {} });
  return { sent: sent.length, values: Object.values(controls).map((control) => control?.value) };
}

/** What the original's `ftp.js` is told once two files were chosen. */
function uploaded(action: Action, target: string): Done {
  const done: Done = [], chosen = { files: ["a.txt", "b.txt"], value: "2 files" };
  const control: typeof chosen & { onchange?: () => void } = chosen;
  const here = {
    qi: (id: string) =>
      id === `${target}-file` ? control : id === "ftp_status" ? { innerHTML: "" } : null,
    bin: (text: string) => done.push(["meta", text]),
    ftp: { init: (file: string) => done.push(["init", file]) },
    pwn: () => done.push(["PWNED"]),
  };
  new Function(...Object.keys(here), classic([action], seal))(...Object.values(here));
  equal(done, [], "nothing is done before files were chosen");
  control.onchange?.();
  return [...done, ...chosen.value === "" ? [] : [["not emptied"]]];
}

const seal = () => "sealed";
const run = (action: Action, key?: string) => carriedOut(classic([action], seal), key);
const frame = (target: string, sources: readonly string[]) => [
  ":pickle",
  target,
  "sealed",
  [[[target, "detail"], []], ...sources.map((id) => [id, `value of ${id}`])],
];

Deno.test("every kind of action does what it says with hostile text in every place, and nothing else", () => {
  for (const text of HOSTILE) {
    const actions = actionsWith(text), sent = ["sent", frame(text, [text, "b"])];
    const chord = text.length > 1 ? text : "";
    equal(
      run(actions.event, text),
      [[text, "listens", text], ["prevented"], ["asked", text], sent],
      chord,
    );
    equal(run(actions.event, "another key"), [[text, "listens", text]]);
    equal(run(actions.update), [[text, "outerHTML", text]]);
    equal(run(actions.insert), [["new div", "innerHTML", text]]);
    equal(run(actions.clear), []);
    equal(run(actions.remove), []);
    equal(run(actions.set), [[text, "value", [text, [text], 1, true, null]]]);
    equal(run(actions.attr), [[text, "setAttribute", "data-x", text]]);
    equal(run(actions.call), [[text, "focus", text, [text, false]]]);
    equal(run(actions.reset), []);
    equal(run(actions.confirm), [["asked", text], ["sent", frame(text, [text])]]);
    const [[on, method, told] = []] = run(actions.hook);
    equal([on, method, { ...Object(told) }], ["document", "dispatchEvent", {
      type: `n2o:${text}`,
      detail: [text],
    }]);
    equal(uploaded(actions.upload, text), [["meta", text], ["init", "a.txt"], ["init", "b.txt"]]);
    const [[page, property, address] = []] = run(actions.redirect);
    equal([page, property, address], ["window", "location", `/x?${text}`.replace(/[\t\n\r]/g, "")]);
  }
});

Deno.test("actions are carried out in their order, and their names do not get into each other's way", () => {
  const actions = ["a", "b", "c"].map((target): Action => ({
    action: "update",
    target,
    html: target,
  }));
  equal(carriedOut(classic(actions, seal)), [["a", "outerHTML", "a"], ["b", "outerHTML", "b"], [
    "c",
    "outerHTML",
    "c",
  ]]);
});

Deno.test("targets: all that match, a global object; attributes are set and removed", () => {
  equal(
    run({ action: "set", target: { qa: ".x" }, path: "style.display", value: "none" }).length,
    0,
  );
  equal(run({ action: "set", target: { qa: ".x" }, path: "hidden", value: true }), [[
    "1 .x",
    "hidden",
    true,
  ], ["2 .x", "hidden", true]]);
  equal(run({ action: "call", target: { g: "window" }, method: "scrollTo", args: [0, 1.5] }), [[
    "window",
    "scrollTo",
    0,
    1.5,
  ]]);
  equal(run({ action: "attr", target: "x", name: "hidden", value: true }), [[
    "x",
    "setAttribute",
    "hidden",
    "",
  ]]);
  equal(run({ action: "attr", target: "x", name: "hidden", value: false }), [[
    "x",
    "removeAttribute",
    "hidden",
  ]]);
});

Deno.test("a text control is emptied only if it still holds the text", () => {
  equal(run({ action: "reset", target: "x", text: "text" }), [["x", "value", ""]]);
  equal(run({ action: "reset", target: "x", text: "other" }), []);
});

Deno.test("a method or property whose name is no path of names is refused", () => {
  for (
    const name of [
      "",
      "a b",
      "a;pwn()",
      "a=pwn()",
      "a[0]",
      "a..b",
      ".a",
      "a.",
      "a()",
      "a\n",
      "1a",
      "a`",
    ]
  ) {
    throws(
      () => run({ action: "call", target: "x", method: name, args: [] }),
      NitroError,
      "render",
    );
    throws(() => run({ action: "set", target: "x", path: name, value: 1 }), NitroError, "render");
  }
});

Deno.test("an address that runs something is refused, and a script is carried as it is", () => {
  throws(() => run({ action: "redirect", url: "javascript:pwn()" }), NitroError, "url");
  equal(run({ action: "script", text: "qi('x').focus();" }), [["x", "focus"]]);
});

Deno.test("the default action is kept back where it would leave the page", () => {
  const prevented = (type: string, prevent?: boolean) =>
    run(event({ target: "x", type, postback: 1, ...prevent === undefined ? {} : { prevent } }))
      .some(([what]) => what === "prevented");
  equal(["click", "submit", "change", "input"].map((type) => prevented(type)), [
    true,
    true,
    false,
    false,
  ]);
  equal([prevented("click", false), prevented("input", true)], [false, true]);
});

Deno.test("text leaves its controls as it is sent, and stays where the socket is down", () => {
  const code = classic(
    [event({ target: "go", postback: 1, source: ["a", "it's"], empty: true })],
    seal,
  );
  const controls = () => ({ a: { value: "one" }, "it's": { value: "two" } });
  equal(clicked(code, { readyState: 1 }, controls()), { sent: 1, values: ["", ""] });
  equal(clicked(code, { port: { channel: { readyState: 1 } } }, controls()), {
    sent: 1,
    values: ["", ""],
  });
  equal(clicked(code, { port: { channel: { readyState: 3 } } }, controls()), {
    sent: 1,
    values: ["one", "two"],
  });
  // A control that is not there is passed over, and the others are emptied.
  equal(clicked(code, { readyState: 1 }, { a: null, "it's": { value: "two" } }), {
    sent: 1,
    values: [undefined, ""],
  });
});

/** What clicks send at which times, in a world of a virtual clock: each entry of `at` is a click then, or another event of the control. */
function heldBack(code: string, at: readonly (readonly [time: number, type: string])[]): number[] {
  const listeners: [string, (event: object) => void][] = [], sent: number[] = [];
  const timers = new Map<number, { due: number; run: () => void }>();
  let now = 0, last = 0;
  const x = {
    addEventListener: (type: string, run: (event: object) => void) => listeners.push([type, run]),
  };
  const here = {
    qi: () => x,
    ws: { send: () => sent.push(now) },
    enc: String,
    tuple: String,
    atom: String,
    bin: String,
    querySource: String,
    validateSources: () => true,
    performance: { now: () => now },
    setTimeout(run: () => void, wait: number) {
      timers.set(++last, { due: now + wait, run });
      return last;
    },
    clearTimeout: (id: number) => timers.delete(id),
  };
  const until = (time: number) => {
    for (const [id, { due, run }] of [...timers].sort(([, a], [, b]) => a.due - b.due)) {
      if (due > time) continue;
      timers.delete(id);
      now = due;
      run();
    }
    now = time;
  };
  new Function(...Object.keys(here), code)(...Object.values(here));
  for (const [time, type] of at) {
    until(time);
    for (const [heard, run] of listeners) if (heard === type) run({ preventDefault() {} });
  }
  until(1e9);
  return sent;
}

Deno.test("a debounce sends once it is quiet or its control is left, a throttle the first and the last", () => {
  const code = (options: object) =>
    classic([event({ target: "x", type: "input", postback: 1, ...options })], seal);
  const typed = [0, 50, 90, 130].map((time) => [time, "input"] as const);
  equal(heldBack(code({}), typed), [0, 50, 90, 130]);
  equal(heldBack(code({ debounce: 100 }), typed), [230]);
  equal(heldBack(code({ debounce: 40 }), typed), [40, 90, 130, 170]);
  equal(heldBack(code({ debounce: 100 }), [...typed, [140, "focusout"]]), [140]);
  equal(heldBack(code({ debounce: 100 }), [...typed, [140, "change"], [141, "focusout"]]), [140]);
  equal(heldBack(code({ throttle: 100 }), typed), [0, 100, 200]);
  equal(heldBack(code({ throttle: 1000 }), [...typed, [150, "focusout"]]), [0, 150]);
  // Two bindings of one frame do not get into each other's way.
  equal(heldBack(code({ debounce: 100 }) + code({ debounce: 200 }), typed), [230, 330]);
});

Deno.test("what the classic wire cannot keep is refused: single, and times that are none", () => {
  const made = (options: object) => () =>
    run(event({ target: "x", type: "input", postback: 1, ...options }));
  throws(made({ single: true }), NitroError, "script");
  for (const time of [-1, NaN, Infinity, 2 ** 31]) {
    throws(made({ debounce: time }), NitroError, "render");
    throws(made({ throttle: time }), NitroError, "render");
  }
});

Deno.test("a function of the document sends what it is called with as JSON; a cookie is set as it is written", () => {
  const sent: unknown[] = [], document: Record<string, unknown> = {};
  const here = {
    document,
    ws: { send: (term: unknown) => sent.push(term) },
    enc: (term: unknown) => term,
    tuple: (...each: unknown[]) => each,
    atom: (name: string) => `:${name}`,
    bin: (text: string) => text,
  };
  const code = classic([api({ name: "plus" }), { action: "cookie", text: "a='b'; path=/" }], seal);
  new Function(...Object.keys(here), code)(...Object.values(here));
  const { plus, cookie } = document;
  equal(cookie, "a='b'; path=/");
  for (const given of [{ a: "<Ж'" }, undefined]) if (typeof plus === "function") plus(given);
  equal(
    sent,
    ['{"a":"<Ж\'"}', "null"].map((json) => [
      ":pickle",
      "document",
      "sealed",
      [["n2o-api-plus", json]],
    ]),
  );
  for (const name of ["", "a b", "a;pwn()", "write", "__proto__", "onclick", "cookie", "9"]) {
    throws(() => api({ name }), NitroError, "render");
    throws(
      () => run({ action: "api", name, postback: 1, delegate: undefined }),
      NitroError,
      "render",
    );
  }
});
