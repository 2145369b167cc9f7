/** Commits: each applied once, however often it is sent. */
import { combine } from "../../store/value.ts";
import type {
  RawCheck,
  RawCommit,
  RawEntry,
  RawMessage,
  RawMutation,
} from "../../store/backend.ts";
import { toBinary } from "../../value/bytes.ts";
import { KvsError } from "../../error.ts";
import { buffer, valueBytes } from "./entry.ts";
import type { Argument } from "./link.ts";

const OPS = { set: "S", stamped: "T", delete: "D", sum: "+", min: "<", max: ">" } as const;

/** How often sums of plain numbers are computed anew because another writer came first. */
const ATTEMPTS = 200;

/** What commits need of Redis. */
export interface CommitSource {
  /** These entries as of one moment. */
  read(keys: readonly Uint8Array[]): Promise<(RawEntry | undefined)[]>;
  /** Runs the script of commits; answers what it answers. */
  run(args: readonly Argument[]): Promise<string>;
}

/**
 * The commits of one client. Each has a number, and says which numbers were all answered, so that
 * Redis remembers only what was not.
 */
export class Commits {
  readonly #source: CommitSource;
  readonly #open = new Set<number>();
  #number = 0;

  constructor(source: CommitSource) {
    this.#source = source;
  }

  /** Applies a commit; answers its versionstamp, or undefined where a check failed. */
  async apply(commit: RawCommit): Promise<string | undefined> {
    const plain = commit.mutations.filter(isPlain);
    if (plain.length === 0) return finish(await this.#send(commit, []));
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const computed = await this.#compute(commit, plain);
      const result = await this.#send(computed.commit, computed.guards);
      if (result === "G") continue;
      if (computed.error !== undefined && result.startsWith("V")) throw computed.error;
      return finish(result);
    }
    throw new KvsError("conflict", `other writers came first ${ATTEMPTS} times; try again later`);
  }

  async #send(commit: RawCommit, guards: readonly RawCheck[]): Promise<string> {
    const number = this.#number++;
    this.#open.add(number);
    const [least = number] = this.#open; // in the order they were added
    try {
      return await this.#source.run([String(number), String(least), ...encode(commit, guards)]);
    } finally {
      this.#open.delete(number);
    }
  }

  /**
   * Numbers and bigints are stored as V8 writes them, which Redis cannot add up: their sums are
   * computed here, and hold if the entries are still those that were read.
   */
  async #compute(
    commit: RawCommit,
    plain: readonly RawMutation[],
  ): Promise<{ commit: RawCommit; guards: RawCheck[]; error?: unknown }> {
    const keys = new Map(plain.map(({ key }) => [toBinary(key), key]));
    const entries = await this.#source.read([...keys.values()]);
    const values = new Map([...keys.keys()].map((id, i) => [id, entries[i]?.value]));
    const guards = [...keys.values()].map((key, i) => ({
      key,
      versionstamp: entries[i]?.versionstamp ?? null,
    }));
    const compute = (mutation: RawMutation): RawMutation => {
      const { type, key } = mutation, id = toBinary(key);
      if (!values.has(id) || type === "stamped") return mutation;
      if (type === "delete") values.set(id, undefined);
      else if (type === "set") values.set(id, mutation.value);
      else {
        const value = combine(type, values.get(id), mutation.value);
        values.set(id, value);
        return { type: "set", key, value };
      }
      return mutation;
    };
    try {
      return { commit: { ...commit, mutations: commit.mutations.map(compute) }, guards };
    } catch (error) {
      // thrown unless a check fails, which comes first
      return {
        commit: { ...commit, mutations: [], messages: [], announcements: [] },
        guards,
        error,
      };
    }
  }
}

function isPlain(mutation: RawMutation): boolean {
  const { type } = mutation;
  return (type === "sum" || type === "min" || type === "max") && mutation.value.kind !== "u64";
}

function finish(result: string): string | undefined {
  if (result === "F") return undefined;
  if (result.startsWith("V")) return result.slice(1);
  const [type] = Object.entries(OPS).find(([, op]) => result === `E${op}`) ?? [];
  if (type) {
    throw new TypeError(`Failed to perform '${type}' mutation on a non-U64 value in the database`);
  }
  throw new KvsError("store", `unexpected answer to a commit: ${result}`);
}

function encode(
  { checks, mutations, messages, announcements = [] }: RawCommit,
  guards: readonly RawCheck[],
): Argument[] {
  const counts = [checks, guards, mutations, messages].map(({ length }) => String(length));
  const args: Argument[] = [...counts];
  for (const { key, versionstamp } of checks) args.push(buffer(key), versionstamp ?? "");
  for (const { key, versionstamp } of guards) args.push(buffer(key), versionstamp ?? "");
  for (const mutation of mutations) encodeMutation(mutation, args);
  for (const message of messages) encodeMessage(message, args);
  for (const { channel, bytes } of announcements) args.push(channel, buffer(bytes));
  return args;
}

function encodeMutation(mutation: RawMutation, args: Argument[]): void {
  args.push(OPS[mutation.type], buffer(mutation.key));
  if (mutation.type === "delete") return;
  const expireIn = "expireIn" in mutation ? mutation.expireIn : undefined;
  args.push(valueBytes(mutation.value), expireIn === undefined ? "" : String(expireIn));
}

function encodeMessage(
  { payload, delay, backoff, undelivered }: RawMessage,
  args: Argument[],
): void {
  args.push(buffer(payload), String(delay));
  args.push(String(backoff.length), ...backoff.map(String));
  args.push(String(undelivered.length), ...undelivered.map(buffer));
}
