/**
 * Pickles: terms sealed for a session and a time, handed to the client and taken back unchanged or not at all.
 *
 * AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D) and a key for each session, derived from the operator's secret by
 * HMAC-SHA256, so that a pickle opens in its own session only. The text is base64url of `version:8, nonce:96, tag:128, sealed`; what is
 * sealed is the expiry in seconds since the epoch as 48 bits and the term.
 *
 * The two schemes of the original stack are here as well, for reading what an Erlang node made, and its session ids. Both seal
 * `term_to_binary` in hexadecimal text with an AES-128 key of 16 bytes. They know no expiry and no session: use `pickler` for what this
 * server hands out.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { type Clock, fromHex, systemClock } from "../../base/mod.ts";
import { decode, encode } from "../bert/bert.ts";
import { N2oError } from "../error.ts";
import type { Term } from "../term/term.ts";

const VERSION = 1, NONCE = 12, TAG = 16, EXPIRY = 6, HEAD = 1 + NONCE + TAG;
/** The longest text that is looked at, in characters. */
const LONGEST = 65_536;
/** How many derived keys are kept at hand. */
const KEYS = 1_024;

/** Seals terms and opens them. */
export interface Pickler {
  /** Seals `term` for `session` until `till` (milliseconds since the epoch); the text is safe in URLs and attributes. */
  pickle(term: Term, session: string, till: number): string;
  /**
   * Opens what `pickle` sealed for the same `session`.
   *
   * @throws {N2oError} `forged` for anything that was not sealed with this secret for this session, `expired` past its time.
   */
  depickle(text: string, session: string): Term;
  /**
   * Opens as `depickle` does, and gives the bytes of the term and until when they are good.
   *
   * @throws {N2oError} as `depickle` does.
   */
  unseal(text: string, session: string): Unsealed;
  /**
   * A pickler of the same secrets whose keys are others: what one purpose seals no other opens.
   *
   * @param name small letters: `token`, `cookie` and `ticket` are those of the system; pickles of pages are `pickle`.
   */
  purpose(name: string): Pickler;
}

/** What a pickle holds. */
export interface Unsealed {
  /** The term in bytes. */
  readonly bytes: Uint8Array;
  /** When it is past its time, in milliseconds since the epoch. */
  readonly till: number;
}

/** What the operator keeps to himself: at least 16 characters or bytes. */
export type Secret = string | Uint8Array;

/**
 * Makes a pickler of an operator's secrets.
 *
 * @param secret at least 16 characters or bytes, the same on every machine that serves the application; of a list the first seals and
 * all open, so that a new one is put in front and the old one taken away when what it sealed is past its time.
 * @throws {N2oError} `config` for a shorter secret, and for a list without any or with more than 16.
 */
export function pickler(
  secret: Secret | readonly Secret[],
  clock: Pick<Clock, "now"> = systemClock,
): Pickler {
  const secrets = checkedSecrets(secret);

  function sealer(label: string): Pickler {
    const keys = secrets.map((each) => derived(each, label)), [first] = keys;
    if (first === undefined) throw tooFew(0);

    function unseal(text: string, session: string): Unsealed {
      const plain = opened(text, keys.map((keyOf) => () => keyOf(session)));
      const till = plain.readUIntBE(0, EXPIRY) * 1000;
      if (till <= clock.now()) throw expired();
      return { bytes: plain.subarray(EXPIRY), till };
    }

    return {
      pickle(term, session, till) {
        const nonce = randomBytes(NONCE),
          cipher = createCipheriv("aes-256-gcm", first(session), nonce);
        const sealed = [cipher.update(head(till)), cipher.update(encode(term)), cipher.final()];
        return Buffer.concat([Uint8Array.of(VERSION), nonce, cipher.getAuthTag(), ...sealed])
          .toString("base64url");
      },
      depickle: (text, session) => decode(unseal(text, session).bytes),
      unseal,
      purpose(name) {
        // A space would let two purposes come out as one label.
        if (/^[a-z]{1,32}$/.test(name)) return sealer(name);
        throw new N2oError("config", `purpose: "${name}" is none, give 1 to 32 small letters`);
      },
    };
  }

  return sealer("pickle");
}

/** How many secrets may open: each one costs a text that nobody sealed another trial. */
const SECRETS = 16;

function checkedSecrets(secret: Secret | readonly Secret[]): readonly Secret[] {
  const secrets = isList(secret) ? [...secret] : [secret];
  if (secrets.length > SECRETS) {
    throw new N2oError("config", `secret: ${secrets.length} are too many, keep ${SECRETS} at most`);
  }
  const short = secrets.find(({ length }) => length < 16);
  if (short !== undefined || secrets.length === 0) throw tooFew(short?.length ?? 0);
  return secrets;
}

function isList(secret: Secret | readonly Secret[]): secret is readonly Secret[] {
  return Array.isArray(secret);
}

function tooFew(length: number): N2oError {
  return new N2oError(
    "config",
    `secret: ${length} characters are too few, give at least 16 random ones`,
  );
}

/** Keys of sessions, the latest kept at hand. */
function derived(secret: Secret, label: string): (session: string) => Uint8Array {
  const keys = new Map<string, Uint8Array>();
  return (session) => {
    const known = keys.get(session);
    if (known !== undefined) return known;
    const key = createHmac("sha256", secret).update(`N2O.ts ${label} ${VERSION} `).update(session)
      .digest();
    const [oldest] = keys.keys();
    if (oldest !== undefined && keys.size >= KEYS) keys.delete(oldest);
    keys.set(session, key);
    return key;
  };
}

/** When a pickle that is good until then (ms since the epoch) is past its time, in seconds since the epoch. */
export function expiry(till: number): number {
  return Math.min(Math.ceil(till / 1000), 2 ** (8 * EXPIRY) - 1);
}

function head(till: number): Uint8Array {
  const seconds = Buffer.alloc(EXPIRY);
  seconds.writeUIntBE(expiry(till), 0, EXPIRY);
  return seconds;
}

/** Opens a text with the first key that fits. */
function opened(text: string, keys: readonly (() => Uint8Array)[]): Buffer {
  const sealed = Buffer.from(
    /^[\w-]+$/.test(text) && text.length <= LONGEST ? text : "",
    "base64url",
  );
  if (sealed.length < HEAD + EXPIRY || sealed[0] !== VERSION) throw forged();
  // The last character may have bits that no byte has: of all texts for the same bytes one was handed out.
  if (!text.endsWith(sealed.subarray(-(sealed.length % 3 || 3)).toString("base64url"))) {
    throw forged();
  }
  let cause: unknown;
  for (const key of keys) {
    const cipher = createDecipheriv("aes-256-gcm", key(), sealed.subarray(1, 1 + NONCE), {
      authTagLength: TAG,
    });
    cipher.setAuthTag(sealed.subarray(1 + NONCE, HEAD));
    try {
      return Buffer.concat([cipher.update(sealed.subarray(HEAD)), cipher.final()]);
    } catch (error) {
      cause = error;
    }
  }
  throw forged(cause);
}

/** The error of a pickle past its time. */
export function expired(): N2oError {
  return new N2oError("expired", "the pickle is past its time: have the page initialised anew");
}

/** The error of what is no pickle of this server for this session. */
export function forged(cause?: unknown): N2oError {
  return new N2oError("forged", "the pickle was not made by this server for this session", {
    cause,
  });
}

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
  return classic(pickle, options, (sealed, key) => {
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
  return classic(pickle, options, (sealed, key) => {
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

function classic(
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
