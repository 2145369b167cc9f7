/**
 * Jobs of instances in memory.
 *
 * @module
 */
import { assert, equal } from "../_support/assert.ts";
import { parse } from "../../bpe/parse.ts";
import { BpmnError, type Handler, type Job } from "../../bpe/mod.ts";
import type { Variables } from "../../bpe/state/state.ts";
import { volatile } from "../../bpe/memory/memory.ts";
import { file, proc } from "./runtime/world.ts";
import { END, Gate, places, settle, START } from "./memory.ts";

Deno.test("an asynchronous handler is withdrawn when its task is interrupted: it is told, and its answer counts no more", async () => {
  const definition = parse(file(
    `<message id="m" name="stop"/>${
      proc(
        "p",
        `${START}<serviceTask id="a"/><boundaryEvent id="b" attachedToRef="a"><messageEventDefinition messageRef="m"/></boundaryEvent>
        <userTask id="u"/>${END}<endEvent id="e2"/>`,
        "s>a;a>e;b>u;u>e2",
      )
    }`,
  ));
  const gate = new Gate();
  const bpe = volatile([definition], { handlers: { a: gate.handler } });
  for (const [id, end] of [["i", "answer"], ["j", "fail"]] as const) {
    bpe.start("p", { id });
    const one = gate.open.pop();
    assert(one);
    equal(one.job.signal.aborted, false);
    equal(bpe.publish({ name: "stop" }), id);
    equal([one.job.signal.aborted, places(bpe, definition, id)], [true, ["u"]]);
    one[end]({ late: true });
    await bpe.idle();
    await settle();
    equal([places(bpe, definition, id), bpe.state(id).incidents], [["u"], []]);
    equal(bpe.state(id).elements[0]?.variables, {});
  }
  bpe.start("p", { id: "k" });
  bpe.command("k", { do: "cancel" });
  equal(gate.open.at(-1)?.job.signal.aborted, true);
});

Deno.test("a handler that throws makes an incident, which is resolved; a BPMN error goes to the model", async () => {
  const definition = parse(file(
    `<error id="x" name="bad" errorCode="bad"/>${
      proc(
        "p",
        `${START}<serviceTask id="a"/><serviceTask id="b"/><boundaryEvent id="h" attachedToRef="b"><errorEventDefinition errorRef="x"/></boundaryEvent>
        ${END}<endEvent id="e2"/>`,
        "s>a;a>b;b>e;h>e2",
      )
    }`,
  ));
  for (const wait of [false, true]) {
    const attempts: number[] = [];
    const shaky = (job: Job): Variables => {
      attempts.push(job.attempt);
      if (job.variables.fixed !== true) throw new Error("broken");
      return { a: 1 };
    };
    const refuses = (): Variables => {
      throw new BpmnError("bad", "no good", { why: "bad" });
    };
    const later = (run: (job: Job) => Variables): Handler =>
      wait ? (job) => Promise.resolve(job).then(run) : run;
    const bpe = volatile([definition], { handlers: { a: later(shaky), b: later(refuses) } });
    const id = bpe.start("p");
    await bpe.idle();
    const [incident] = bpe.state(id).incidents;
    assert(incident !== undefined && incident.message.includes("broken"));
    bpe.command(id, { do: "resolve", incident: incident.id, variables: { fixed: true } });
    await bpe.idle();
    equal(bpe.state(id).status, "completed");
    equal(attempts.length, 2);
    equal(bpe.state(id).result, { fixed: true, a: 1, why: "bad" });
  }
});

Deno.test("what a handler throws that has no text is an incident as well", () => {
  const definition = parse(file(proc("p", `${START}<serviceTask id="a"/>${END}`, "s>a;a>e")));
  const bpe = volatile([definition], {
    handlers: {
      a: () => {
        throw Object.create(null);
      },
    },
  });
  equal(bpe.state(bpe.start("p")).incidents.length, 1);
});

Deno.test("a handler that escalates and is interrupted by it may still answer: the answer counts no more", async () => {
  const definition = parse(file(
    `<escalation id="y" name="late" escalationCode="late"/>${
      proc(
        "p",
        `${START}<serviceTask id="a"/><boundaryEvent id="k" attachedToRef="a"><escalationEventDefinition escalationRef="y"/></boundaryEvent>
        <userTask id="u"/>${END}<endEvent id="e2"/>`,
        "s>a;a>e;k>u;u>e2",
      )
    }`,
  ));
  const escalates = (job: Job) => {
    void job.escalate("late", { late: true });
    return { answered: true };
  };
  for (const wait of [false, true]) {
    const handler: Handler = wait
      ? (job) => Promise.resolve().then(() => escalates(job))
      : escalates;
    const bpe = volatile([definition], { handlers: { a: handler } });
    const id = bpe.start("p");
    await bpe.idle();
    equal(places(bpe, definition, id), ["u"]);
    equal(bpe.state(id).elements[0]?.variables, { late: true });
  }
});

Deno.test("10,000 rounds of a loop of synchronous handlers do not overflow the stack, within a process and across calls", () => {
  const definition = parse(file(
    proc(
      "loop",
      `${START}<exclusiveGateway id="x"/><serviceTask id="a"/><exclusiveGateway id="y" default="y_e"/>${END}`,
      "s>x;x>a;a>y;y>x:n < 10000;y>e",
    ),
  ));
  const count: Handler = ({ variables }) => ({ n: Number(variables.n ?? 0) + 1 });
  const bpe = volatile([definition], { handlers: { a: count } });
  equal(bpe.state(bpe.start("loop")).result, { n: 10_000 });

  const caller = parse(file(proc(
    "outer",
    `${START}<callActivity id="c" calledElement="one"><standardLoopCharacteristics><loopCondition>n &lt; 2000</loopCondition></standardLoopCharacteristics></callActivity>${END}`,
    "s>c;c>e",
  )));
  const one = parse(file(proc("one", `${START}<serviceTask id="a"/>${END}`, "s>a;a>e")));
  const across = volatile([caller, one], { handlers: { a: count } });
  equal(across.state(across.start("outer", { variables: { n: 0 } })).result?.n, 2_000);
});
