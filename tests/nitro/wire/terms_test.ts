import { decode, encode } from "../../../n2o/bert/bert.ts";
import { type Action, api } from "../../../nitro/action/action.ts";
import { NitroError } from "../../../nitro/error.ts";
import { event } from "../../../nitro/event.ts";
import { terms } from "../../../nitro/wire/terms.ts";
import { equal, throws } from "../../_support/assert.ts";
import { shown } from "../../_support/server/wire.ts";
import { actionsWith, HOSTILE } from "./actions.ts";

const seal = () => "sealed";
/** The instruction of an action as it arrives. */
const run = (action: Action) => {
  const arrived = decode(encode(terms([action], seal)));
  return shown(Array.isArray(arrived) ? arrived[0] : []);
};

Deno.test("every kind of action arrives with hostile text in every place as it was", () => {
  for (const text of HOSTILE) {
    const actions = actionsWith(text);
    const bound = ["{}", ":bind", text, text, "sealed", [text, "b"]];
    equal(run(actions.event), [
      ...bound,
      ["#{}", ["confirm", text], ["key", text]].map((each) =>
        Array.isArray(each) ? [`:${each[0]}`, each[1] ?? ""] : each
      ),
    ]);
    equal(run(actions.update), ["{}", ":update", text, text]);
    equal(run(actions.insert), ["{}", ":insert", text, ":afterbegin", text]);
    equal(run(actions.clear), ["{}", ":clear", text]);
    equal(run(actions.remove), ["{}", ":remove", text]);
    equal(run(actions.redirect), ["{}", ":redirect", `/x?${text}`.replace(/[\t\n\r]/g, "")]);
    equal(run(actions.set), ["{}", ":set", text, "value", [text, [text], 1, ":true", ":null"]]);
    equal(run(actions.attr), ["{}", ":attr", text, "data-x", text]);
    equal(run(actions.call), ["{}", ":call", ["{}", ":qs", text], "focus", [text, [
      text,
      ":false",
    ]]]);
    equal(run(actions.reset), ["{}", ":reset", text, text]);
    equal(run(actions.confirm), ["{}", ":confirm", text, text, "sealed", [text]]);
    equal(run(actions.hook), ["{}", ":hook", text, [text]]);
    const words = [["done", text]];
    equal(run(actions.upload), ["{}", ":part", "./upload.js", text, text, words]);
  }
});

Deno.test("targets and the options of a binding", () => {
  equal(run({ action: "clear", target: { qa: ".x" } }), ["{}", ":clear", ["{}", ":qa", ".x"]]);
  equal(run({ action: "call", target: { g: "window" }, method: "print", args: [] }), [
    "{}",
    ":call",
    ["{}", ":g", "window"],
    "print",
    [],
  ]);
  equal(run({ action: "attr", target: "x", name: "hidden", value: false }), [
    "{}",
    ":attr",
    "x",
    "hidden",
    ":false",
  ]);
  const options = run(
    event({ target: "x", postback: 1, debounce: 300, throttle: 50, prevent: false }),
  );
  equal(options, ["{}", ":bind", "x", "click", "sealed", [], ["#{}", [":debounce", 300], [
    ":prevent",
    ":false",
  ], [":throttle", 50]]]);
});

Deno.test("what would be evaluated is refused: a script, an address that runs something", () => {
  throws(() => run({ action: "script", text: "x()" }), NitroError, "script");
  throws(() => run({ action: "redirect", url: "javascript:x()" }), NitroError, "url");
});

Deno.test("a postback, a delegate and their module's name stay with the server", () => {
  const sealed: unknown[] = [];
  const sealing = (event: object) => {
    sealed.push(event);
    return "sealed";
  };
  const bytes = encode(
    terms(
      [event({ target: "x", postback: "secret postback", delegate: "secret module" })],
      sealing,
    ),
  );
  equal(new TextDecoder().decode(bytes).includes("secret"), false);
  equal(sealed.length, 1);
});

Deno.test("a function of the document is a part and a binding; a cookie is a property of the document", () => {
  const source = "n2o-api-plus";
  equal(terms([api({ name: "plus" })], seal).map(shown), [
    ["{}", ":part", "./api.js", "plus", source],
    ["{}", ":bind", ["{}", ":g", "document"], "n2o:api:plus", "sealed", [source], ["#{}"]],
  ]);
  const document = ["{}", ":g", "document"];
  equal(run({ action: "cookie", text: "a=b" }), ["{}", ":set", document, "cookie", "a=b"]);
});
