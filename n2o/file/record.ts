/**
 * The records `ftp` and `ftpack` of the wire.
 *
 * @module
 */
import { isInteger } from "../../base/mod.ts";
import { bert } from "../format/bert.ts";
import type { Formatter } from "../format/formatter.ts";
import { atom } from "../term/atom.ts";
import { isRecord, type Term, text, type Tuple, tuple } from "../term/term.ts";
import type { FileErrorCode } from "./error.ts";
import { ID, META } from "./limits.ts";

/** What a client may ask for. */
export type Asked = "init" | "send" | "abort" | "done";

/** What a client sends. */
export interface Request {
  readonly id: string;
  /** What it shows for its session. */
  readonly sid: string;
  readonly name: string;
  readonly meta: string;
  /** As it stands there: anything that is no integer from 0 to 2^53 is -1. */
  readonly size: number;
  readonly offset: number;
  readonly block: number;
  readonly data: Uint8Array;
  readonly status: Asked;
}

/** What a client is answered. */
export interface Acknowledgement {
  readonly status: Asked | "error";
  /** How much is stored. */
  readonly offset: number;
  /** Most bytes of the next chunk, 0 where none is to come. */
  readonly block: number;
  readonly headers?: readonly Term[];
  /** Why it is refused. */
  readonly meta?: FileErrorCode | "aborted";
}

/** What an answer repeats of its question. */
export type Repeated = Pick<Request, "id" | "sid" | "name" | "size">;

const FTPACK = atom("ftpack"), STATUS: readonly string[] = ["init", "send", "abort", "done"];
const EMPTY = new Uint8Array(0);

/** Whether a term is the record `ftp`, whatever its fields are. */
export function isFtp(term: Term): term is Tuple {
  return isRecord(term, "ftp", 11);
}

/** What a record asks; undefined for one whose fields are not those of the wire. */
export function read({ elements }: Tuple): Request | undefined {
  const [, id = [], sid = [], name = [], meta = [], size, offset, block, data = [], status = []] =
    elements;
  const [asked, shown, called] = [text(id), text(sid), text(name)];
  const said = Array.isArray(meta) && meta.length === 0 ? "" : text(meta), wanted = text(status);
  const isWhole = asked !== undefined && asked !== "" && asked.length <= ID &&
    shown !== undefined && called !== undefined && said !== undefined && said.length <= META;
  if (!isWhole || !isStatus(wanted)) return undefined;
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  if (!(bytes instanceof Uint8Array)) return undefined;
  const [total, at, most] = [whole(size), whole(offset), whole(block)];
  const request = { id: asked, sid: shown, name: called.normalize("NFC"), meta: said, data: bytes };
  return { ...request, size: total, offset: at, block: most, status: wanted };
}

function isStatus(status: string | undefined): status is Asked {
  return status !== undefined && STATUS.includes(status);
}

function whole(term: Term | undefined): number {
  return isInteger(term, 0, Number.MAX_SAFE_INTEGER) ? term : -1;
}

/** What can be repeated to whoever sent a record that cannot be read. */
export function readable({ elements }: Tuple): Repeated {
  const [, id = [], , name = [], , size] = elements;
  const short = (term: Term) => (text(term) ?? "").slice(0, ID);
  return { id: short(id), sid: "", name: short(name), size: Math.max(whole(size), 0) };
}

/** The answer as a term. */
export function ftpack(
  { id, sid, name, size }: Repeated,
  { status, offset, block, headers = [], meta }: Acknowledgement,
): Tuple {
  const said = meta ?? EMPTY;
  return tuple(FTPACK, id, sid, name, said, size, offset, block, EMPTY, status, [...headers]);
}

/** Bytes that a record may grow by as its numbers do, and as its client adds headers. */
const SLACK = 128;
/** Bytes of each kind that a format may write in more bytes than they are. */
const SAMPLE = 256;
const SAMPLES = [
  Uint8Array.from({ length: SAMPLE }, (_, byte) => byte),
  ...[0, 34, 92, 255].map((byte) => new Uint8Array(SAMPLE).fill(byte)),
];

/** How many bytes of a file fit into a frame of `limit` bytes beside the other fields of its record; at least 1. */
export function room(request: Request, limit: number, formatter: Formatter = bert): number {
  const lengthWith = (data: Uint8Array) => {
    const { id, sid, name, meta, size } = request;
    const said = tuple(atom("ftp"), id, sid, name, meta, size, size, size, data, "send", []);
    const frame = formatter.encode(said);
    return typeof frame === "string" ? new TextEncoder().encode(frame).length : frame.length;
  };
  const bare = lengthWith(EMPTY), left = limit - bare - SLACK;
  const growth = Math.max(...SAMPLES.map((each) => (lengthWith(each) - bare) / SAMPLE));
  return Math.max(1, Math.floor(left / Math.max(growth, 1)));
}
