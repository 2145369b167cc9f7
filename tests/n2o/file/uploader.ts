/**
 * A client that uploads as `n2o/WIRE.md` says, and a page that writes down what it hears.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { processesOf } from "../../../n2o/process.ts";
import { atom, type Term, text, Tuple, tuple } from "../../../n2o/bert/bert.ts";
import { type AddressSink, type Ftp, ftp, isUpload, type Sink } from "../../../n2o/file/mod.ts";
import type { FtpOptions } from "../../../n2o/file/ftp.ts";
import { heart } from "../../../n2o/proto.ts";
import type { ServerOptions } from "../../../n2o/server.ts";
import { nitro } from "../../../nitro/protocol/protocol.ts";
import type { Answer, Wire } from "../../_support/server/wire.ts";
import { type Guest, type Scene, scene } from "../page.ts";

/** The fields of a record that a test sets. */
export interface Fields {
  readonly id?: Term;
  readonly sid?: Term;
  readonly name?: Term;
  readonly meta?: Term;
  readonly size?: Term;
  readonly offset?: Term;
  readonly block?: Term;
  readonly data?: Term;
  readonly status?: Term;
  readonly headers?: Term;
}

/** What a server answers. */
export interface Ack {
  readonly status: string;
  readonly offset: number;
  readonly block: number;
  readonly word: string;
  readonly window: number | undefined;
  readonly headers: Term;
  readonly id: string;
  readonly name: string;
  readonly sid: string;
}

/** `{ftp, ...}`. */
export function record(fields: Fields): Tuple {
  const { id = "1", sid = "", name = "a.txt", meta = "", size = 0, offset = 0 } = fields;
  const { block = 1, data = new Uint8Array(0), status = "init", headers = [] } = fields;
  return tuple(atom("ftp"), id, sid, name, meta, size, offset, block, data, status, headers);
}

/** What an `{ftpack, ...}` says; undefined for any other answer. */
export function ackOf(answer: Answer): Ack | undefined {
  if (answer === "empty" || !("term" in answer) || !(answer.term instanceof Tuple)) {
    return undefined;
  }
  const [kind, ...rest] = answer.term.elements;
  if (kind !== atom("ftpack")) return undefined;
  const [id = [], sid = [], name = [], meta = [], , offset, block, , status = [], headers = []] =
    rest;
  const said = (term: Term) => text(term) ?? "";
  const window = Array.isArray(headers) && headers[0] instanceof Tuple &&
      headers[0].elements[0] === atom("window")
    ? Number(headers[0].elements[1])
    : undefined;
  return {
    status: said(status),
    offset: Number(offset),
    block: Number(block),
    word: said(meta),
    window,
    headers,
    id: said(id),
    name: said(name),
    sid: said(sid),
  };
}

/** The next answer to an upload; what else comes is passed over. */
export async function nextAck(wire: Pick<Wire, "next">): Promise<Ack> {
  for (;;) {
    const ack = ackOf(await wire.next());
    if (ack !== undefined) return ack;
  }
}

/** Asks and waits for the answer. */
export async function ask(wire: Pick<Wire, "next" | "term">, fields: Fields): Promise<Ack> {
  wire.term(record(fields));
  return await nextAck(wire);
}

/** A file to upload. */
export interface Source {
  readonly id: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Sends a file from where the server says, with as many chunks under way as it allows; resolves with the last answer. */
export async function upload(
  wire: Pick<Wire, "next" | "term">,
  { id, name, bytes }: Source,
  { chunk = Infinity, sid = "" }: { readonly chunk?: number; readonly sid?: string } = {},
): Promise<Ack> {
  const size = bytes.length, base = { id, name, size, sid };
  let ack = await ask(wire, base);
  if (ack.status !== "init" || ack.block === 0) return ack;
  const window = ack.window ?? 1, block = Math.min(ack.block, chunk);
  let at = ack.offset, underWay = 0;
  while (at < size || underWay > 0) {
    while (at < size && underWay < window) {
      const data = bytes.subarray(at, at + block);
      wire.term(record({ ...base, status: "send", offset: at, block: data.length, data }));
      at += data.length;
      underWay++;
    }
    ack = await nextAck(wire);
    underWay--;
    if (ack.status !== "send") return ack;
  }
  return ack;
}

/** Bytes that look like chance, the same for the same seed. */
export function bytesOf(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = seed * 2_654_435_761 >>> 0 || 1;
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state;
  }
  return bytes;
}

/** Bytes in short. */
export function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** All bytes of a file of a sink. */
export async function contentOf(sink: Sink, place: string): Promise<Uint8Array> {
  const stream = await sink.read(place);
  if (stream === undefined) throw new Error(`there is no file ${place}`);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A server that takes uploads. */
export interface UploadScene extends Scene {
  readonly ftp: Ftp;
  /** What pages heard: the status, the name and the type of each upload. */
  readonly heard: string[];
  /** The places of what is done. */
  readonly places: string[];
  /** A client that was greeted, as `greeted`, in the session of a token. */
  client(token?: string, client?: string): Promise<Guest>;
  /** Resolves when nothing is under way, and ends the processes of the server. */
  close(): Promise<void>;
}

/** A server whose page writes down what it hears. */
export function uploadScene(
  sink: Sink | AddressSink,
  options: FtpOptions = {},
  server: Partial<ServerOptions> = {},
): UploadScene {
  const heard: string[] = [], places: string[] = [], protocol = ftp(sink, options);
  const made = scene((event) => {
    if (!isUpload(event)) return;
    heard.push(`${event.status} ${event.name} ${event.type}`.trimEnd());
    if (event.status === "done") places.push(event.place);
  }, { protocols: [heart, nitro, protocol], ...server });
  return {
    ...made,
    ftp: protocol,
    heard,
    places,
    client: (token = "", client = "client-1") => made.greeted(token, client),
    async close() {
      await protocol.idle(made.server);
      await processesOf(made.server).supervisor.stop();
    },
  };
}
