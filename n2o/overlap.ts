/**
 * Protocols of one connection point that would answer the same message: the later one never hears it, which nobody notices.
 *
 * @module
 */
import type { Log } from "../base/mod.ts";
import { type Message, type Protocol, unknown } from "./proto.ts";
import { Atom, Tuple } from "./term/term.ts";

/**
 * A protocol that answers nothing and tells, once for each pair, when two of `protocols` would both answer a message, for development: put
 * it first. Only those are asked that declare what they answer (`answers`), so no handler runs twice; messages of the bus and the end of a
 * connection are everybody's.
 *
 * @example
 * ```ts
 * import { heart, type Protocol, push, reply } from "@n2o/n2o/n2o";
 * import { overlap } from "@n2o/n2o/n2o/overlap";
 *
 * const mine: Protocol = { name: "mine", answers: () => true, info: () => reply({ text: "mine" }) };
 * const told: string[] = [], protocols = [heart, mine];
 * const watch = overlap(protocols, (_level, message) => void told.push(message));
 * const req = { path: "/", query: "", headers: {} };
 * const nobody = { session: "", former: [], told: "", user: "", roles: [], token: "" };
 * const cx = { page: "/", ...nobody, renew: Infinity, client: "", topics: [], state: {} };
 * await push({ type: "text", text: "PING" }, { protocols: [watch, ...protocols], req, cx });
 * if (!told.join().includes("n2o_heart and mine")) throw new Error("not told");
 * ```
 */
export function overlap(protocols: readonly Protocol[], log: Log): Protocol {
  const told = new Set<string>();
  return {
    name: "overlap",
    contextFree: true,
    info(message) {
      const [first, ...others] = declared(protocols, message);
      for (const other of first === undefined ? [] : others) {
        const pair = `${first} and ${other}`;
        if (told.has(pair)) continue;
        told.add(pair);
        log(
          "warning",
          `protocols: ${pair} would both answer a message; ${first} is asked first and gets it: change the order, or what they answer`,
          { first, other, message: shown(message) },
        );
      }
      return unknown;
    },
  };
}

/** Names of those that declare that they answer a message. */
function declared(protocols: readonly Protocol[], message: Message): string[] {
  if (message.type !== "text" && message.type !== "term") return [];
  return protocols.flatMap(({ name, answers }, index) =>
    answers?.(message) ? [name ?? `protocol ${index + 1}`] : []
  );
}

/** What a message is, without what a person or a client must not show. */
function shown(message: Message): string {
  if (message.type !== "term") return message.type;
  const [name] = message.term instanceof Tuple ? message.term.elements : [];
  return name instanceof Atom ? `a tuple ${name.name}` : "a term";
}
