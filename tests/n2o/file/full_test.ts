/**
 * A folder on a disk that is really full, and places that two nodes write to.
 *
 * @module
 */
import { systemClock } from "../../../base/mod.ts";
import { storage } from "../../../host/storage.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { localBus } from "../../../n2o/bus/local.ts";
import { folderSink } from "../../../n2o/file/folder/folder.ts";
import { equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { permitted } from "../../_support/permission.ts";
import { CI, runs } from "../../_support/program.ts";
import { random } from "../../_support/random.ts";
import type { Guest } from "../page.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { places } from "./sinks.ts";
import {
  type Ack,
  ask,
  bytesOf,
  contentOf,
  digest,
  upload,
  type UploadScene,
  uploadScene,
} from "./uploader.ts";

const root = Deno.build.os === "linux" && permitted({ name: "sys", kind: "uid" }) &&
  Deno.uid() === 0;
const mounts = root && (CI || runs("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"));

/** A disk of so many bytes. */
async function disk(size: string) {
  const folder = await temporaryFolder();
  const run = async (program: string, ...args: string[]) => {
    const { success, stderr } = await new Deno.Command(program, { args }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  };
  await run("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder.path);
  return {
    path: folder.path,
    async [Symbol.asyncDispose]() {
      await run("umount", folder.path);
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Waits for the answers to what was sent ahead of a refusal. */
async function rested({ ftp, server }: UploadScene, wire: Guest): Promise<void> {
  await ftp.idle(server);
  await wire.settled();
}

Deno.test({
  name:
    "a full disk is said, keeps what was acknowledged, and takes files again once there is room",
  ignore: !mounts,
  fn: async () => {
    await using place = await disk("2m");
    const sink = folderSink(`${place.path}/files`), scene = uploadScene(sink);
    const wire = await scene.client(), bytes = bytesOf(1_200_000, 5);
    const first = { id: "1", name: "first.bin", bytes: bytesOf(1_200_000, 4) };
    equal((await upload(wire, first)).offset, 1_200_000);
    const second = { id: "2", name: "second.bin", bytes }, base = { ...second, size: bytes.length };
    const full = await upload(wire, second);
    equal([full.status, full.word, full.block], ["error", "full", 0]);
    await rested(scene, wire);
    equal(full.offset > 0 && full.offset < bytes.length, true, String(full.offset));
    const later = await ask(wire, { ...base });
    equal([later.status, later.offset], ["init", full.offset], "what was stored is there");
    await upload(wire, { id: "3", name: "third.bin", bytes });
    await rested(scene, wire);
    equal(
      (await ask(wire, { id: "3", name: "third.bin", size: bytes.length, status: "abort" })).offset,
      0,
    );
    await wire.settled();
    equal(await sink.remove(scene.places[0] ?? ""), true);
    equal((await upload(wire, second)).offset, bytes.length);
    await wire.settled();
    equal(digest(await contentOf(sink, scene.places[1] ?? "")), digest(bytes));
    equal((await upload(wire, first)).word, "full", "there is room for one");
    await scene.close();
  },
});

for (const [name, make] of Object.entries(places)) {
  Deno.test(`${name}: two nodes that write one id at once leave one file with its bytes, told once to each page (seed ${SEED})`, async () => {
    for (let seed = SEED; seed < SEED + rounds(2, 40); seed++) {
      await using place = await make();
      using kv = memoryKv();
      const chance = random(seed), nodes = { bus: localBus(), storage: storage(kv, systemClock) };
      const scenes = [1, 2].map(() => uploadScene(place.sink(), {}, nodes));
      const [one, two] = scenes;
      if (one === undefined || two === undefined) throw new Error("there are two");
      const first = await one.client(), token = tokenOf(first.hello);
      const both = [[one, first], [two, await two.client(token, "client-2")]] as const;
      const bytes = bytesOf(1 + chance.below(300_000), seed);
      const file = { id: "1", name: "a.bin", bytes }, size = bytes.length;
      const ends = await Promise.all(both.map(async ([scene, wire]): Promise<Ack> => {
        for (;;) {
          // Whoever is overtaken asks again: as a tab does that a person tries again.
          const ack = await upload(wire, file, { chunk: 1_000 + chance.below(60_000) });
          if (ack.offset === size && ack.block === 0 && ack.status !== "error") return ack;
          await rested(scene, wire);
        }
      }));
      equal(ends.map(({ offset }) => offset), [size, size]);
      for (const [scene, wire] of both) await rested(scene, wire);
      const told = scenes.map(({ places }) => places);
      equal(
        [told[0]?.length, told[1]?.length],
        [1, 1],
        `seed ${seed}: ${JSON.stringify(told)}`,
      );
      equal(told[0], told[1], `seed ${seed}`);
      equal(digest(await contentOf(place.sink(), told[0]?.[0] ?? "")), digest(bytes));
      for (const scene of scenes) await scene.close();
    }
  });
}
