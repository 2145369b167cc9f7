/**
 * The protocol of processes: clients make them, move them, give them documents and see them, over the same connection as pages.
 *
 * | message | answer |
 * | --- | --- |
 * | `{'Make',Process,Docs}` | `{ok,Id}` |
 * | `{'Next',Id}`, `{'Amen',Id,Docs}` | `{complete,Target}`, `'Final'`, `{error,Text,What}`, or what the action replied |
 * | `{'Load',Id}` | the record `process`, or `[]` |
 * | `{'Proc',Id}` | the record `process` |
 * | `{'Hist',Id}` | a list of the records `hist` |
 * | `{'Sub',Id}`, `{'Unsub',Id}` | `{ok,Id}`; then, for each change, `{bpe,Id,Version,Status,Stage}` |
 *
 * An answer is `{io,Code,Data}` with no code. Names and ids are binaries. What is refused is answered with `{error,Code,Text}` and
 * closes nothing. Every message is asked of the runtime's `auth`, with the user of the session as identity.
 *
 * @module
 */
import {
  Atom,
  atom,
  context,
  io,
  isLost,
  isSent,
  noCode,
  type Protocol,
  reg,
  type Reply as Answer,
  reply,
  type Term,
  text,
  Tuple,
  tuple,
  unknown,
  unreg,
  user,
} from "../n2o/mod.ts";
import { BpeError } from "./error.ts";
import { changeTerm, liveId, liveTopic } from "./n2o/live.ts";
import { docsOf, idOf, refusal, termOf } from "./n2o/terms.ts";
import type { Bpe } from "./process/bpe.ts";
import { type BpeLimits, limits as limitsOf } from "./process/limits.ts";
import { histDoc, processDoc, replyDoc } from "./process/wire.ts";
import { isStoreError } from "./store/store_error.ts";
import type { Identity } from "./task/identity.ts";

export { type BpeChange, bpeTopic, live } from "./n2o/live.ts";
export type { BpeLimits } from "./process/limits.ts";

/** How the protocol is set up. */
export interface BpeN2oOptions {
  /** The processes that may be made: names of modules, or ids of processes that are deployed. None by default. */
  readonly make?: readonly string[];
  /** The roles of a user; none by default. */
  readonly roles?: (user: string) => readonly string[] | Promise<readonly string[]>;
  /** Whether a client may ask anything without having logged in; their identity has an empty id then. False by default. */
  readonly anonymous?: boolean;
  /** Bounds, where they are to differ. */
  readonly limits?: Partial<BpeLimits>;
}

const OK = atom("ok"), ERROR = atom("error");

/** The arity of each message, its name included. */
const ARITY: Readonly<Record<string, number>> = {
  Make: 3,
  Next: 2,
  Amen: 3,
  Load: 2,
  Proc: 2,
  Hist: 2,
  Sub: 2,
  Unsub: 2,
};

/**
 * The protocol over the functions of processes.
 *
 * @throws {BpeError} `config` for a bound that is none
 *
 * @example
 * ```ts
 * import { bpe } from "@n2o/n2o/bpe";
 * import { bpeN2o, live } from "@n2o/n2o/bpe/n2o";
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { heart, server } from "@n2o/n2o/n2o";
 *
 * using kv = memoryKv();
 * await using b = bpe(kv);
 * const made = server({
 *   secret: "sixteen or more random characters",
 *   protocols: [heart, bpeN2o(b, { make: ["ticket"], roles: (user) => user === "ann" ? ["boss"] : [] })],
 * });
 * live(made, b);
 * ```
 */
export function bpeN2o(b: Bpe, options: BpeN2oOptions = {}): Protocol {
  const limits = limitsOf(options.limits), make = options.make ?? [];

  async function identity(): Promise<Identity> {
    const id = user();
    if (id === "" && options.anonymous !== true) throw refusal("denied", "log in first");
    return { id, roles: await options.roles?.(id) ?? [] };
  }

  async function carryOut(name: string, [first, second]: readonly Term[]): Promise<Term> {
    const asking = { by: await identity() };
    if (name === "Make") {
      const process = first instanceof Atom ? first.name : text(first ?? []);
      if (process === undefined || !make.includes(process)) {
        throw refusal("denied", "no such process can be made here");
      }
      return tuple(OK, await b.start(process, docsOf(second, limits), asking));
    }
    const id = idOf(first);
    switch (name) {
      case "Next":
        return termOf(replyDoc(await b.next(id, undefined, asking)));
      case "Amen": {
        const docs = docsOf(second, limits);
        await b.runtime.permit({ do: "amend", instance: id }, asking);
        if ((await b.proc(id)).docs.length + docs.length > limits.held) {
          throw refusal("limit", `a process has at most ${limits.held} documents`);
        }
        return termOf(replyDoc(await b.amend(id, docs, asking)));
      }
      case "Load":
        await b.runtime.permit({ do: "read", instance: id }, asking);
        return await loaded(id);
      case "Proc":
        return termOf(processDoc(await b.proc(id, asking)));
      case "Hist": {
        await b.runtime.permit({ do: "read", instance: id }, asking);
        const rows = await b.hist(id), { length } = rows;
        return rows.slice(-limits.rows)
          .map((row) => termOf(histDoc(row, row.id.step === length - 1)));
      }
      case "Sub":
        await b.proc(id, asking);
        if (context().cx.topics.length >= limits.topics) {
          throw refusal("limit", `a connection hears of at most ${limits.topics} topics`);
        }
        await reg(liveTopic(id));
        return tuple(OK, id);
      default:
        unreg(liveTopic(id));
        return tuple(OK, id);
    }
  }

  async function loaded(id: string): Promise<Term> {
    const found = await b.load(id);
    return found === undefined ? [] : termOf(processDoc(found));
  }

  async function answer(name: string, given: readonly Term[]): Promise<Answer> {
    const found = context();
    const said = (data: Term) => reply({ bert: io(noCode(found.cx.wire), data) }, found.cx);
    try {
      if (given.length !== ARITY[name]) {
        throw refusal("bad_arguments", `${name} has ${(ARITY[name] ?? 1) - 1} arguments`);
      }
      return said(await carryOut(name, given.slice(1)));
    } catch (error) {
      // What the store says of itself is for the log, and not for a client.
      if (error instanceof BpeError && !isStoreError(error)) {
        return said(tuple(ERROR, atom(error.code), error.message));
      }
      const { page, session } = found.cx;
      found.server.log("error", `bpe failed to answer ${name}`, { page, session, error });
      return said(tuple(ERROR, atom("failed"), "it could not be done; try again later"));
    }
  }

  /** How a process stands, for a client that may have missed a change. */
  async function caughtUp(id: string): Promise<Answer> {
    const found = context();
    try {
      const term = changeTerm(await b.proc(id, { by: await identity() }));
      return reply({ bert: io(noCode(found.cx.wire), term) }, found.cx);
    } catch (error) {
      const { page, session } = found.cx;
      found.server.log("error", "bpe failed to tell how a process stands", {
        page,
        session,
        error,
      });
      return reply(undefined, found.cx);
    }
  }

  return {
    name: "bpe_n2o",
    answers(message) {
      if (message.type !== "term" || !(message.term instanceof Tuple)) return false;
      const [name] = message.term.elements;
      return name instanceof Atom && Object.hasOwn(ARITY, name.name);
    },
    info(message, _req, cx) {
      if (message.type === "bus") {
        const id = liveId(message.topic), { news } = message;
        if (id === undefined) return unknown;
        if (!isSent(news)) return isLost(news) ? caughtUp(id) : reply(undefined);
        // As: nobody else sends to these topics, and what was sent is a term.
        return reply({ bert: io(noCode(cx.wire), news.message as Term) });
      }
      if (message.type !== "term" || !(message.term instanceof Tuple)) return unknown;
      const { elements } = message.term, [name] = elements;
      return name instanceof Atom && Object.hasOwn(ARITY, name.name)
        ? answer(name.name, elements)
        : unknown;
    },
  };
}
