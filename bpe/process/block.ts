/**
 * Blocks: a process holds up the gateways of another until it lets them go.
 *
 * @module
 */
import type { KvKey } from "../../kvs/mod.ts";
import { BpeError } from "../error.ts";
import { changeMeta } from "./change.ts";
import { type Context, snapshot } from "./context.ts";
import type { Block } from "../state/reserved.ts";

/** What a process blocks. */
const blockKey = (by: string, subject: string, gateway: string): KvKey => [
  "bpe/block",
  by,
  subject,
  gateway,
];

/** Blocks a gateway of another process; `exist` where it does so already. */
export async function gwBlock(
  cx: Context,
  by: string,
  gateway: string,
  subject: string,
): Promise<"ok" | "exist"> {
  const { proc } = await snapshot(cx, subject);
  if (proc.blocks?.some(is({ by, gateway })) === true) return "exist";
  await cx.runtime.kv.set(blockKey(by, subject, gateway), 0);
  await changeMeta(cx, subject, ({ blocks = [], ...meta }) => ({
    ...meta,
    blocks: [...blocks, { by, gateway }],
  }));
  return "ok";
}

/** Lets go what a process blocks: one gateway of another, or all. May be done again where it was cut short. */
export async function gwUnblock(
  cx: Context,
  by: string,
  gateway?: string,
  subject?: string,
): Promise<void> {
  const prefix = blockKey(by, subject ?? "", "").slice(0, subject === undefined ? 2 : 3);
  for await (const { key } of cx.runtime.kv.list({ prefix })) {
    const [, , process, blocked] = key.map(String);
    if (process === undefined || blocked === undefined) continue;
    if (gateway !== undefined && blocked !== gateway) continue;
    await release(cx, process, { by, gateway: blocked });
    await cx.runtime.kv.delete(key);
  }
}

async function release(cx: Context, subject: string, block: Block): Promise<void> {
  try {
    await changeMeta(cx, subject, ({ blocks = [], ...meta }) => ({
      ...meta,
      blocks: blocks.filter((each) => !is(block)(each)),
    }));
  } catch (error) {
    // A process that has ended or was erased is not held up any more.
    if (!(error instanceof BpeError && ["command", "instance"].includes(error.code))) throw error;
  }
}

function is({ by, gateway }: Block): (each: Block) => boolean {
  return (each) => each.by === by && each.gateway === gateway;
}
