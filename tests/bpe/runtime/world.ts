/**
 * What the tests of the durable runtime share: files in XML, a store that can be disturbed, time that is moved until all is quiet.
 *
 * @module
 */
import type { Kv, KvAtomic, KvListIterator, KvListSelector } from "../../../kvs/kv.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { type OpenOptions, openRuntime, type Runtime } from "../../../bpe/mod.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";
import { flowsOf } from "../engine/model.ts";

export { list, traceOf } from "./trace.ts";

/** In milliseconds. */
export const HOUR = 3_600_000, DAY = 86_400_000;

/** A file with the given content beside the root element. */
export function file(content: string): string {
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:t" id="defs">${content}</definitions>`;
}

/** A process of this content; flows as in `engine/model.ts`. */
export function proc(id: string, body: string, flows: string): string {
  return `<process id="${id}" isExecutable="true">${body}${flowsOf(flows)}</process>`;
}

/** A timer definition. */
export function timer(kind: "timeDuration" | "timeDate" | "timeCycle", text: string): string {
  return `<timerEventDefinition><${kind} xsi:type="tFormalExpression">${text}</${kind}></timerEventDefinition>`;
}

/** What may be done to each operation of a store before and after it. */
export interface Disturbance {
  /** Called before a read. */
  readonly read?: (key: readonly unknown[]) => void | Promise<void>;
  /** Called before a write with how to carry it out. */
  readonly write?: <T>(apply: () => Promise<T>) => Promise<T>;
}

/** A store whose reads and writes pass a disturbance. */
export function disturbed(kv: Kv, { read, write }: Disturbance): Kv {
  const before = (key: readonly unknown[]) => Promise.resolve(read?.(key));
  const carry = <T>(apply: () => Promise<T>) => write === undefined ? apply() : write(apply);
  return {
    async get(key, options) {
      await before(key);
      return await kv.get(key, options);
    },
    async getMany(keys, options) {
      for (const key of keys) await before(key);
      return await kv.getMany(keys, options);
    },
    set: (key, value, options) => carry(() => kv.set(key, value, options)),
    delete: (key) => carry(() => kv.delete(key)),
    list<T>(selector: KvListSelector, options?: Parameters<Kv["list"]>[1]): KvListIterator<T> {
      const all = kv.list<T>(selector, options);
      const prefix = "prefix" in selector ? selector.prefix : selector.start;
      const each: KvListIterator<T> = {
        get cursor() {
          return all.cursor;
        },
        async next() {
          await before(prefix);
          return await all.next();
        },
        [Symbol.asyncIterator]() {
          return { next: () => each.next(), [Symbol.asyncIterator]: () => this } as // as: an iterator needs no more
          AsyncIterableIterator<never>;
        },
      };
      return each;
    },
    enqueue: (value, options) => carry(() => kv.enqueue(value, options)),
    listenQueue: (handler) => kv.listenQueue(handler),
    atomic() {
      const own = kv.atomic();
      const commit = own.commit.bind(own);
      const atomic: KvAtomic = Object.assign(own, { commit: () => carry(commit) });
      return atomic;
    },
    watch: (keys, options) => kv.watch(keys, options),
    close: () => {},
    commitVersionstamp: () => kv.commitVersionstamp(),
    [Symbol.dispose]: () => {},
  };
}

/** A store in memory under a virtual clock. */
export interface World {
  readonly clock: VirtualClock;
  readonly kv: Kv;
  readonly errors: unknown[];
  /** A runtime of it, which does by itself only what a command has left to do. */
  open(options?: OpenOptions, kv?: Kv): Runtime;
}

/** A world whose clock stands at a full hour of the year 2030. */
export function world(base?: Kv): World {
  const clock = virtualClock(1_000_000);
  clock.advance(Date.UTC(2030, 0, 1) - clock.now());
  const kv = base ?? memoryKv({ clock });
  const errors: unknown[] = [];
  return {
    clock,
    kv,
    errors,
    open: (options = {}, other = kv) =>
      openRuntime(other, {
        clock,
        manual: true,
        log: (_level, _message, details) => void errors.push(details?.error),
        ...options,
      }),
  };
}

/** Moves the time to whatever is due, until nothing is due within `horizon` milliseconds. */
export async function quiet(
  { clock }: Pick<World, "clock">,
  runtimes: Runtime | readonly Runtime[],
  horizon = 0,
): Promise<void> {
  const all = [runtimes].flat();
  const end = clock.now() + horizon;
  for (let round = 0; round < 2_000; round++) {
    for (const each of all) await each.idle();
    for (const each of all) await each.tick();
    for (const each of all) await each.idle();
    const next = (await Promise.all(all.map((each) => each.nextDue())))
      .filter((each) => each !== undefined).toSorted((a, b) => a - b)[0];
    if (next === undefined || next > end) {
      clock.advance(Math.max(0, end - clock.now()));
      return;
    }
    clock.advance(Math.max(0, next - clock.now()));
  }
  throw new Error("no quiet after 2,000 rounds: something stays due");
}

/** Ids of the nodes at which an instance has a token. */
export async function places(runtime: Runtime, instance: string): Promise<string[]> {
  const { state } = await runtime.instance(instance);
  const definition = await runtime.definition(state.definition);
  return state.elements.flatMap(({ node }) => definition.nodes[node]?.id ?? []);
}

/** The element of an instance at a node. */
export async function elementAt(runtime: Runtime, instance: string, node: string): Promise<number> {
  const { state } = await runtime.instance(instance);
  const definition = await runtime.definition(state.definition);
  const found = state.elements.find((each) => definition.nodes[each.node]?.id === node);
  if (found === undefined) throw new Error(`${instance} is not at ${node}`);
  return found.id;
}
