/**
 * Expressions in extensions of vendors, each with a text that is none.
 *
 * @module
 */
import { type Case, cases } from "../model.ts";

const A = "s>a a>e";
const marked = (good = "= x") => `«= x +¦${good}»`;
const loop = (inside: string, more = "") =>
  `<userTask id="a"><multiInstanceLoopCharacteristics ${more}>${inside}</multiInstanceLoopCharacteristics></userTask>`;
const extended = (inside: string, tag = "userTask", more = "") =>
  `<${tag} id="a" ${more}><extensionElements>${inside}</extensionElements></${tag}>`;
const VENDOR: readonly Case[] = [
  ...cases(
    "error",
    [
      "EXPRESSION",
      "a",
      extended(
        `<zeebe:ioMapping><zeebe:input source="${marked()}" target="y"/></zeebe:ioMapping>`,
        "serviceTask",
      ),
      A,
    ],
    [
      "EXPRESSION",
      "a",
      extended(
        `<zeebe:ioMapping><zeebe:output source="${marked()}" target="y"/></zeebe:ioMapping>`,
      ),
      A,
    ],
    [
      "EXPRESSION",
      "a",
      extended(
        `<camunda:inputOutput><camunda:inputParameter name="y">«\${x +}¦\${x}»</camunda:inputParameter></camunda:inputOutput>`,
      ),
      A,
    ],
    ["EXPRESSION", "a", `<userTask id="a" camunda:assignee="«\${boss +}¦\${boss}»"/>`, A],
    ["EXPRESSION", "a", `<userTask id="a" camunda:candidateGroups="clerks,«#{)}¦#{team}»"/>`, A],
    ["EXPRESSION", "a", `<userTask id="a" camunda:candidateUsers="«= [¦= [&quot;ann&quot;]»"/>`, A],
    ["EXPRESSION", "a", `<userTask id="a" camunda:priority="«\${}¦\${urgent}»"/>`, A],
    ["EXPRESSION", "a", `<userTask id="a" camunda:dueDate="«\${now( }¦\${now()}»"/>`, A],
    ["EXPRESSION", "a", `<userTask id="a" camunda:dueDate="«tomorrow¦P1D»"/>`, A],
    ["EXPRESSION", "a", `<userTask id="a" camunda:followUpDate="«2030-02-30¦2030-02-28»"/>`, A],
    [
      "EXPRESSION",
      "multiInstanceLoopCharacteristics of a",
      loop("", `camunda:collection="«\${all[}¦all»"`),
      A,
    ],
    [
      "EXPRESSION",
      "multiInstanceLoopCharacteristics of a",
      loop(
        `<extensionElements><zeebe:loopCharacteristics inputCollection="${
          marked("= all")
        }" inputElement="one"/></extensionElements>`,
      ),
      A,
    ],
    [
      "EXPRESSION",
      "multiInstanceLoopCharacteristics of a",
      loop(
        `<extensionElements><zeebe:loopCharacteristics inputCollection="= all" outputCollection="out" outputElement="${marked()}"/></extensionElements>`,
      ),
      A,
    ],
    [
      "EXPRESSION",
      "msg",
      `<receiveTask id="a" messageRef="msg"/>`,
      A,
      `<message id="msg" name="Msg"><extensionElements><zeebe:subscription correlationKey="${marked()}"/></extensionElements></message>`,
    ],
    [
      "EXPRESSION",
      "a",
      extended(`<zeebe:script expression="${marked()}" resultVariable="y"/>`, "scriptTask"),
      A,
    ],
    ...["a..b", ".a", "a.", "${a. }"].flatMap((target) =>
      ["input", "output"].map((side) =>
        [
          "EXPRESSION",
          "a",
          extended(
            `<zeebe:ioMapping><zeebe:${side} source="=1" target="«${target}¦a.b»"/></zeebe:ioMapping>`,
          ),
          A,
        ] as const
      )
    ),
    ["EXPRESSION", "a", extended(`<zeebe:taskDefinition type="${marked("=kind")}"/>`), A],
    ["EXPRESSION", "a", extended(`<zeebe:taskDefinition type="k" retries="«=x +¦3»"/>`), A],
    [
      "EXPRESSION",
      "a",
      extended(`<zeebe:calledDecision decisionId="«=x +¦d»"/>`, "businessRuleTask"),
      A,
    ],
    [
      "EXPRESSION",
      "a",
      extended(
        `<zeebe:executionListeners><zeebe:executionListener eventType="start" type="«=x +¦l»"/></zeebe:executionListeners>`,
      ),
      A,
    ],
    [
      "EXPRESSION",
      "a",
      `<userTask id="a" camunda:dueDate="«=date(&quot;2030-13-01&quot;)¦=date(&quot;2030-12-01&quot;)»"/>`,
      A,
    ],
    ["CALL", "a", extended(`<zeebe:calledElement processId="«= which¦p2»"/>`, "callActivity"), A],
  ),
];

/** The cases. */
export const VENDOR_CASES: readonly Case[] = VENDOR;
