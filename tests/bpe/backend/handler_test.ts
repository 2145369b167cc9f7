/**
 * Which of several handlers has an error or an escalation: random nestings of scopes with handlers at boundaries and in event
 * sub-processes, against a rule of a few lines.
 */
import { compile } from "../../../bpe/compile/compile.ts";
import type { Definition } from "../../../bpe/definition/definition.ts";
import { BpmnError } from "../../../bpe/mod.ts";
import { parseXml } from "../../../bpe/xml/xml.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { inHosts } from "./hosts.ts";

/** A handler: what it catches ("" is all), and whether it interrupts. */
interface Handler {
  readonly id: string;
  readonly code: string;
  readonly kind: "error" | "escalation";
  readonly interrupts: boolean;
}

/** A scope with its handlers, in the order of the file. */
interface Scope {
  readonly id: string;
  readonly kind: "process" | "subProcess" | "several" | "call" | "file" | "eventSubProcess";
  readonly inside: readonly Handler[];
  readonly boundary: readonly Handler[];
}

/** Scopes from the outermost to the one in which it is thrown, and how. */
interface Case {
  readonly scopes: readonly Scope[];
  readonly kind: Handler["kind"];
  readonly code: string;
  readonly by: "event" | "work";
}

const THROWN = ["error", "escalation"] as const;
const KINDS = ["subProcess", "several", "call", "file", "eventSubProcess"] as const;

function drawn(dice: Random): Case {
  let count = 0;
  const kind = dice.pick(THROWN);
  const handlers = (most: number): Handler[] =>
    Array.from({ length: dice.below(most + 1) }, () => {
      const own = dice.below(4) === 0 ? dice.pick(THROWN) : kind;
      return {
        id: `h${++count}`,
        code: dice.pick(["A", "B", "C", ""]),
        kind: own,
        interrupts: own === "error" || dice.below(2) === 0,
      };
    });
  const scopes = Array.from({ length: 1 + dice.below(4) }, (_, i): Scope => {
    const kind = i === 0 ? "process" : dice.pick(KINDS);
    return {
      id: i === 0 ? "p" : `s${i}`,
      kind,
      inside: handlers(3),
      boundary: kind === "process" || kind === "eventSubProcess" ? [] : handlers(3),
    };
  });
  return { scopes, kind, code: dice.pick(["A", "B"]), by: dice.pick(["event", "work"]) };
}

/** Who has it, and in which scope it stands: scope by scope outward, inside before at the boundary, the specific before the general. */
function handlerOf({ scopes, kind, code }: Case): { handler: Handler; level: number } | undefined {
  const first = (all: readonly Handler[]) => {
    const own = all.filter((each) => each.kind === kind);
    return own.find((each) => each.code === code) ?? own.find((each) => each.code === "");
  };
  for (let level = scopes.length - 1; level >= 0; level--) {
    // What is thrown in an event sub-process is not for another of the same scope.
    const isInside = scopes[level + 1]?.kind !== "eventSubProcess";
    const inside = isInside ? first(scopes[level]?.inside ?? []) : undefined;
    if (inside !== undefined) return { handler: inside, level };
    const around = first(scopes[level]?.boundary ?? []);
    if (around !== undefined) return { handler: around, level: level - 1 };
  }
  return undefined;
}

/** Ids of the nodes at which there is a token afterwards; undefined where the process has failed. */
function expected(given: Case): readonly string[] | undefined {
  const { scopes, kind, by } = given;
  const found = handlerOf(given);
  const isLost = found === undefined && kind === "error";
  // A process of another file fails alone: its caller has an incident at the call.
  const file = scopes.findLastIndex((each) => each.kind === "file");
  if (isLost && by === "event" && file < 0) return undefined;
  const goesOn = !isLost ? ["after"] : by === "work" ? ["w"] : [];
  const level = found?.handler.interrupts === true
    ? found.level
    : isLost && by === "event"
    ? file
    : scopes.length - 1;
  const alive = scopes.slice(1, level + 1).flatMap(({ id, kind }) =>
    kind === "eventSubProcess" ? [id, `wait_${id}`] : [id]
  );
  if (found === undefined) return [...alive, ...goesOn];
  const { handler: { id, interrupts } } = found;
  const opened = scopes[found.level]?.inside.some((each) => each.id === id) ? [`in_${id}`] : [];
  return [...alive, ...interrupts ? [] : goesOn, ...opened, `u_${id}`];
}

const flow = (source: string, target: string) =>
  `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}"/>`;
const definitionOf = ({ kind, code }: Pick<Handler, "kind" | "code">) =>
  `<${kind}EventDefinition ${code === "" ? "" : `${kind}Ref="${kind}${code}"`}/>`;

/** What is beside a process: others of its file, and other files. */
interface Others {
  readonly own: string[];
  readonly files: string[];
}

/** What is in a process or sub-process: its handlers, and the way to where it is thrown. */
function content(given: Case, level: number, others: Others): string {
  const { id, kind, inside } = given.scopes[level] ?? never();
  const start = `<startEvent id="b_${id}">${
    kind === "eventSubProcess" ? `<signalEventDefinition signalRef="go_${id}"/>` : ""
  }</startEvent>`.replace(">", kind === "eventSubProcess" ? ` isInterrupting="false">` : ">");
  const handlers = inside.map((each) =>
    `<subProcess id="in_${each.id}" triggeredByEvent="true"><startEvent id="${each.id}" isInterrupting="${each.interrupts}">${
      definitionOf(each)
    }</startEvent><userTask id="u_${each.id}"/>${flow(each.id, `u_${each.id}`)}</subProcess>`
  );
  return `${start}${way(given, level, `b_${id}`, others)}${handlers.join("")}`;
}

/** The scope within, or, in the innermost, what throws. */
function way(given: Case, level: number, from: string, others: Others): string {
  const next = given.scopes[level + 1];
  if (next === undefined) return thrower(given, from);
  const { id, kind, boundary } = next;
  const inside = kind === "file" ? { ...others, own: [] } : others;
  const within = content(given, level + 1, inside);
  if (kind === "eventSubProcess") {
    return `<userTask id="wait_${id}"/>${flow(from, `wait_${id}`)}
      <subProcess id="${id}" triggeredByEvent="true">${within}</subProcess>`;
  }
  const events = boundary.map((each) =>
    `<boundaryEvent id="${each.id}" attachedToRef="${id}" cancelActivity="${each.interrupts}">${
      definitionOf(each)
    }</boundaryEvent><userTask id="u_${each.id}"/>${flow(each.id, `u_${each.id}`)}`
  ).join("");
  if (kind === "call" || kind === "file") {
    const process = `<process id="p_${id}" isExecutable="true">${within}</process>`;
    if (kind === "call") others.own.push(process);
    else others.files.push(process + inside.own.join(""));
    return `<callActivity id="${id}" calledElement="p_${id}"/>${flow(from, id)}${events}`;
  }
  const several = kind === "several"
    ? `<multiInstanceLoopCharacteristics><loopCardinality>1</loopCardinality></multiInstanceLoopCharacteristics>`
    : "";
  return `<subProcess id="${id}">${several}${within}</subProcess>${flow(from, id)}${events}`;
}

function thrower({ kind, code, by }: Case, from: string): string {
  const id = by === "work" ? "w" : "t";
  const node = by === "work"
    ? `<serviceTask id="w"/>`
    : kind === "error"
    ? `<endEvent id="t">${definitionOf({ kind, code })}</endEvent>`
    : `<intermediateThrowEvent id="t">${definitionOf({ kind, code })}</intermediateThrowEvent>`;
  const after = id === "t" && kind === "error" ? "" : `<userTask id="after"/>${flow(id, "after")}`;
  return `${node}${flow(from, id)}${after}`;
}

function never(): never {
  throw new Error("there is no such scope");
}

/** A file, compiled without the check of rules: small models need no end event for every branch. */
function definition(inside: string): Definition {
  return compile(parseXml(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t">${inside}</definitions>`,
  ));
}

const ROOTS = ["A", "B", "C"].map((code) =>
  `<error id="error${code}" errorCode="${code}"/><escalation id="escalation${code}" escalationCode="${code}"/>`
).join("");

inHosts(
  "of random handlers in random scopes the nearest has it, the specific before the general",
  async (load, host) => {
    const all = host === "durable" ? rounds(40, 2_000) : rounds(100, 10_000);
    for (let seed = SEED; seed < SEED + all; seed++) {
      const given = drawn(random(seed)), { scopes, kind, code } = given;
      const others: Others = { own: [], files: [] };
      const body = content(given, 0, others);
      const signals = scopes.map(({ id }) => `<signal id="go_${id}" name="go_${id}"/>`).join("");
      const on = await load({
        files: [
          `<process id="p" isExecutable="true">${body}</process>${others.own.join("")}`,
          ...others.files,
        ].map((processes) => definition(ROOTS + signals + processes)),
        handlers: {
          w: async ({ escalate }) => {
            if (kind === "error") throw new BpmnError(code);
            await escalate(code);
          },
        },
      });
      await on.start("p", "i");
      for (const { id, kind } of scopes) {
        if (kind === "eventSubProcess") {
          await on.signal(`go_${id}`);
        }
      }
      const wanted = expected(given);
      const { status, error } = await on.state("i");
      const name = `seed ${seed}: ${JSON.stringify(given)}`;
      equal([status, error], wanted === undefined ? ["failed", code] : ["active", undefined], name);
      // A multi-instance is there twice: the loop, and its run.
      const places = await on.places("i");
      for (const { id, kind } of scopes) {
        const instances = kind === "file" ? await on.instances(`p_${id}`) : [];
        for (const instance of instances) places.push(...await on.places(instance));
      }
      equal([...new Set(places)].toSorted(), (wanted ?? []).toSorted(), name);
    }
  },
);
