/**
 * Rules on data: item types, input and output sets, associations (BPMN 2.0.2, 10.4).
 *
 * @module
 */
import {
  type Check,
  count,
  isExecutable,
  processAround,
  refer,
  type Rule,
  type Rules,
} from "./context.ts";
import { attr, child, children, type Element, flag, localName, texts } from "../xml/element.ts";

/** EXT020, EXT077, EXT081, EXT083: an item is a list where its type is one. */
function collection(rule: string): Rule {
  return (item, check) => {
    if (processAround(item) !== undefined && !isExecutable(item)) return;
    const type = refer(check, attr(item, "itemSubjectRef"));
    if (type?.name !== "itemDefinition") return;
    if (flag(type, "isCollection", false) === flag(item, "isCollection", false)) return;
    const message = `differs from its type ${attr(type, "id")} in isCollection`;
    check.report(rule, item, message);
    check.report("EXT020", item, message);
  };
}

/** EXT076: a reference in a state is named after its object and the state. */
const state: Rule = (reference, check) => {
  const state = child(reference, "dataState");
  const object = refer(check, attr(reference, "dataObjectRef"));
  const name = attr(reference, "name");
  if (state === undefined || object === undefined || name === "" || attr(object, "name") === "") {
    return;
  }
  const wanted = `${attr(object, "name")} [${attr(state, "name")}]`;
  if (attr(state, "name") !== "" && name.replace(/\s+/g, " ") !== wanted) {
    check.report("EXT076", reference, `is named ${name} instead of ${wanted}`);
  }
};

/** EXT084 to EXT090: every input and output is in a set, and the sets agree with themselves and each other. */
function sets(side: Side): Rule {
  return (holder, check) => {
    const all = children(holder, side.set);
    const back = backReferences(side.back);
    const inSet = new Set(all.flatMap((one) => names(one, side.refs)));
    for (const item of children(holder, side.item)) {
      if (!inSet.has(attr(item, "id"))) {
        check.report(side.missing, item, `is in no ${side.set}; add it to one`);
      }
    }
    for (const set of all) {
      for (const part of side.parts) subset(set, part, side.refs, check);
      for (const name of names(set, side.others)) {
        const other = refer(check, name);
        if (other === undefined || back(other).has(attr(set, "id"))) continue;
        check.report("EXT087", set, `names ${name}, which does not name it back`);
      }
    }
  };
}

/** The sets that a set names, remembered: many may ask for those of one. */
function backReferences(tag: string): (set: Element) => ReadonlySet<string> {
  const known = new Map<Element, ReadonlySet<string>>();
  return (set) => {
    const named = known.get(set) ?? new Set(names(set, tag));
    known.set(set, named);
    return named;
  };
}

/** A list in a set that names some of its items, and the rule that it keeps. */
interface Part {
  readonly tag: string;
  readonly rule: string;
}

/** Inputs or outputs: the tags of their elements, and the rules that they keep. */
interface Side {
  readonly item: string;
  readonly set: string;
  /** The list of a set's items. */
  readonly refs: string;
  readonly parts: readonly Part[];
  /** The rule for an item that is in no set. */
  readonly missing: string;
  /** In a set, the sets of the other side; there, those of this one. */
  readonly others: string;
  readonly back: string;
}

const INPUT: Side = {
  item: "dataInput",
  set: "inputSet",
  refs: "dataInputRefs",
  parts: [
    { tag: "optionalInputRefs", rule: "EXT085" },
    { tag: "whileExecutingInputRefs", rule: "EXT086" },
  ],
  missing: "EXT084",
  others: "outputSetRefs",
  back: "inputSetRefs",
};

const OUTPUT: Side = {
  item: "dataOutput",
  set: "outputSet",
  refs: "dataOutputRefs",
  parts: [
    { tag: "optionalOutputRefs", rule: "EXT089" },
    { tag: "whileExecutingOutputRefs", rule: "EXT090" },
  ],
  missing: "EXT088",
  others: "inputSetRefs",
  back: "outputSetRefs",
};

function names(set: Element, tag: string): string[] {
  return texts(set, tag).map(localName);
}

function subset(set: Element, { tag, rule }: Part, whole: string, check: Check): void {
  const all = new Set(names(set, whole));
  const stray = names(set, tag).find((id) => !all.has(id));
  if (stray !== undefined) check.report(rule, set, `has ${stray} in ${tag}, but not in ${whole}`);
}

/** EXT091: inputs and outputs come with both kinds of sets. */
const specification: Rule = (element, check) => {
  if (count(element, "inputSet") === 0 || count(element, "outputSet") === 0) {
    check.report("EXT091", element, "needs an inputSet and an outputSet, which may be empty");
  }
};

/** EXT080, EXT082: inputs of a process are read, its outputs are written. */
const direction: Rule = (association, check) => {
  if (!isExecutable(association)) return;
  for (const name of names(association, "targetRef")) {
    if (belongsToProcess(refer(check, name), "dataInput")) {
      check.report("EXT080", association, `writes ${name}, an input of its process`);
    }
  }
  for (const name of names(association, "sourceRef")) {
    if (belongsToProcess(refer(check, name), "dataOutput")) {
      check.report("EXT082", association, `reads ${name}, an output of its process`);
    }
  }
};

/** REF: an input association ends at an input of its own activity or event. */
const ownInput: Rule = (association, check) => {
  for (const name of names(association, "targetRef")) {
    const target = refer(check, name);
    if (target?.name !== "dataInput") continue;
    const holder = target.parent?.name === "ioSpecification" ? target.parent.parent : target.parent;
    if (holder === association.parent || holder?.name === "process") continue;
    const message = `writes ${name}, which is no input of its own element`;
    check.report("REF", association, message, "warning");
  }
};

function belongsToProcess(item: Element | undefined, tag: string): boolean {
  return item?.name === tag && item.parent?.parent?.name === "process";
}

/** EXT092: several sources need a transformation; types of one source and its target agree. */
const sources: Rule = (association, check) => {
  const computed = count(association, "transformation") > 0;
  if (count(association, "sourceRef") > 1 && !computed) {
    check.report("EXT092", association, "has several sources; add a transformation");
  }
};

/** EXT069, EXT070: the item of a multi-instance loop is one element of its collection. */
const loopItems: Rule = (loop, check) => {
  loopItem(loop, { many: "loopDataInputRef", one: "inputDataItem", rule: "EXT070" }, check);
  loopItem(loop, { many: "loopDataOutputRef", one: "outputDataItem", rule: "EXT069" }, check);
};

/** Tags of a loop's collection and of its item, and the rule that they keep. */
interface LoopItem {
  readonly many: string;
  readonly one: string;
  readonly rule: string;
}

function loopItem(loop: Element, { many, one, rule }: LoopItem, check: Check): void {
  const item = child(loop, one);
  const list = refer(check, texts(loop, many)[0] ?? "");
  if (item === undefined || list === undefined || loop.parent === null) return;
  const listType = refer(check, attr(list, "itemSubjectRef"));
  const itemType = refer(check, attr(item, "itemSubjectRef"));
  if (listType === undefined || itemType === undefined) return;
  if (flag(itemType, "isCollection", false) || flag(item, "isCollection", false)) {
    check.report(rule, loop.parent, `has a list as ${one}: it holds one element of ${many}`);
  } else if (attr(itemType, "structureRef") !== attr(listType, "structureRef")) {
    check.report(rule, loop.parent, `has an ${one} of another type than the elements of ${many}`);
  }
}

/** Whether two items have one type: the same item definition, or the same structure. */
export function sameType(a: Element | undefined, b: Element | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && attr(a, "structureRef") !== "" &&
    attr(a, "structureRef") === attr(b, "structureRef") &&
    flag(a, "isCollection", false) === flag(b, "isCollection", false);
}

/** Rules by tag. */
export const DATA_RULES: Rules = {
  dataObject: [collection("EXT077")],
  dataInput: [collection("EXT081")],
  dataOutput: [collection("EXT083")],
  dataObjectReference: [state],
  ioSpecification: [sets(INPUT), sets(OUTPUT), specification],
  intermediateThrowEvent: [sets(INPUT)],
  endEvent: [sets(INPUT)],
  startEvent: [sets(OUTPUT)],
  intermediateCatchEvent: [sets(OUTPUT)],
  boundaryEvent: [sets(OUTPUT)],
  dataInputAssociation: [direction, sources, ownInput],
  dataOutputAssociation: [direction, sources],
  multiInstanceLoopCharacteristics: [loopItems],
};
