/**
 * Writes records of the builders as BPMN 2.0 XML, in one of many ways to write the same: prefixes, quotes, CDATA, comments.
 *
 * @module
 */
import type { Expression } from "../../../bpe/definition/definition.ts";
import type { FlowRecord, On, ProcessRecord, Step } from "../../../bpe/define/builders.ts";
import type { Random } from "../../_support/random.ts";
import { pick } from "./random_process.ts";

const MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const XSI = "http://www.w3.org/2001/XMLSchema-instance";
const CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

/** One file with these processes. */
export function writeXml(random: Random, processes: readonly ProcessRecord[]): string {
  return new Writer(random).file(processes);
}

class Writer {
  readonly #random: Random;
  readonly #prefix: string;
  readonly #names = new Map<string, string[]>();

  constructor(random: Random) {
    this.#random = random;
    this.#prefix = pick(random, ["", "bpmn:", "semantic:", "b2.0-x:"]);
  }

  file(processes: readonly ProcessRecord[]): string {
    const inside = processes.map((one) => this.#process(one)).join("");
    const roots = [...this.#names].flatMap(([kind, names]) =>
      names.map((name, i) => {
        const code = kind === "error" || kind === "escalation" ? { [`${kind}Code`]: name } : {};
        return this.#tag(kind, { id: `${kind}_${i + 1}`, name, ...code });
      })
    ).join("");
    const xmlns = this.#prefix === "" ? "xmlns" : `xmlns:${this.#prefix.slice(0, -1)}`;
    return `<?xml version="1.0" encoding="UTF-8"?><!-- <process> -->` +
      this.#tag(
        "definitions",
        { [xmlns]: MODEL, "xmlns:i": XSI, "xmlns:c": CAMUNDA },
        inside + roots,
      );
  }

  #process(record: ProcessRecord): string {
    const lanes = (record.roles ?? []).map((role) =>
      this.#tag(
        "lane",
        { id: role.id, name: role.name },
        role.tasks.map((id) => this.#tag("flowNodeRef", {}, id)).join(""),
      )
    ).join("");
    return this.#tag(
      "process",
      { id: record.id, name: record.name, isExecutable: "true" },
      (lanes === "" ? "" : this.#tag("laneSet", {}, lanes)) + this.#inside(record),
    );
  }

  #inside(record: Pick<Step, "tasks" | "flows">): string {
    const steps = (record.tasks ?? []).map((one) => this.#step(one));
    return [...steps, ...(record.flows ?? []).map((one) => this.#flow(one))].join("");
  }

  #flow({ source, target, name, condition }: FlowRecord): string {
    const attributes = {
      targetRef: `${target}`,
      sourceRef: source,
      name,
      id: `${source}->${target}`,
    };
    return this.#tag(
      "sequenceFlow",
      attributes,
      this.#expression("conditionExpression", condition),
    );
  }

  #expression(tag: string, value: string | Expression | undefined): string {
    if (value === undefined) return "";
    const { language, text } = typeof value === "string"
      ? { language: undefined, text: value }
      : value;
    return this.#tag(
      tag,
      { "i:type": `${this.#prefix}tFormalExpression`, language },
      this.#text(text),
    );
  }

  #step(one: Step): string {
    const common = { id: one.id, name: one.name, default: one.def };
    const event = EVENTS[one.kind];
    if (event !== undefined) {
      const interrupt = one.interrupting === false ? { [event[1]]: "false" } : {};
      const attributes = { ...common, ...interrupt, attachedToRef: one.attachedTo };
      const all = one.all === true ? { parallelMultiple: "true" } : {};
      const on: readonly On[] = one.on === undefined ? [] : "length" in one.on ? one.on : [one.on];
      return this.#tag(
        event[0],
        { ...attributes, ...all },
        on.map((each) => this.#on(each)).join(""),
      );
    }
    if (one.kind === "gateway") return this.#tag(`${one.type}Gateway`, common);
    const attributes = {
      ...common,
      calledElement: one.called,
      scriptFormat: one.script?.language,
      messageRef: one.message === undefined ? undefined : this.#shared("message", one.message),
      "c:candidateGroups": one.roles?.join(","),
      "c:topic": one.topic,
    };
    const script = one.script === undefined
      ? ""
      : this.#tag("script", {}, this.#text(one.script.text));
    const tag = one.form === "transaction" ? "transaction" : one.kind;
    return this.#tag(tag, attributes, script + this.#repeat(one) + this.#inside(one));
  }

  #repeat({ repeat }: Step): string {
    if (repeat === undefined) return "";
    if ("times" in repeat) {
      return this.#tag(
        "multiInstanceLoopCharacteristics",
        { isSequential: repeat.sequential === true ? "true" : undefined },
        this.#expression("loopCardinality", repeat.times) +
          this.#expression("completionCondition", repeat.until),
      );
    }
    const { testBefore, maximum } = repeat;
    return this.#tag(
      "standardLoopCharacteristics",
      { testBefore: testBefore?.toString(), loopMaximum: maximum?.toString() },
      this.#expression("loopCondition", repeat.while),
    );
  }

  #on(on: On): string {
    for (const kind of ["message", "signal", "error", "escalation"]) {
      const name: unknown = Object.entries(on).find(([key]) => key === kind)?.[1];
      if (typeof name !== "string") continue;
      return this.#tag(`${kind}EventDefinition`, { [`${kind}Ref`]: this.#shared(kind, name) });
    }
    if ("date" in on) {
      return this.#tag("timerEventDefinition", {}, this.#expression("timeDate", on.date));
    }
    if ("duration" in on) {
      return this.#tag("timerEventDefinition", {}, this.#expression("timeDuration", on.duration));
    }
    if ("condition" in on) {
      return this.#tag(
        "conditionalEventDefinition",
        {},
        this.#expression("condition", on.condition),
      );
    }
    return this.#tag("terminateEventDefinition", {});
  }

  #shared(kind: string, name: string): string {
    const names = this.#names.get(kind) ?? [];
    this.#names.set(kind, names);
    if (!names.includes(name)) names.push(name);
    return `${kind}_${names.indexOf(name) + 1}`;
  }

  #tag(
    name: string,
    attributes: Readonly<Record<string, string | undefined>>,
    inside = "",
  ): string {
    const tag = name.includes(":") ? name : this.#prefix + name;
    const told = Object.entries(attributes).filter((one): one is [string, string] =>
      one[1] !== undefined
    )
      .map(([key, value]) => ` ${key}=${this.#quoted(value)}`).join("");
    const space = pick(this.#random, ["", "\n", " <!-- & --> "]);
    const isText = inside !== "" && !inside.trimStart().startsWith("<");
    return inside === "" && this.#random.below(2) === 0
      ? `<${tag}${told}/>${space}`
      : `<${tag}${told}>${isText ? inside : `${space}${inside}`}</${tag}>${space}`;
  }

  #quoted(value: string): string {
    const safe = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    return this.#random.below(2) === 0
      ? `"${safe.replaceAll('"', "&quot;")}"`
      : `'${safe.replaceAll("'", "&#39;")}'`;
  }

  #text(value: string): string {
    if (this.#random.below(2) === 0 && !value.includes("]]>")) return `<![CDATA[${value}]]>`;
    return value.replaceAll("&", "&#x26;").replaceAll("<", "&lt;").replaceAll("]]>", "]]&gt;");
  }
}

const EVENTS: Readonly<Record<string, readonly [string, string]>> = {
  beginEvent: ["startEvent", "isInterrupting"],
  endEvent: ["endEvent", "isInterrupting"],
  catchEvent: ["intermediateCatchEvent", "isInterrupting"],
  throwEvent: ["intermediateThrowEvent", "isInterrupting"],
  boundaryEvent: ["boundaryEvent", "cancelActivity"],
};
