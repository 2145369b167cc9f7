/**
 * Whether an application is ready to serve, for whoever spreads requests over machines: `/n2o/health`.
 *
 * @module
 */
import { deadline } from "../base/mod.ts";
import type { Kv } from "../kvs/mod.ts";
import type { Server } from "../n2o/mod.ts";

/** How long a check may take, and how long the store's answer stands, in milliseconds: anybody may ask as often as he likes. */
const LIMIT = 1_000, FRESH = 1_000;

type Check = Parameters<Server["checks"]["set"]>[1];

/** Adds what an application needs to be ready: its store, and its bus where that says whether it is connected. */
export function addChecks({ checks, bus, clock }: Server, kv: Kv | undefined): void {
  if (kv !== undefined) checks.set("store", recently(() => kv.get(["n2o", "health"]), clock));
  if (hasConnection(bus)) checks.set("bus", () => bus.isConnected);
}

/** Tells 200 `ready`, or 503 with the names of what is not. */
export async function health({ checks, clock }: Server): Promise<Response> {
  const missing: string[] = [];
  await Promise.all([...checks].map(async ([name, check]) => {
    if (!await holds(check, clock)) missing.push(name);
  }));
  const headers = { "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" };
  return missing.length === 0
    ? new Response("ready\n", { headers })
    : new Response(`not ready: ${missing.sort().join(", ")}\n`, { status: 503, headers });
}

/** The checks that are under way: however many ask, each runs once at a time, and one that hangs begins once a second. */
const underWay = new WeakMap<Check, Promise<boolean>>();

/** Whether a check holds; one that throws or takes too long does not. */
function holds(check: Check, clock: Server["clock"]): Promise<boolean> {
  const begun = underWay.get(check);
  if (begun !== undefined) return begun;
  const late = () => new Error("late");
  const answer = deadline(async () => await check(), { ms: LIMIT, error: late, clock })
    .catch(() => false)
    .finally(() => underWay.delete(check));
  underWay.set(check, answer);
  return answer;
}

/** A check that asks at most once at a time, and once a second. */
function recently(
  ask: () => Promise<unknown>,
  clock: Server["clock"],
): () => Promise<boolean> {
  let last: Promise<boolean> | undefined, at = 0;
  return () => {
    if (last !== undefined && clock.now() - at < FRESH) return last;
    at = clock.now();
    const late = () => new Error("late");
    return last = deadline(ask, { ms: LIMIT, error: late, clock }).then(() => true, () => false);
  };
}

/** A bus over a broker. */
function hasConnection(bus: object): bus is { readonly isConnected: boolean } {
  return "isConnected" in bus;
}
