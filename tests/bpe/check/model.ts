/**
 * Models that break one rule, and their tidy twins: a case is written once and stands in a process, a sub-process and an event sub-process.
 *
 * @module
 */
import { flowsOf } from "../engine/model.ts";

/** Where a case may stand. */
export type Place = "process" | "subProcess" | "eventSubProcess";

/** All places. */
export const PLACES: readonly Place[] = ["process", "subProcess", "eventSubProcess"];

/** A rule, and a model that breaks it. */
export interface Case {
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** The element that breaks it. */
  readonly at: string;
  /**
   * What stands in the scope beside its start event `s` and its end event `e`. `«bad¦good»` is where the two models differ, here
   * and in what follows.
   */
  readonly body?: string;
  /** Sequence flows of the scope: `s>a a>e`. */
  readonly flows?: string;
  /** Beside the process. */
  readonly roots?: string;
  /** In the process, before the scope. */
  readonly head?: string;
  /** True: the body has all events of the scope. */
  readonly bare?: boolean;
  readonly places?: readonly Place[];
}

/** `xsi:type` of a formal expression. */
export const FORMAL: string = `xsi:type="tFormalExpression"`;
/** A signal that may be referred to, and events of it. */
export const SIGNAL: string = `<signal id="sig" name="Sig"/>`;
export const onSignal: string = `<signalEventDefinition signalRef="sig"/>`;
/** A timer of a second. */
export const onTimer: string =
  `<timerEventDefinition><timeDuration ${FORMAL}>PT1S</timeDuration></timerEventDefinition>`;
/** A message that may be referred to, and events of it. */
export const MESSAGE: string = `<message id="msg" name="Msg"/>`;
export const onMessage: string = `<messageEventDefinition messageRef="msg"/>`;

/** A list of cases of one severity: rule, element, body, flows, roots. */
export function cases(
  severity: Case["severity"],
  ...all:
    readonly (readonly [rule: string, at: string, body: string, flows?: string, roots?: string])[]
): Case[] {
  return all.map(([rule, at, body, flows = "s>e", roots = ""]) => ({
    rule,
    severity,
    at,
    body,
    flows,
    roots,
  }));
}

/** The file of a case at a place: the one that breaks the rule, or its tidy twin. */
export function fileOf(one: Case, place: Place, tidy: boolean, executable = "true"): string {
  const put = (text = "") => text.replace(/«([^«¦»]*)¦([^«¦»]*)»/g, tidy ? "$2" : "$1");
  const inside = (trigger: string) => {
    const ends = one.bare === true
      ? ""
      : `<startEvent id="s">${trigger}</startEvent><endEvent id="e"/>`;
    return `${ends}${put(one.body)}${flowsOf(put(one.flows ?? "").replaceAll(" ", ";"))}`;
  };
  const around = `<startEvent id="S"/><endEvent id="E"/>`;
  const process = {
    process: () => inside(""),
    subProcess: () => `${around}<subProcess id="Q">${inside("")}</subProcess>${flowsOf("S>Q;Q>E")}`,
    eventSubProcess: () =>
      `${around}<subProcess id="Q" triggeredByEvent="true">${inside(onSignal)}</subProcess>${
        flowsOf("S>E")
      }`,
  }[place]();
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t"
    typeLanguage="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
    ${(one.roots ?? "").includes(SIGNAL) ? "" : SIGNAL}${put(one.roots)}
    <process id="p" isExecutable="${executable}">${
    put(one.head)
  }${process}</process></definitions>`;
}
