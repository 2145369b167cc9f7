/**
 * Containers under construction: the decoder's own stack, so that depth costs memory, never the call stack.
 *
 * @module
 */
import { Atom, Fun, ImproperList, Pid, type Term, Tuple } from "../term/term.ts";
import { isDistinct, orders } from "../term/order.ts";
import type { Reader } from "./bytes.ts";
import { LIST, MAP, NEW_FUN, NIL, STRING } from "./tag.ts";

/** Deepest nesting that is read or written unless the caller says otherwise. */
export const MAX_DEPTH = 100_000;

/** Arrays up to this length are allocated at once. */
const AT_ONCE = 1024;

/** A container that still wants elements. */
export class Frame {
  /** Elements so far. */
  readonly items: Term[];
  /** How many elements there are so far. */
  filled = 0;
  /** True from when a list waits for its tail. */
  tail = false;
  /** Fields before the elements: of functions only. */
  head: FunHead | undefined = undefined;

  /** Opens a container of `size` elements inside of `up`. */
  constructor(
    /** Tag of the container. */
    readonly tag: number,
    /** How many elements it wants. */
    public size: number,
    /** The container around it. */
    readonly up: Frame | undefined,
    /** Nesting, from 1. */
    readonly depth: number,
  ) {
    this.items = size <= AT_ONCE ? new Array(size) : [];
  }
}

/** Fixed fields of a function. */
export interface FunHead {
  /** Number of arguments. */
  readonly arity: number;
  /** MD5 of the code. */
  readonly uniq: Uint8Array;
  /** Number in the module. */
  readonly index: number;
}

/** Elements of a function before its free variables: module, old index, old uniq, pid. */
export const FUN_FIELDS = 4;

/** The container's term once all elements are there, or undefined when a list wants more. */
export function close(reader: Reader, frame: Frame): Term | undefined {
  switch (frame.tag) {
    case LIST:
      return closeList(reader, frame);
    case MAP:
      return closeMap(reader, frame);
    case NEW_FUN:
      return closeFun(reader, frame);
    default:
      return new Tuple(frame.items);
  }
}

/** Takes the tail; a tail that is a list itself goes on in the same array, as `[1 | [2]]` is `[1, 2]`. */
function closeList(reader: Reader, frame: Frame): Term | undefined {
  const { items } = frame;
  if (frame.tail) {
    const tail = items.pop();
    if (tail === undefined) throw reader.error("value", "A list has no tail");
    return items.length === 0 ? tail : new ImproperList(items, tail);
  }
  for (;;) {
    reader.end++;
    const tag = reader.u8();
    if (tag === NIL) return items;
    if (tag === STRING) return pushBytes(reader, items);
    if (tag !== LIST) break;
    const more = reader.u32();
    reader.owe(more + 1);
    frame.size += more;
    if (more > 0) return undefined;
  }
  // The tail is one more element; its tag is read again with it.
  reader.position--;
  reader.end--;
  frame.tail = true;
  frame.size++;
  return undefined;
}

function pushBytes(reader: Reader, items: Term[]): Term[] {
  const size = reader.u16();
  for (let left = size, at = reader.take(size); left > 0; left--) {
    items.push(reader.bytes[at++] ?? 0);
  }
  return items;
}

function closeMap(reader: Reader, { items }: Frame): Map<Term, Term> {
  const map = new Map<Term, Term>();
  for (let index = 0; index < items.length; index += 2) {
    const key = items[index], value = items[index + 1];
    if (key !== undefined && value !== undefined) map.set(key, value);
  }
  if (map.size !== items.length / 2 || !isDistinct(map, reader.orders ??= orders())) {
    throw reader.error("duplicate", "A map has two equal keys");
  }
  return map;
}

function closeFun(reader: Reader, { head, items }: Frame): Fun {
  const [module, oldIndex, oldUniq, pid, ...free] = items;
  if (head === undefined || !(module instanceof Atom) || !(pid instanceof Pid)) {
    throw reader.error("value", "A function lacks its module or pid");
  }
  return new Fun({
    ...head,
    module,
    oldIndex: int32(reader, oldIndex),
    oldUniq: int32(reader, oldUniq),
    pid,
    free,
  });
}

/** Erlang takes any integer of a machine word here and keeps 32 bits of it. */
function int32(reader: Reader, term: Term | undefined): number {
  if (typeof term === "number" && Number.isSafeInteger(term)) return term | 0;
  if (typeof term === "bigint" && BigInt.asIntN(60, term) === term) {
    return Number(BigInt.asIntN(32, term));
  }
  throw reader.error("value", "An index or hash of a function is no small integer");
}
