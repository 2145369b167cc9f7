/**
 * Rules on data, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases } from "../model.ts";

const A = "s>a a>e";
const within = (inside: string, tag = "task", more = "") =>
  `<${tag} id="a" ${more}>${inside}</${tag}>`;
const io = (inside: string) => `<ioSpecification>${inside}</ioSpecification>`;
const inputs = (
  items: string,
  sets = `<inputSet id="is"><dataInputRefs>i</dataInputRefs></inputSet>`,
) => io(`${items}${sets}<outputSet id="os"/>`);
const outputs = (items: string, set: string) =>
  io(`${items}<inputSet id="is"/><outputSet id="os">${set}</outputSet>`);
const ITEMS =
  `<itemDefinition id="it" structureRef="xs:string"/><itemDefinition id="it2" structureRef="xs:int"/>` +
  `<itemDefinition id="list" structureRef="xs:string" isCollection="true"/>`;
const ref = (id: string) => `<dataInputRefs>${id}</dataInputRefs>`;
const out = (id: string) => `<dataOutputRefs>${id}</dataOutputRefs>`;
const DATA: readonly Case[] = cases(
  "warning",
  [
    "EXT020",
    "d",
    `<dataObject id="d" itemSubjectRef="it" «isCollection="true"¦»/>${within("")}`,
    A,
    ITEMS,
  ],
  [
    "EXT077",
    "d",
    `<dataObject id="d" itemSubjectRef="list" «¦isCollection="true"»/>${within("")}`,
    A,
    ITEMS,
  ],
  [
    "EXT081",
    "i",
    within(inputs(`<dataInput id="i" itemSubjectRef="list" «¦isCollection="true"»/>`)),
    A,
    ITEMS,
  ],
  [
    "EXT083",
    "o",
    within(outputs(`<dataOutput id="o" itemSubjectRef="it" «isCollection="1"¦»/>`, out("o"))),
    A,
    ITEMS,
  ],
  [
    "EXT076",
    "r",
    `<dataObject id="d" name="Order"/><dataObjectReference id="r" dataObjectRef="d" name="«Order¦Order [paid]»"><dataState name="paid"/></dataObjectReference>${
      within("")
    }`,
    A,
  ],
  ["EXT084", "j", within(inputs(`<dataInput id="i"/>«<dataInput id="j"/>¦»`)), A],
  [
    "EXT085",
    "is",
    within(
      inputs(
        `<dataInput id="i"/><dataInput id="j"/>`,
        `<inputSet id="is">${
          ref("i")
        }<optionalInputRefs>«j¦i»</optionalInputRefs></inputSet><inputSet id="is2">${
          ref("j")
        }</inputSet>`,
      ),
    ),
    A,
  ],
  [
    "EXT086",
    "is",
    within(
      inputs(
        `<dataInput id="i"/><dataInput id="j"/>`,
        `<inputSet id="is">${
          ref("i")
        }<whileExecutingInputRefs>«j¦i»</whileExecutingInputRefs></inputSet><inputSet id="is2">${
          ref("j")
        }</inputSet>`,
      ),
    ),
    A,
  ],
  [
    "EXT087",
    "is",
    within(
      io(
        `<inputSet id="is"><outputSetRefs>os</outputSetRefs></inputSet><outputSet id="os">«¦<inputSetRefs>is</inputSetRefs>»</outputSet>`,
      ),
    ),
    A,
  ],
  ["EXT088", "o2", within(outputs(`<dataOutput id="o"/>«<dataOutput id="o2"/>¦»`, out("o"))), A],
  [
    "EXT089",
    "os",
    within(
      io(
        `<dataOutput id="o"/><dataOutput id="o2"/><inputSet id="is"/><outputSet id="os">${
          out("o")
        }<optionalOutputRefs>«o2¦o»</optionalOutputRefs></outputSet><outputSet id="os2">${
          out("o2")
        }</outputSet>`,
      ),
    ),
    A,
  ],
  [
    "EXT090",
    "os",
    within(
      io(
        `<dataOutput id="o"/><dataOutput id="o2"/><inputSet id="is"/><outputSet id="os">${
          out("o")
        }<whileExecutingOutputRefs>«o2¦o»</whileExecutingOutputRefs></outputSet><outputSet id="os2">${
          out("o2")
        }</outputSet>`,
      ),
    ),
    A,
  ],
  ["EXT091", "ioSpecification of a", within(io(`<inputSet id="is"/>«¦<outputSet id="os"/>»`)), A],
  [
    "EXT092",
    "da",
    `<dataObject id="d"/><dataObject id="d2"/>${
      within(
        `${
          inputs(`<dataInput id="i"/>`)
        }<dataInputAssociation id="da"><sourceRef>d</sourceRef>«<sourceRef>d2</sourceRef>¦»<targetRef>i</targetRef></dataInputAssociation>`,
      )
    }`,
    A,
  ],
  ["REF", "d", `<dataObject id="d" itemSubjectRef="«gone¦it»"/>${within("")}`, A, ITEMS],
  [
    "REF",
    "da",
    `<dataObject id="d"/>${
      within(
        `${
          inputs(`<dataInput id="i"/>`)
        }<dataInputAssociation id="da"><sourceRef>d</sourceRef><targetRef>«j¦i»</targetRef></dataInputAssociation>`,
      )
    }<task id="b">${
      inputs(`<dataInput id="j"/>`, `<inputSet id="js"><dataInputRefs>j</dataInputRefs></inputSet>`)
        .replace('"os"', '"os2"')
    }</task>`,
    "s>a a>b b>e",
  ],
);
const HEAD =
  `<ioSpecification><dataInput id="pi"/><dataOutput id="po"/><inputSet><dataInputRefs>pi</dataInputRefs></inputSet>
  <outputSet><dataOutputRefs>po</dataOutputRefs></outputSet></ioSpecification>`;
const PROCESS_DATA: readonly Case[] = [
  ...cases(
    "warning",
    [
      "EXT080",
      "da",
      `<dataObject id="d"/>${
        within(
          `${
            outputs(`<dataOutput id="o"/>`, out("o"))
          }<dataOutputAssociation id="da"><sourceRef>o</sourceRef><targetRef>«pi¦d»</targetRef></dataOutputAssociation>`,
        )
      }`,
      A,
    ],
    [
      "EXT082",
      "da",
      `<dataObject id="d"/>${
        within(
          `${
            inputs(`<dataInput id="i"/>`)
          }<dataInputAssociation id="da"><sourceRef>«po¦d»</sourceRef><targetRef>i</targetRef></dataInputAssociation>`,
        )
      }`,
      A,
    ],
  ).map((one) => ({ ...one, head: HEAD })),
  ...cases("error", [
    "REF",
    "da",
    `<dataObject id="d"/>${
      within(
        `${
          inputs(`<dataInput id="i"/>`)
        }<dataInputAssociation id="da"><sourceRef>«gone¦d»</sourceRef><targetRef>i</targetRef></dataInputAssociation>`,
      )
    }`,
    A,
  ]),
];

/** The cases. */
export const DATA_CASES: readonly Case[] = [...DATA, ...PROCESS_DATA];
