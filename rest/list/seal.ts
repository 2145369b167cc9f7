/**
 * Sealed cursors: a page whose rows are somebody else's ends at one of them, and must not tell which.
 *
 * @module
 */
import { concatBytes, fromBase64, toBase64 } from "../../base/mod.ts";
import { type Kv, KvsError, type KvsRecord, read } from "../../kvs/mod.ts";
import { alter } from "../../kvs/alter.ts";

/** Seals texts, and opens them. */
export interface Seal {
  /** A text that tells nothing but about how long it is: to a power of two. */
  close(text: string, of: string): Promise<string>;
  /** The text; undefined for one that was sealed elsewhere, of something else, or by nobody. */
  open(sealed: string, of: string): Promise<string | undefined>;
}

/** Where the key of a store's cursors is: all programs that share it open each other's. */
const TABLE = "rest.cursors", ID = "key";
const IV = 12, LEAST = 128, BITS = 256;
const BASE64 = { alphabet: "base64url", padding: false } as const;
const utf8 = new TextEncoder(), text = new TextDecoder();

/**
 * What seals the cursors of lists: by a key that is made at random when the first one is sealed, and kept in the store. Of what is in no store the key ends with the
 * program, and its sealed cursors with it: those who hold one are told to begin with the first page.
 */
export function sealOf(of: { readonly kv?: Kv }): Seal {
  const keyed = () =>
    keyFor(of.kv ?? of, () => of.kv === undefined ? made(fresh()) : stored(of.kv));
  return {
    async close(plain, of) {
      const iv = crypto.getRandomValues(new Uint8Array(IV)), params = paramsOf(iv, of);
      const bytes = await crypto.subtle.encrypt(params, await keyed(), padded(utf8.encode(plain)));
      return toBase64(concatBytes(iv, new Uint8Array(bytes)), BASE64);
    },
    async open(sealed, of) {
      const key = await keyed();
      try {
        const bytes = fromBase64(sealed, BASE64), params = paramsOf(bytes.slice(0, IV), of);
        const plain = await crypto.subtle.decrypt(params, key, bytes.slice(IV));
        return text.decode(plain).replace(/\0+$/, "");
      } catch {
        return undefined; // it is none: base64 and AES-GCM say it by an error
      }
    },
  };
}

function paramsOf(iv: Uint8Array<ArrayBuffer>, of: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: utf8.encode(`n2o cursor 1 ${of}`) };
}

/** As long as many others. */
function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let length = LEAST;
  while (length < bytes.length) length *= 2;
  const made = new Uint8Array(length);
  made.set(bytes);
  return made;
}

const keys = new WeakMap<object, Promise<CryptoKey>>();

/** Found once for each store; what has failed is tried again. */
function keyFor(owner: object, make: () => Promise<CryptoKey>): Promise<CryptoKey> {
  const known = keys.get(owner);
  if (known !== undefined) return known;
  const key = make();
  keys.set(owner, key);
  key.catch(() => keys.delete(owner));
  return key;
}

function fresh(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(BITS / 8));
}

function made(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

interface KeyRow extends KvsRecord {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Of several programs that make one at once all use that of the first. */
async function stored(kv: Kv): Promise<CryptoKey> {
  const found = await read<KeyRow>(kv, TABLE, ID);
  if (found !== undefined) return await made(found.record.bytes);
  try {
    const record: KeyRow = { id: ID, bytes: fresh() };
    await alter<KeyRow>(kv, TABLE, [{ id: ID, record, version: null }]);
    return await made(record.bytes);
  } catch (error) {
    if (!KvsError.is(error, "conflict")) throw error;
    return await stored(kv);
  }
}
