import { silentLog } from "../../../base/mod.ts";
import { wrapDenoKv } from "../../../kvs/host/deno/deno.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { lacks } from "../../_support/permission.ts";
import { rounds } from "../../_support/long.ts";
import { conformance } from "./conformance.ts";

/** Sequences of random operations a back end. */
const sequences = rounds(200, 10_000);

conformance("memory", () => memoryKv({ log: silentLog }), {
  openTimed: (clock) => memoryKv({ clock }),
  sequences,
});

// the reference: what all others must do alike
conformance("native Deno KV", () => Deno.openKv(":memory:"), {
  tornSums: true,
  sequences: Math.ceil(sequences / 4),
});

conformance("wrapped Deno KV in memory", async () => wrapDenoKv(await Deno.openKv(":memory:")), {
  tornSums: true,
  sequences: Math.ceil(sequences / 4),
  openTimed: async (clock) =>
    wrapDenoKv(await Deno.openKv(":memory:"), { clock, pollInterval: Infinity }),
});

conformance("wrapped Deno KV in a file", openFile, {
  tornSums: true,
  sequences: 3,
  ignore: lacks("read", "write"),
});

/** The file is removed with the store. */
async function openFile(): Promise<Kv> {
  const folder = await Deno.makeTempDir();
  const kv = wrapDenoKv(await Deno.openKv(`${folder}/kv.sqlite`));
  const dispose = kv[Symbol.dispose].bind(kv);
  let removed = false;
  kv[Symbol.dispose] = () => {
    dispose();
    if (!removed) Deno.removeSync(folder, { recursive: true });
    removed = true;
  };
  return kv;
}
