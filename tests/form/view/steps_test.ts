import {
  type AnyDocument,
  document,
  errorsView,
  faultsOf,
  pathsOfStep,
  type Press,
  stepOf,
  stepsOf,
  stepsView,
  view,
  type ViewOptions,
} from "../../../form/mod.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { filledOf, type Said } from "./filled.ts";
import { byId, idsOf, type Tag, tagsOf, textOf, within } from "./tree.ts";

const wizard = document({
  name: "w",
  steps: true,
  sections: [
    { id: "one", name: "One" },
    { id: "two", name: "Two" },
    { id: "inner", name: "Inner", parent: "two" },
    { id: "three", name: "Three" },
  ],
  fields: [
    { id: "a", title: "A", sec: "one" },
    { id: "b", title: "B", sec: "two" },
    { id: "c", title: "C", sec: "inner" },
    { id: "d", title: "D", sec: "three" },
  ],
  buttons: [{ name: "save", title: "Save", postback: "save" }],
});
const values = { a: "1", b: "2", c: "3", d: "4" };
const press = (pressed: Press) => ({ postback: JSON.parse(JSON.stringify(pressed)) });

function shown(options: ViewOptions, said: Said = {}): readonly Tag[] {
  return tagsOf(view(filledOf(wizard, { values, ...said }), { press, ...options }));
}

/** The ids of inputs. */
function inputs(tags: readonly Tag[]): readonly string[] {
  return idsOf(tags.filter(({ name }) => name === "input"));
}

Deno.test("a section is a step; one within another is part of its", () => {
  equal(inputs(shown({})), ["a_w_edit"]);
  equal(inputs(shown({ step: 2 })), ["b_w_edit", "c_w_edit"]);
  equal(inputs(shown({ step: 3 })), ["d_w_edit"]);
  const filled = filledOf(wizard);
  equal(stepsOf(filled).map((step) => pathsOfStep(filled, step)), [
    ["a"],
    ["b", "c"],
    ["d"],
    ["a", "b", "c", "d"],
  ]);
});

Deno.test("the last page shows all that was entered, and the buttons of the form", () => {
  const tags = shown({ step: 4 });
  equal(inputs(tags), []);
  equal(tags.filter(({ name }) => name === "dd").map(textOf), ["1", "2", "3", "4"]);
  byId(tags, "save_w_edit");
  for (const step of [1, 2, 3]) {
    byId(tags, `form_w-change-${step}`);
    equal(shown({ step }).some(({ attributes }) => attributes.id === "save_w_edit"), false);
  }
});

Deno.test("how far one got is said of the current step; those before it lead back", () => {
  const tags = shown({ step: 2 }), steps = within(byId(tags, "form_w-steps").body);
  const items = steps.filter(({ name }) => name === "li");
  equal(items.map(textOf), ["One", "Two", "Three", "steps.review"]);
  equal(items.map(({ attributes }) => attributes["aria-current"]), [
    undefined,
    "step",
    undefined,
    undefined,
  ]);
  equal(idsOf(steps.filter(({ name }) => name === "button")), ["form_w-step-1"]);
});

Deno.test("on goes by a button that submits, and is checked; back goes as it is", () => {
  const { actions } = renderBody(view(filledOf(wizard), { press, step: 2 }));
  const heard = actions.flatMap((action) =>
    action.action === "event" ? [[action.target, action.postback]] : []
  );
  equal(heard, [
    ["form_w-step-1", { press: "step", to: 1, isChecked: false }],
    ["form_w-back", { press: "step", to: 1, isChecked: false }],
    ["form_w-next", { press: "step", to: 3, isChecked: true }],
  ]);
  const tags = shown({ step: 2 });
  equal(["back", "next"].map((name) => byId(tags, `form_w-${name}`).attributes.type), [
    "button",
    "submit",
  ]);
});

Deno.test("a step that is not there is skipped, whoever asks for it", () => {
  const said = { hiddenSections: ["two"] }, filled = filledOf(wizard, said);
  equal(stepsOf(filled).map(({ step }) => step), [1, 3, 4]);
  equal([1, 2, 3, 4, 5, 99, -1].map((step) => stepOf(filled, step)?.step), [1, 3, 3, 4, 4, 4, 1]);
  const { actions } = renderBody(view(filled, { press, step: 1 }));
  equal(actions.map((action) => action.action === "event" && action.postback), [
    { press: "step", to: 3, isChecked: true },
  ]);
  equal(JSON.stringify(shown({ step: 4 }, said)).includes("Two"), false);
});

Deno.test("errors are told of the step that shows", () => {
  const fault = { isTouched: true, issues: [{ path: "", code: "m", message: "no" }] };
  const filled = filledOf(wizard, { values, cells: { a: fault, c: fault } });
  const of = (step: number) => faultsOf(filled, { step }).map(({ cell }) => cell.path);
  equal([1, 2, 3, 4].map(of), [["a"], ["c"], [], ["a", "c"]]);
  // From the last page each leads to the step where it is put right.
  const { actions } = renderBody(errorsView(filled, { step: 4, isSummed: true, press }));
  equal(actions.map((action) => action.action === "event" && [action.target, action.postback]), [
    ["a_w_edit-fault", { press: "step", to: 1, isChecked: false }],
    ["c_w_edit-fault", { press: "step", to: 2, isChecked: false }],
  ]);
});

Deno.test("a form that shows, or is looked for, is no wizard", () => {
  for (const mode of ["view", "row", "compact", "search"] as const) {
    equal(stepsOf(filledOf(wizard, { mode })), []);
  }
  equal(inputs(shown({}, { mode: "search" })).length, 4);
});

Deno.test("where the application leads, the form says at which step it is", () => {
  const led: AnyDocument = document({ name: "d", steps: { currentStep: 2, steps: 5 }, fields: [] });
  equal(tagsOf(stepsView(filledOf(led))).map(textOf)[0], "steps.of step=2 steps=5");
  equal(stepsView(filledOf(wizard)), undefined);
});
