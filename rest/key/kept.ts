/**
 * Answers that are kept by the keys of their requests: each is stored in the commit of what it tells, so there is none without the other.
 *
 * @module
 */
import { sha256, toBase64 } from "../../base/mod.ts";
import { type Batch, type Kv, type KvsRecord, putInto, read } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";
import type { Answer, Incoming } from "../operation.ts";
import { toJson } from "../value/json.ts";
import { HEADER } from "./key.ts";

/** The table of all that are kept. */
const TABLE = "rest.answers";

/** How many milliseconds an answer is kept unless told. */
export const DAY = 86_400_000;

/** An answer as it is kept. */
interface Kept extends KvsRecord {
  readonly id: string;
  /** Of the request that it answers. */
  readonly request: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly value?: unknown;
  readonly text?: string;
  /** Whether its tag is that of what was stored in the same commit. */
  readonly tagged: boolean;
}

/** What a key is bound to. */
export interface Keyed {
  /** As `keyOf` gives it. */
  readonly key: string;
  /** The address, without the query: one of two that mean the same. */
  readonly path: string;
  /** The body, read. */
  readonly body: unknown;
}

/** A request with a key. */
export class KeptAnswer {
  readonly #kv: Kv;
  readonly #id: string;
  readonly #request: string;

  private constructor(kv: Kv, id: string, request: string) {
    this.#kv = kv;
    this.#id = id;
    this.#request = request;
  }

  /** That of a request: bound to who asks, the method and the address. */
  static async of(
    kv: Kv,
    { request, person, type, bodyType }: Incoming,
    keyed: Keyed,
  ): Promise<KeptAnswer> {
    const { key, path, body } = keyed;
    const id = await hash([person?.id ?? null, request.method, path, key]);
    return new KeptAnswer(kv, id, await hash([bodyType, type, toJson(body)]));
  }

  /**
   * The answer that is kept; undefined where none is, or no longer.
   *
   * @throws {RestError} `reused` where it answers another body, or one in another type
   */
  async find(): Promise<Answer | undefined> {
    const found = await read<Kept>(this.#kv, TABLE, this.#id);
    if (found === undefined) return undefined;
    const { id: _, request, tagged, ...answer } = found.record;
    if (request === this.#request) {
      return tagged ? { ...answer, version: found.version } : answer;
    }
    const detail = "the key was sent with another body or type before: make up another one";
    throw new RestError("reused", detail, { errors: [{ header: HEADER, code: "reused", detail }] });
  }

  /**
   * Adds an answer to the commit of what it tells.
   *
   * @param tagged whether it is told with the version of that commit
   * @param keepMs for how many milliseconds it is kept
   * @throws {KvsError} `conflict` where one is kept already
   */
  async keep(
    commit: Batch,
    { status, headers, value, text }: Answer,
    { tagged, keepMs }: { readonly tagged: boolean; readonly keepMs: number },
  ): Promise<void> {
    const kept: Kept = {
      id: this.#id,
      request: this.#request,
      status,
      tagged,
      ...(headers !== undefined && { headers }),
      ...(value !== undefined && { value }),
      ...(text !== undefined && { text }),
    };
    await putInto(this.#kv, commit, [kept], TABLE, { version: null, expireIn: keepMs });
  }
}

async function hash(parts: readonly unknown[]): Promise<string> {
  return toBase64(await sha256(JSON.stringify(parts)), { alphabet: "base64url" });
}
