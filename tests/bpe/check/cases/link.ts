/**
 * Rules on links, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, onSignal } from "../model.ts";

const task = (...ids: string[]) => ids.map((id) => `<task id="${id}"/>`).join("");
const throws = (definition: string, id = "x") =>
  `<intermediateThrowEvent id="${id}">${definition}</intermediateThrowEvent>`;
const link = (name: string) => `<linkEventDefinition name="${name}"/>`;
const caught = (id: string, name: string) =>
  `<intermediateCatchEvent id="${id}">${link(name)}</intermediateCatchEvent>`;
const LINKS: readonly Case[] = [
  ...cases(
    "error",
    [
      "EXT117",
      "x",
      `${throws(link("L"))}${caught("y", "L")}${task("a")}`,
      "s>x s>a a>e y>e «x>e¦»",
    ],
    [
      "EXT117",
      "y",
      `${throws(link("L"))}${caught("y", "L")}${task("a")}`,
      "s>x s>a a>e y>e «a>y¦»",
    ],
    ["EXT125", "x", `${throws(link("«M¦L»"))}${caught("y", "L")}`, "s>x s>e y>e"],
    [
      "EXT125",
      "x",
      `${throws("<linkEventDefinition/>").replace('id="x"', 'id="x" name="«M¦L»"')}${
        caught("y", "L")
      }`,
      "s>x s>e y>e",
    ],
    [
      "EXT125",
      "x",
      `${throws(link("L"))}<«userTask¦intermediateCatchEvent» id="y">«¦${
        link("L")
      }»</«userTask¦intermediateCatchEvent»>`,
      "s>x s>e y>e «s>y¦»",
    ],
    [
      "EXT126",
      "x",
      `${
        throws(`<linkEventDefinition name="L">«<target>l</target>¦»</linkEventDefinition>`)
      }<subProcess id="q"><startEvent id="t"/><endEvent id="u"/>${
        throws(link("L"), "w")
      }<intermediateCatchEvent id="v"><linkEventDefinition id="l" name="L"/></intermediateCatchEvent><sequenceFlow id="t_u" sourceRef="t" targetRef="u"/><sequenceFlow id="t_w" sourceRef="t" targetRef="w"/><sequenceFlow id="v_u" sourceRef="v" targetRef="u"/></subProcess>${
        caught("y", "L")
      }`,
      "s>x s>q q>e y>e",
    ],
    [
      "EXT118",
      "y",
      `${throws(link("L"))}${throws(link("«L¦M»"), "z")}${caught("w", "L")}${caught("y", "«L¦M»")}`,
      "s>x s>z w>e y>e",
    ],
  ),
  ...cases(
    "warning",
    [
      "EXT124",
      "y",
      `${throws(link("L"))}${caught("w", "L")}«${caught("y", "M")}¦»`,
      "s>x w>e «y>e¦»",
    ],
    [
      "EXT124",
      "y",
      `<intermediateCatchEvent id="y" name="L">«<linkEventDefinition/>¦${onSignal}»</intermediateCatchEvent>`,
      "s>e y>e «¦s>y»",
    ],
    [
      "EXT124",
      "y",
      `${
        caught("y", "L")
      }<subProcess id="q"><startEvent id="t"/><endEvent id="u"/><intermediateThrowEvent id="v">«${
        link("L")
      }¦»</intermediateThrowEvent><sequenceFlow id="t_v" sourceRef="t" targetRef="v"/><sequenceFlow id="t_u" sourceRef="t" targetRef="u"/>«<intermediateCatchEvent id="w">${
        link("L")
      }</intermediateCatchEvent><sequenceFlow id="w_u" sourceRef="w" targetRef="u"/>¦<sequenceFlow id="v_u" sourceRef="v" targetRef="u"/>»</subProcess>«¦${
        throws(link("L"))
      }»`,
      "s>q q>e y>e «¦s>x»",
    ],
  ),
];

/** The cases. */
export const LINK_CASES: readonly Case[] = LINKS;
