import type { KvBackend, RawEntry } from "../../../kvs/store/backend.ts";
import { Store } from "../../../kvs/store/store.ts";
import { KvsError } from "../../../kvs/error.ts";
import { encodeKey } from "../../../kvs/value/key.ts";
import type { KvKey } from "../../../kvs/kv.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";

const VERSIONSTAMP = "00000000000000010000";

/** A back end that has one entry with these bytes as its value, and one message of them. */
function backend(key: KvKey, bytes: Uint8Array, finished: boolean[] = []): KvBackend {
  const entry: RawEntry = {
    key: encodeKey(key),
    value: { kind: "v8", value: bytes },
    versionstamp: VERSIONSTAMP,
  };
  const deliveries = [{
    payload: bytes,
    finish: (success: boolean) => Promise.resolve(void finished.push(success)),
  }];
  return {
    get: () => Promise.resolve([entry]),
    list: () => Promise.resolve([entry]),
    commit: () => Promise.resolve(VERSIONSTAMP),
    subscribe: () => () => {},
    dequeue: () => Promise.resolve(deliveries.shift()),
    close: () => {},
  };
}

Deno.test("a corrupt entry is an error that names its key, however it is read", async () => {
  // cut short, of an unknown version, and nested deeper than any stack
  const bodies = ["ff0f22ff", "ff7f30", "ff0f" + "4101".repeat(50_000)];
  for (const hex of bodies) {
    using kv = new Store(backend(["user", 7], Uint8Array.fromHex(hex)));
    for (const read of [() => kv.get(["user", 7]), () => kv.list({ prefix: [] }).next()]) {
      const error = await rejects(read, KvsError, "corrupt");
      assert(error.message.includes('["user",7]') && error.cause instanceof Error, error.message);
    }
  }
});

Deno.test("a corrupt message is told of and counts as failed", async () => {
  const finished: boolean[] = [], errors: unknown[] = [];
  using kv = new Store(
    backend(["a"], new Uint8Array([1]), finished),
    (_level, _message, details) => errors.push(details?.error),
  );
  await kv.listenQueue(() => assert(false, "nothing can be delivered"));
  equal(finished, [false]);
  assert(errors[0] instanceof KvsError);
});
