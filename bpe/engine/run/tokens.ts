/**
 * Tokens on flows during a step, and those that wait to be moved.
 *
 * @module
 */
import type { ScopeTokens } from "../../state/lists.ts";
import { ROOT, type Threads } from "../../state/state.ts";
import type { Live } from "./live.ts";

/** The flows in a scope that have tokens. */
export function filledFlows(live: Live, scope: number): readonly number[] {
  return [...live.tokens.get(scope)?.flows.keys() ?? []];
}

/** How many tokens wait on a flow in a scope. */
export function tokensOn(live: Live, flow: number, at: number): number {
  return live.tokens.get(at)?.flows.get(flow) ?? 0;
}

/** Puts so many tokens on a flow; takes them away where the number is negative. */
export function addTokens(live: Live, flow: number, at: number, count: number): void {
  const before = tokensOn(live, flow, at);
  setFlow(live, flow, at, before + count);
  live.undo?.push(() => setFlow(live, flow, at, before));
}

function setFlow(live: Live, flow: number, at: number, count: number): void {
  const found = live.tokens.get(at);
  // Those that were made for this step are its own.
  const isOwn = found !== undefined && live.own?.has(found) !== false;
  const tokens = isOwn ? found : { id: at, flows: new Map(found?.flows) };
  if (count > 0) tokens.flows.set(flow, count);
  else tokens.flows.delete(flow);
  if (isOwn && tokens.flows.size > 0) {
    live.touched.add(at);
    return;
  }
  live.own?.add(tokens);
  setTokens(live, tokens);
}

/** Takes away all tokens in a scope. */
export function dropTokens(live: Live, at: number): void {
  for (const flow of filledFlows(live, at)) addTokens(live, flow, at, -tokensOn(live, flow, at));
  if (live.threads?.list.some((each) => each.at === at) !== true) return;
  const { list, pointer } = live.threads;
  const kept = (each: { readonly at: number }) => each.at !== at;
  setThreads(live, {
    ...live.threads,
    list: list.filter(kept),
    pointer: list.slice(0, pointer).filter(kept).length,
  });
}

function setTokens(live: Live, tokens: ScopeTokens): void {
  if (tokens.flows.size > 0) live.tokens.set(tokens);
  else live.tokens.delete(tokens.id);
  live.touched.add(tokens.id);
}

/** Replaces the tokens that wait to be moved. */
export function setThreads(live: Live, threads: Live["threads"]): void {
  const before = live.threads;
  live.threads = threads;
  live.touched.add(ROOT);
  live.undo?.push(() => void (live.threads = before));
}

/** Threads between two steps: after the last one comes the first. */
export function rested({ list, pointer, moved }: Threads): Threads {
  return {
    list,
    pointer: pointer < list.length ? pointer : 0,
    ...(moved === undefined ? {} : { moved }),
  };
}
