/**
 * Creating once: a request with a key is answered as it was the first time, and stores nothing again.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import { DAY, KeptAnswer } from "../key/kept.ts";
import { keyOf, unusable } from "../key/key.ts";
import type { Answer, Incoming } from "../operation.ts";
import type { Beside, Source } from "./source.ts";

/**
 * What adds an answer to the commit that it tells of, and whether it is told with the version of that commit; undefined where the request has no
 * key.
 */
export type Keeping = ((answer: Answer, tagged: boolean) => Beside) | undefined;

/** What is asked for. */
export interface Asked {
  /** The address, without the query. */
  readonly path: string;
  /** The body, read. */
  readonly body: unknown;
  /** For how many milliseconds the answer is kept; a day unless told. */
  readonly keepMs: number | undefined;
}

/**
 * The answer that is kept by the key of a request, or that of `make`, which is given what keeps it.
 *
 * Of several requests with one key at one time the first commit is made; the others fail because of it, whatever they fail of, and are answered by what it
 * has kept.
 *
 * @throws {RestError} `bad_header` where a key cannot be heeded, `reused` for one of another request; what `make` throws
 */
export async function keptOnce<T extends KvsRecord>(
  incoming: Incoming,
  { kv }: Source<T>,
  { path, body, keepMs = DAY }: Asked,
  make: (keep: Keeping) => Promise<Answer>,
): Promise<Answer> {
  const key = keyOf(incoming.request);
  if (key === undefined) return await make(undefined);
  if (kv === undefined) throw unusable("this address keeps none: leave it out");
  if (incoming.query.each === true) {
    throw unusable("a key is of one commit: give it without each=true, or records one by one");
  }
  const kept = await KeptAnswer.of(kv, incoming, { key, path, body });
  const before = await kept.find();
  if (before !== undefined) return before;
  try {
    return await make((answer, tagged) => (commit) =>
      kept.keep(commit, answer, { tagged, keepMs })
    );
  } catch (error) {
    const meanwhile = await kept.find();
    if (meanwhile === undefined) throw error;
    return meanwhile;
  }
}
