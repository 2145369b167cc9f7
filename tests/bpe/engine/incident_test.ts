import { assert, equal, throws } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import {
  complete,
  elementOf,
  give,
  model,
  pass,
  places,
  started,
  stateOf,
  trace,
  work,
} from "./model.ts";

const loop = model(
  `<startEvent id="s"/><exclusiveGateway id="x"/><task id="t"/>`,
  "s>x;x>t;t>x",
);

Deno.test("a process that loops for ever without waiting is given up, and stays where it was", () => {
  const on = started(loop);
  const { status, elements, incidents } = stateOf(on);
  equal([status, elements.length, incidents.length], ["active", 1, 1]);
  const [incident] = incidents;
  equal(incident?.code, "budget");
  assert(
    /instance i/.test(incident?.message ?? "") &&
      /[xt] does not come to rest/.test(incident?.message ?? ""),
  );
  equal(on.outbox, []);
});

Deno.test("a loop for ever behind a user task leaves the task open, with all its values", () => {
  const on = started(
    model(
      `<startEvent id="s"/><userTask id="u"/><exclusiveGateway id="x"/><task id="t"/>`,
      "s>u;u>x;x>t;t>x",
    ),
    { a: 1 },
  );
  const before = stateOf(on);
  complete(on, "u", { a: 2 });
  const { incidents, version, next, ...after } = stateOf(on);
  const { incidents: _, version: __, next: ___, ...same } = before;
  equal(after, same);
  equal([incidents.length, version > before.version, next > before.next], [1, true, true]);
});

const choice = model(
  `<startEvent id="s"/><userTask id="u"/><exclusiveGateway id="x"/><endEvent id="a"/><endEvent id="b"/>`,
  "s>u;u>x;x>a:n > 1;x>b:n < 1",
);

Deno.test("a gateway with no way on is an incident that names element and instance; it goes on when it is resolved", () => {
  const on = started(choice);
  complete(on, "u", { n: 1 });
  equal(places(on), ["x"]);
  const [incident] = stateOf(on).incidents;
  equal([incident?.code, incident?.element], ["flow", elementOf(on, "x")]);
  equal(
    incident?.message,
    "x has no outgoing sequence flow whose condition holds, and no default flow (instance i)",
  );
  give(on, { do: "resolve", incident: incident?.id ?? 0, variables: { n: 5 } });
  equal([stateOf(on).status, stateOf(on).incidents], ["completed", []]);
  equal(trace(on, "completed").at(-2), "a");
});

Deno.test("an expression that throws is an incident where it stands, and other branches go on", () => {
  const on = started(
    model(
      `<startEvent id="s"/><parallelGateway id="f"/><exclusiveGateway id="x"/><userTask id="u"/>
       <endEvent id="a"/><endEvent id="b"/>`,
      "s>f;f>x;f>u;x>a:n.m(1) > 2;x>b:true;u>b",
    ),
    { n: { m: 1 } },
  );
  equal(places(on), ["x", "u"]);
  const [incident] = stateOf(on).incidents;
  equal(incident?.code, "expression");
  equal(
    incident?.message,
    "x has an expression that fails: n.m(1) > 2 (there is no function m) (instance i)",
  );
  complete(on, "u");
  equal([places(on), stateOf(on).status], [["x"], "active"]);
});

Deno.test("work that is completed twice, or was never open, is refused and names instance and element", () => {
  const on = started(
    model(`<startEvent id="s"/><userTask id="u"/><userTask id="v"/>`, "s>u;u>v"),
  );
  const u = elementOf(on, "u");
  complete(on, "u");
  const state = stateOf(on);
  const error = throws(() => give(on, { do: "complete", element: u }), BpeError, "command");
  assert(error.message.includes("instance i"));
  throws(() => give(on, { do: "complete", element: 0 }), BpeError, "command");
  equal(stateOf(on), state);
});

Deno.test("a technical failure of a job is an incident; resolved, the same work is asked for under the same key", () => {
  const on = started(model(`<startEvent id="s"/><serviceTask id="j"/>`, "s>j"));
  const [first] = on.outbox;
  give(on, { do: "fail", element: elementOf(on, "j"), message: "no connection" });
  const [incident] = stateOf(on).incidents;
  equal(incident?.message, "j failed: no connection (instance i)");
  give(on, { do: "resolve", incident: incident?.id ?? 0 });
  equal([on.outbox.length, on.outbox[1]], [2, first]);
  complete(on, "j");
  equal(stateOf(on).status, "completed");
});

Deno.test("a job's error without a handler is an incident, not the end of the process", () => {
  const on = started(model(`<startEvent id="s"/><serviceTask id="j"/>`, "s>j"));
  give(on, { do: "fail", element: elementOf(on, "j"), code: "E" });
  equal([stateOf(on).status, stateOf(on).incidents[0]?.code, places(on)], ["active", "uncaught", [
    "j",
  ]]);
  give(on, { do: "resolve", incident: stateOf(on).incidents[0]?.id ?? 0 });
  equal(work(on), ["j", "j"]);
});

Deno.test("a timer whose time is nonsense is an incident at its element", () => {
  const on = started(
    model(
      `<startEvent id="s"/><intermediateCatchEvent id="c"><timerEventDefinition>
       <timeDuration>wait</timeDuration></timerEventDefinition></intermediateCatchEvent>`,
      "s>c",
    ),
    { wait: "soon" },
  );
  equal(stateOf(on).incidents[0]?.code, "timer");
  give(on, {
    do: "resolve",
    incident: stateOf(on).incidents[0]?.id ?? 0,
    variables: { wait: "PT1H" },
  });
  pass(on, 3_600_000);
  equal(stateOf(on).status, "completed");
});

Deno.test("an ended instance takes no command but what comes late by itself", () => {
  const on = started(model(`<startEvent id="s"/><endEvent id="e"/>`, "s>e"));
  equal(give(on, { do: "message", name: "m" }).applied, false);
  equal(give(on, { do: "timer", wait: 1 }).applied, false);
  throws(() => give(on, { do: "set", variables: {} }), BpeError, "command");
});
