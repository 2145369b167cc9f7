/**
 * Which files that have arrived at an address pages were told of, in a store: so that none hears twice over a restart.
 *
 * @module
 */
import { sha256Sync, toHex } from "../../base/mod.ts";
import type { Kv } from "../../kvs/mod.ts";
import { type AddressSink, defaultUploadLimits, type UploadKey } from "../../n2o/file/mod.ts";

const ROOT = ["n2o", "file", "told"] as const;

/** A sink whose marks are in a store for so many milliseconds: as long as an upload is known by its id. */
export function marked(
  sink: AddressSink,
  kv: Kv,
  patience: number = defaultUploadLimits.patience,
): AddressSink {
  const keyOf = ({ owner, id }: UploadKey) =>
    [...ROOT, toHex(sha256Sync(JSON.stringify([owner, id])))] as const;
  return {
    address: (key, announced) => sink.address(key, announced),
    arrived: (key, announced) => sink.arrived(key, announced),
    abort: (key, announced) => sink.abort(key, announced),
    isTold: async (key, { place }) => (await kv.get<string>(keyOf(key))).value === place,
    told: async (key, { place }) => void await kv.set(keyOf(key), place, { expireIn: patience }),
  };
}
