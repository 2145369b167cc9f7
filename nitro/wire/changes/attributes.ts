/**
 * The attributes of a start tag, as far as updates go by them.
 *
 * @module
 */
import { is, isMadeUp } from "./text.ts";

/** What was read of a start tag: ranges of bytes, -1 where there are none. */
export interface Start {
  /** Where the tag ends, behind its `>`. */
  to: number;
  idFrom: number;
  idTo: number;
  nameFrom: number;
  nameTo: number;
  valueFrom: number;
  valueTo: number;
  /** The attribute itself, with the blank before it. */
  checkedFrom: number;
  checkedTo: number;
  /** Ids that the server made up, in values of attributes: they are others each time. */
  readonly madeUp: number[];
  isCheckbox: boolean;
  isRadio: boolean;
  isEditable: boolean;
  isKept: boolean;
  /** It ends with `/>`. */
  isClosed: boolean;
}

/** The attribute that was found last: one for all, for an update has many. */
const found = { from: 0, to: 0, valueFrom: 0, valueTo: 0 };
const GT = 62, SLASH = 47, EQUALS = 61, QUOTE = 34, LT = 60;

/**
 * Reads the attributes of a start tag from a place on, as the renderer writes them: in small letters, values in double quotes. Undefined
 * for others, and for one that stands twice; what is returned holds until the next is read.
 */
export function attributes(
  bytes: Uint8Array,
  from: number,
  length: number,
  isForeign: boolean,
): Start | undefined {
  const start = reset();
  for (let at = from; at < length;) {
    const code = bytes[at];
    if (code === GT) {
      start.to = at + 1;
      return start;
    }
    if (code === SLASH) {
      if (bytes[at + 1] !== GT) return undefined;
      start.isClosed = true;
      at++;
    } else if (isBlank(code)) at++;
    else {
      const nameTo = nameEnd(bytes, at, length, isForeign);
      if (nameTo < 0) return undefined;
      let valueFrom = nameTo, valueTo = nameTo, to = nameTo;
      if (bytes[nameTo] === EQUALS) {
        if (bytes[nameTo + 1] !== QUOTE) return undefined;
        valueTo = valueFrom = nameTo + 2;
        while (valueTo < length && bytes[valueTo] !== QUOTE) valueTo++;
        to = valueTo + 1;
      }
      if (!isForeign) {
        found.from = at;
        found.to = nameTo;
        found.valueFrom = valueFrom;
        found.valueTo = valueTo;
        if (!note(bytes, start)) return undefined;
      }
      at = to;
      const next = bytes[at];
      if (!isBlank(next) && next !== GT && next !== SLASH) return undefined;
    }
  }
  return undefined;
}

function isBlank(code: number | undefined): boolean {
  return code === 32 || code === 10 || code === 9;
}

/** Where the name of an attribute ends; -1 for one that is none, or is written otherwise. */
function nameEnd(bytes: Uint8Array, from: number, length: number, isForeign: boolean): number {
  let at = from;
  for (; at < length; at++) {
    // As: it is within.
    const code = bytes[at] as number;
    if (code === EQUALS || code <= 32 || code === GT || code === SLASH) break;
    if (code === LT || code === QUOTE || code === 39) return -1;
    if (!isForeign && (code >= 65 && code <= 90 || code >= 128)) return -1;
  }
  return at === from ? -1 : at;
}

/** Notes the attribute that was found; false for one that stands twice. */
function note(bytes: Uint8Array, start: Start): boolean {
  const { from, to, valueFrom, valueTo } = found;
  switch (to - from) {
    case 2:
      if (!is(bytes, "id", from)) return true;
      if (start.idFrom >= 0) return false;
      start.idFrom = valueFrom;
      start.idTo = valueTo;
      return noteMadeUp(bytes, start);
    case 3:
      return !is(bytes, "for", from) || noteMadeUp(bytes, start);
    case 4:
      if (is(bytes, "type", from)) {
        start.isRadio = valueTo - valueFrom === 5 && is(bytes, "radio", valueFrom);
        start.isCheckbox = valueTo - valueFrom === 8 && is(bytes, "checkbox", valueFrom);
      }
      if (is(bytes, "list", from)) return noteMadeUp(bytes, start);
      if (!is(bytes, "name", from)) return true;
      if (start.nameFrom >= 0) return false;
      start.nameFrom = valueFrom;
      start.nameTo = valueTo;
      return true;
    case 5:
      if (!is(bytes, "value", from) || bytes[to] !== EQUALS) return true;
      if (start.valueFrom >= 0) return false;
      start.valueFrom = valueFrom;
      start.valueTo = valueTo;
      return true;
    case 7:
      if (!is(bytes, "checked", from)) return true;
      if (start.checkedFrom >= 0) return false;
      start.checkedFrom = from - 1;
      start.checkedTo = bytes[to] === EQUALS ? valueTo + 1 : to;
      return true;
    case 13:
      start.isKept ||= is(bytes, "data-n2o-keep", from);
      return true;
    case 15:
      start.isEditable ||= is(bytes, "contenteditable", from);
      return noteReference(bytes, start);
    default:
      return noteReference(bytes, start);
  }
}

function noteReference(bytes: Uint8Array, start: Start): boolean {
  return !is(bytes, "aria-", found.from) || noteMadeUp(bytes, start);
}

/** Notes an id that the server made up, where the attribute's value is one. */
function noteMadeUp(bytes: Uint8Array, { madeUp }: Start): boolean {
  const { valueFrom, valueTo } = found;
  if (isMadeUp(bytes, valueFrom)) madeUp.push(valueFrom, valueTo);
  return true;
}

/** One for all: what was read of a tag is used before the next is read. */
const one: Start = {
  to: -1,
  idFrom: -1,
  idTo: -1,
  nameFrom: -1,
  nameTo: -1,
  valueFrom: -1,
  valueTo: -1,
  checkedFrom: -1,
  checkedTo: -1,
  madeUp: [],
  isCheckbox: false,
  isRadio: false,
  isEditable: false,
  isKept: false,
  isClosed: false,
};

function reset(): Start {
  one.idFrom =
    one.nameFrom =
    one.valueFrom =
    one.checkedFrom =
      -1;
  one.isCheckbox =
    one.isRadio =
    one.isEditable =
    one.isKept =
    one.isClosed =
      false;
  if (one.madeUp.length > 0) one.madeUp.length = 0;
  return one;
}
