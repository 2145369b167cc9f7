/**
 * A client of a live page, frame by frame.
 *
 * @module
 */
import { woken } from "../../../n2o/connection.ts";
import {
  type Asleep,
  atom,
  type Connection,
  connection,
  decode,
  encode,
  type Frame,
  type Server,
  tableOf,
  type Term,
  text,
  Tuple,
  tuple,
} from "../../../n2o/mod.ts";

/** A client of a page within the process, whose host may forget the connection after each message: what it keeps is its bytes. */
export class Client {
  readonly frames: Uint8Array[] = [];
  #asleep: Asleep | undefined;
  #connection: Connection;
  #seq = 0;
  readonly #server: Server;

  constructor(made: Server, readonly isForgetful: boolean) {
    this.#server = made;
    this.#connection = connection(
      made,
      "/",
      { path: "/", query: "", headers: {} },
      this.#transport(),
    );
  }

  #transport() {
    return {
      send: (frame: Frame) => void (typeof frame !== "string" && this.frames.push(frame.slice())),
      close() {},
      backlog: 0,
      ...this.isForgetful && {
        sleeper: {
          holds() {},
          room() {},
          heard: 0,
          keep: (asleep: Asleep | undefined) => void (this.#asleep = structuredClone(asleep)),
          rested() {},
        },
      },
    };
  }

  async say(term: Term): Promise<Term> {
    this.frames.length = 0;
    this.#connection.receive(encode(term).slice().buffer);
    while (this.frames.length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    const [frame = new Uint8Array()] = this.frames;
    if (!this.isForgetful) return decode(frame);
    // Nothing of the process is left but what the host has.
    const caching = tableOf(this.#server.tables, "caching");
    for (const { key } of [...caching.rows()]) caching.delete(key);
    if (this.#asleep !== undefined) {
      this.#connection = woken(this.#server, this.#asleep, this.#transport());
    }
    return decode(frame);
  }

  event(id: string, pickle: string, values: Term[] = []): Promise<Term> {
    return this.say(tuple(atom("pickle"), id, pickle, values, ++this.#seq));
  }
}

/** What an event of an element is sent by. */
export function pickleOf(term: Term, id: string, type: string = ""): string {
  const [, instructions = []] = term instanceof Tuple ? term.elements : [];
  const found = (Array.isArray(instructions) ? instructions : []).find((each) =>
    each instanceof Tuple && each.elements[0] === atom("bind") &&
    text(each.elements[1] ?? []) === id && (type === "" || text(each.elements[2] ?? []) === type)
  );
  return found instanceof Tuple ? text(found.elements[3] ?? []) ?? "" : "";
}
