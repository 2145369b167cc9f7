import { Buffer } from "node:buffer";
import { append, get, type KvsRecord, put } from "../../../kvs/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";

onStores(
  "buffer_view: of three bytes of a pool three are stored, and nothing that others had in it",
  async (kv) => {
    const pool = new Uint8Array(8_192); // as node makes small buffers
    pool.set(new TextEncoder().encode("abc and a secret of somebody else"));
    const record = { id: 1, bytes: Buffer.from(pool.buffer, 0, 3) };
    await append(kv, record, "/f");
    await put(kv, "t", record);
    for (const source of ["/f", "t"]) {
      const bytes = (await get<KvsRecord & { bytes: unknown }>(kv, source, 1))?.bytes;
      assert(bytes instanceof Uint8Array);
      equal(new TextDecoder().decode(bytes), "abc");
      equal(bytes.buffer.byteLength, 3);
      equal(new TextDecoder().decode(bytes.buffer).includes("a secret"), false);
    }
  },
);
