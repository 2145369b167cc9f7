/**
 * `Idempotency-Key`: what is sent again with its key is done once.
 *
 * @module
 */
import { sha256, toHex } from "../../base/mod.ts";
import { RestError } from "../error.ts";
import type { Incoming, Parameter } from "../operation.ts";
import type { ProcessEngine, ProcessIdentity } from "./engine.ts";

/** The header, as the operations that take it declare it. */
export const KEY: Parameter = {
  name: "idempotency-key",
  in: "header",
  description: "what is sent again with its key, by the same person, is done once; for a week",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

/**
 * What the key of a request stands for in the engine; undefined where it has none.
 *
 * @param body what was asked with it, so that it stands for nothing else
 * @throws {RestError} `bad_header` for one that is no text of 1 to 255 visible characters of ASCII, or a string of RFC 9651; `reused` for one
 * that came with something else
 */
export async function keyOf(
  engine: ProcessEngine,
  { request, url, query }: Incoming,
  body: unknown,
  by: ProcessIdentity,
): Promise<string | undefined> {
  const text = request.headers.get(KEY.name);
  if (text === null) return undefined;
  const [, quoted, bare] = /^(?:"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"|([\x21\x23-\x7e]+))$/
    .exec(text) ?? [];
  const key = quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
  if (key === "" || key.length > 255) {
    const detail = "give 1 to 255 characters, such as a UUID";
    throw new RestError("bad_header", `the Idempotency-Key is none: ${detail}`, {
      errors: [{ header: KEY.name, code: "key", detail }],
    });
  }
  // What the query says is asked as well, such as the element whose variables are set.
  const said = Object.entries(query).filter(([, value]) => value !== undefined).sort();
  const parts = [request.method, url.pathname, body ?? null, ...said];
  const asked = JSON.stringify(parts);
  return await engine.keyed({ key, by, digest: toHex(await sha256(asked)) });
}

/** The error of a key that came with something else. */
export function reused(): RestError {
  const detail = "take another key for another request";
  return new RestError("reused", `the Idempotency-Key was used for something else: ${detail}`, {
    errors: [{ header: KEY.name, code: "reused", detail }],
  });
}
