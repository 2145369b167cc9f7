/** How a commit being put together looks on Deno's console. */
import { readValue } from "../value/v8/read.ts";
import { fromRaw } from "./value.ts";
import type { Change, Message } from "./encode.ts";
import type { KvCheck } from "../kv.ts";

/** What the console gives, to render a part. */
export type Inspect = (value: unknown, options?: unknown) => string;

/** Gives the objects of a class the method that Deno's console asks. */
export function defineInspect<T>(
  prototype: T,
  render: (object: T, inspect: Inspect, options: unknown) => string,
): void {
  Object.defineProperty(prototype, Symbol.for("Deno.privateCustomInspect"), {
    value(this: T, inspect: Inspect, options: unknown): string {
      return render(this, inspect, options);
    },
  });
}

/** The calls that the commit was put together with, a line each. */
export function inspectCommit(
  checks: readonly KvCheck[],
  changes: readonly Change[],
  messages: readonly Message[],
  inspect: Inspect,
  options: unknown,
): string {
  const call = (name: string, ...args: readonly unknown[]): string =>
    `  ${name}(${args.map((arg) => inspect(arg, options)).join(", ")})`;
  const lines = [
    ...checks.map((check) => call("check", check)),
    ...changes.map((change) => call(change.type, ...argsOf(change))),
    ...messages.map(({ payload, options }) =>
      call("enqueue", readValue(payload), ...some(options))
    ),
  ];
  return lines.length === 0 ? "AtomicOperation (empty)" : ["AtomicOperation", ...lines].join("\n");
}

function argsOf(change: Change): unknown[] {
  if (change.type === "delete") return [change.key];
  const { key, value, expireIn } = change;
  return [key, fromRaw(value), ...some(expireIn === undefined ? {} : { expireIn })];
}

function some(options: object): object[] {
  return Object.keys(options).length === 0 ? [] : [options];
}
