/**
 * Adding documents to an instance.
 *
 * @module
 */
import * as bpe from "../../../bpe/mod.ts";
import type { ChangeOptions, Outcome } from "../../../rest/process/mod.ts";

/** How often it is tried anew where others come first. */
const TRIES = 20;

/**
 * Adds documents in front of those that are there, as they are when it is done.
 *
 * @throws {BpeError} `conflict` where others come first again and again
 */
export async function addDocuments(
  runtime: bpe.Runtime,
  id: string,
  documents: readonly unknown[],
  { by, key, version }: ChangeOptions,
): Promise<Outcome> {
  for (let n = 0; n < TRIES; n++) {
    const { state } = await runtime.instance(id), before = bpe.docsOf(state.reserved);
    const docs = bpe.spliceOf(before, bpe.appendDocs(before, documents)) ??
      { at: 0, cut: 0, put: [] };
    const command = { do: "set", variables: {}, docs, version: version ?? state.version } as const;
    const done = await runtime.command(id, command, { by, ...key !== undefined && { key } });
    const { applied, repeated, state: { version: now, status } } = done;
    if (applied || repeated || version !== undefined) {
      return { version: now, status, applied, repeated };
    }
  }
  throw new bpe.BpeError("conflict", "others have changed it again and again: try later", {
    instance: id,
  });
}
