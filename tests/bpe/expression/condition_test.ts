import { equal, throws } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { expressions } from "../../../bpe/expression/expression.ts";
import { model, started, stateOf } from "../engine/model.ts";

const asked: unknown[][] = [];
const { evaluate } = expressions({
  services: {
    dir_left: (variables) => Reflect.get(Object(variables), "direction") === "left",
    over: (...values) => {
      asked.push([...values]);
      return true;
    },
  },
});
const value = (text: string, variables = {}) => evaluate({ language: "", text }, variables);

Deno.test("conditions of the original compare a field of a document", () => {
  const table: readonly (readonly [string, unknown, boolean])[] = [
    // The conditions of the original's own model compare.bpmn, with its document as a tuple.
    ["{compare,{direction,[]},2,left}.", ["direction", "left"], true],
    ["{compare,{direction,[]},2,right}.", ["direction", "left"], false],
    ["{compare,{direction,[]},2,left}.", [["direction", "left"], ["direction", "right"]], true],
    ["{compare,{direction,[]},2,left}.", [], false],
    ["{compare,{direction,[]},2,left}.", undefined, false],
    ["{compare,{direction,[]},2,left}.", "left", true],
    ["{compare,{direction,[]},2,left}.", { to: "left", speed: 3 }, true],
    ["{compare,{direction,[]},2,left}.", { to: { name: "left" } }, true],
    ["{compare,{direction,[]},3,3}", { to: "left", speed: 3 }, true],
    ["{compare, {direction, 7}, 3, 3} . ", { to: "left", speed: 3 }, true],
    ["{compare,{direction,[]},4,3}", { to: "left", speed: 3 }, false],
    ["{compare,{direction,[]},1,direction}", { to: "left" }, true],
    ["{compare,{direction,[]},2,true}", { ok: true }, true],
    ["{compare,{direction,[]},2,undefined}", { ok: null }, true],
    ['{compare,{direction,[]},2,<<"left">>}', { to: "left" }, true],
    ['{compare,{direction,[]},2,"left \\"x\\""}', { to: 'left "x"' }, true],
    ["{compare,{direction,[]},2,'Left one'}", { to: "Left one" }, true],
    ["{compare,{direction,[]},2,{point,1,-2.5}}", { to: ["point", 1, -2.5] }, true],
    ["{compare,{direction,[]},2,[1,2]}", { to: [1, 2, 3] }, false],
    ["{compare,{direction,[]},3,{'>',2}}", { to: "left", speed: 3 }, true],
    ["{compare,{direction,[]},3,{'=<',2}}", { to: "left", speed: 3 }, false],
    ["{compare,{direction,[]},3,{'/=',2}}", { to: "left", speed: 3 }, true],
    ["[{callback,log},{compare,{direction,[]},2,left}].", { to: "left" }, true],
    ["[{callback,log}].", {}, true],
  ];
  for (const [text, direction, wanted] of table) {
    equal(value(text, { direction }), wanted, text);
  }
});

Deno.test("the documents of the instance go before its variables", () => {
  const docs = [["direction", "left"], { tuple: [{ atom: "payment" }, 12] }, [
    "direction",
    "right",
  ]];
  const holds = (text: string) => value(text, { docs, direction: "back", speed: 3 });
  equal(holds("{compare,{direction,[]},2,left}."), true);
  equal(holds("{compare,{direction,right},2,right}."), true);
  equal(holds("{compare,{direction,[]},2,back}."), false);
  equal(holds("{compare,{payment,[]},2,{'>',10}}."), true);
  equal(holds("{compare,{speed,[]},2,3}."), true);
  equal(holds("{compare,{nothing,[]},2,3}."), false);
  let deep: unknown = 1;
  for (let left = 0; left < 50_000; left++) deep = [deep];
  throws(() => value("{compare,{deep,[]},2,3}.", { deep }), BpeError, "limit");
  throws(() => value("{compare,{a,[]},2,3}.", { docs: [deep] }), BpeError, "limit");
});

Deno.test("services are called by name from the table, with the variables and the values", () => {
  equal(value("{service,dir_left}.", { direction: "left" }), true);
  equal(value("{service,dir_left}.", { direction: "right" }), false);
  equal(value('{service,over,module,{a,1},[2.5],"s"}', { x: 1 }), true);
  equal(asked, [[{ x: 1 }, "module", ["a", 1], [2.5], "s"]]);
  const error = throws(() => value("{service,gone}."), BpeError, "expression");
  equal(error.message, "there is no service gone: give it in `services`");
  throws(() => value("{service,constructor}."), BpeError, "expression");
  throws(() => value("{service,'__proto__'}."), BpeError, "expression");
});

Deno.test("terms that are no data, or no condition, are refused", () => {
  for (
    const text of [
      "{compare,{direction,[]},2,left",
      "{compare,{direction,[]},2,left}. {x}",
      "{compare,{direction,[]},2}",
      "{compare,direction,2,left}",
      "{compare,{direction,[]},two,left}",
      "{compare,{direction,[]},2,os:cmd()}",
      "{compare,{direction,[]},2,X}",
      "{compare,{direction,[]},2,1+1}",
      "{compare,{direction,[]},2,fun() -> 1 end}",
      "{service,1}",
      "[{service,dir_left},{wrong}]",
      '{compare,{direction,[]},2,<<"x"}',
    ]
  ) throws(() => value(text, { direction: "left" }), BpeError, "expression");
  throws(() => value(`{service,${"[".repeat(200)}`), BpeError, "limit");
});

Deno.test("a gateway of the original takes the flow whose condition holds", () => {
  const definition = model(
    `<startEvent id="b"/><exclusiveGateway id="g" default="g_none"/><userTask id="left"/><userTask id="none"/>`,
    "b>g;g>left:{compare,{direction,[]},2,left}.;g>none",
  );
  const at = (variables: Record<string, unknown>) => {
    const { elements } = stateOf(started(definition, variables));
    return elements.map(({ node }) => definition.nodes[node]?.id).filter((id) => id !== undefined);
  };
  equal(at({ direction: ["direction", "left"] }), ["left"]);
  equal(at({ direction: ["direction", "right"] }), ["none"]);
  equal(at({}), ["none"]);
});
