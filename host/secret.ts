/**
 * The secret where the settings have none.
 *
 * @module
 */
import { type Log, toHex } from "../base/mod.ts";
import type { Kv } from "../kvs/mod.ts";
import { N2oError } from "../n2o/mod.ts";

const SECRET = ["n2o", "development secret"] as const;

/**
 * A secret for development, made once for a store, so that sessions live over restarts.
 *
 * @throws {N2oError} `config` in production
 */
export async function missingSecret(
  kv: Kv | undefined,
  isProduction: boolean,
  log: Log,
): Promise<string> {
  if (isProduction) {
    throw new N2oError(
      "config",
      "secret: is missing, give at least 16 random characters, the same on every machine",
    );
  }
  log(
    "warning",
    "no secret is set: one for development is used; set one before anybody else can reach this server",
  );
  const made = toHex(crypto.getRandomValues(new Uint8Array(32)));
  if (kv === undefined) return made;
  await kv.atomic().check({ key: SECRET, versionstamp: null }).set(SECRET, made).commit();
  return (await kv.get<string>(SECRET)).value ?? made;
}
