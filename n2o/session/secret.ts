/**
 * The two pickle schemes of the original stack, for reading what an Erlang node made, and its session ids.
 *
 * Both seal `term_to_binary` in hexadecimal text with an AES-128 key of 16 bytes. They know no expiry and no session: use
 * `pickler` for what this server hands out.
 *
 * @module
 */
import { createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import { fromHex } from "../../base/mod.ts";
import { decode, encode } from "../bert/bert.ts";
import { N2oError } from "../error.ts";
import type { Term } from "../term/term.ts";

/** How a pickle is opened: the scheme's shared key of 16 characters, and the atoms that may occur in it (all by default). */
export interface SecretOptions {
  /** The shared key: 16 characters of one byte each. */
  readonly key: string;
  /** Tells whether an atom may occur, as `binary_to_term(_, [safe])` admits only those that exist. */
  readonly atoms?: (name: string) => boolean;
}

/**
 * Opens a pickle of the scheme `n2o_secret`: `hex(IV:16, HMAC-SHA256(cipher, IV):32, cipher)`, AES-128-CBC, padded with zeros.
 *
 * @throws {N2oError} `forged` for any other text.
 */
export function depickleSecret(pickle: string, options: SecretOptions): Term {
  return opened(pickle, options, (sealed, key) => {
    const iv = sealed.subarray(0, 16), mac = sealed.subarray(16, 48), cipher = sealed.subarray(48);
    const expected = createHmac("sha256", key).update(cipher).update(iv).digest();
    if (mac.length !== 32 || !timingSafeEqual(mac, expected)) {
      throw new Error("the signature is another");
    }
    return createDecipheriv("aes-128-cbc", key, iv).setAutoPadding(false).update(cipher);
  });
}

/**
 * Opens a pickle of the scheme `AES.GCM`: `hex(IV:16, tag:16, cipher)`, AES-128-GCM, additional data `AES256GCM`.
 *
 * @throws {N2oError} `forged` for any other text.
 */
export function depickleGcm(pickle: string, options: SecretOptions): Term {
  return opened(pickle, options, (sealed, key) => {
    const cipher = createDecipheriv("aes-128-gcm", key, sealed.subarray(0, 16), {
      authTagLength: 16,
    });
    cipher.setAAD(Buffer.from("AES256GCM")).setAuthTag(sealed.subarray(16, 32));
    return Buffer.concat([cipher.update(sealed.subarray(32)), cipher.final()]);
  });
}

/** The session id that the original derives from a seed: the first 10 bytes, in hexadecimal, of the seed's HMAC-SHA256. */
export function seededSid(seed: Term, key: string): string {
  return createHmac("sha256", key).update(encode(seed)).digest("hex").slice(0, 20);
}

function opened(
  pickle: string,
  options: SecretOptions,
  open: (sealed: Uint8Array, key: Uint8Array) => Uint8Array,
): Term {
  try {
    const plain = open(fromHex(pickle), Buffer.from(options.key));
    return decode(plain, options.atoms === undefined ? {} : { atoms: options.atoms });
  } catch (cause) {
    throw new N2oError("forged", "the pickle was not made with this key", { cause });
  }
}
