/**
 * What an owner may have at once, and what kind a file is of that a full disk took a part of.
 *
 * @module
 */
import {
  type AddressSink,
  FileError,
  fileReceiver,
  memorySink,
  type Sink,
  type StoredFile,
  typeOf,
} from "../../../n2o/file/mod.ts";
import { folderSink } from "../../../n2o/file/folder/folder.ts";
import { elsewhere } from "../../../n2o/file/elsewhere.ts";
import { defaultUploadLimits } from "../../../n2o/file/limits.ts";
import type { Taker } from "../../../n2o/file/taker.ts";
import { equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { needs } from "../../_support/permission.ts";

needs("read", "write");

const utf8 = new TextEncoder();
const client = { room: 1, identity: {}, isWindowed: true, isForgotten: false };

/** Asks a taker for an upload of six bytes; answers the status, or why it was refused. */
async function asked(
  taker: Taker,
  owner: string,
  id: string,
  status: "init" | "done" | "abort" = "init",
): Promise<string> {
  const request = { id, sid: "", name: "a.png", meta: "", size: 6, offset: 0, block: 0, status };
  try {
    const { ack } = await taker.take(
      { owner, id },
      { ...request, data: new Uint8Array(0) },
      client,
    );
    return ack instanceof FileError ? ack.code : ack instanceof Error ? "error" : ack.status;
  } catch (error) {
    return FileError.is(error) ? error.code : "error";
  }
}

/** A place elsewhere that takes its time. */
function bucket(): AddressSink & { readonly there: Map<string, StoredFile>; isBroken: boolean } {
  const there = new Map<string, StoredFile>();
  const made = {
    there,
    isBroken: false,
    async address({ id }: { readonly id: string }) {
      await new Promise((resolve) => setTimeout(resolve));
      if (made.isBroken) throw new Error("no keys to sign with");
      const file = { place: id, name: "a.png", size: 6, type: "image/png", modified: 0 };
      there.set(id, file);
      return { url: `https://bucket.example/${id}` };
    },
    async arrived({ id }: { readonly id: string }) {
      const found = there.get(id);
      await new Promise((resolve) => setTimeout(resolve));
      return found;
    },
    async abort({ id }: { readonly id: string }) {
      await new Promise((resolve) => setTimeout(resolve));
      there.delete(id);
    },
  };
  return made;
}

Deno.test("uploads to addresses that begin at once are bounded as those that begin one by one", async () => {
  for (
    const [limits, code] of [
      [{ uploads: 2 }, "count"],
      [{ total: 2 }, "count"],
      [{ owner: 12 }, "quota"],
      [{ files: 2 }, "quota"],
    ] as const
  ) {
    const taker = elsewhere(bucket(), { ...defaultUploadLimits, ...limits }, () => 0);
    const all = await Promise.all(["1", "2", "3", "4"].map((id) => asked(taker, "ann", id)));
    equal(all, ["init", "init", code, code]);
    equal(await asked(taker, "ann", "1", "abort"), "abort");
    equal([await asked(taker, "ann", "3"), await asked(taker, "ann", "4")], ["init", code]);
  }
});

Deno.test("an address that could not be made takes no place", async () => {
  const sink = bucket(), taker = elsewhere(sink, { ...defaultUploadLimits, uploads: 1 }, () => 0);
  sink.isBroken = true;
  equal(await asked(taker, "ann", "1"), "error");
  sink.isBroken = false;
  equal(await asked(taker, "ann", "2"), "init");
  sink.isBroken = true;
  equal(await asked(taker, "ann", "2"), "error");
  equal(await asked(taker, "ann", "3"), "count", "what began before is under way");
});

Deno.test("files that have arrived keep nobody else from an address, and are told once all the same", async () => {
  const taker = elsewhere(bucket(), { ...defaultUploadLimits, total: 3 }, () => 0);
  for (let at = 0; at < 12; at++) {
    equal(await asked(taker, `user ${at}`, "1"), "init");
    equal(await asked(taker, `user ${at}`, "1", "done"), "done");
  }
  equal([taker.has({ owner: "user 11", id: "1" }), taker.has({ owner: "user 0", id: "1" })], [
    true,
    false,
  ]);
});

Deno.test("what is swept away is not found once more while it is removed", async () => {
  for (const isFirst of [true, false]) {
    const sink = bucket(), state = { now: 0 };
    const taker = elsewhere(sink, defaultUploadLimits, () => state.now);
    await asked(taker, "ann", "1");
    state.now = 10;
    const done = () => asked(taker, "ann", "1", "done"), sweep = () => taker.sweep(5);
    const [first, second] = isFirst
      ? await Promise.all([done(), sweep()])
      : (await Promise.all([sweep(), done()])).reverse();
    equal([first, second], isFirst ? ["done", []] : ["unknown", second]);
    equal(sink.there.size, isFirst ? 1 : 0);
  }
});

Deno.test("files without a byte are bounded as well", async () => {
  const sink = memorySink(), files = fileReceiver(sink, { ...defaultUploadLimits, files: 3 });
  const send = async (owner: string, id: string) => {
    const received = await files.receive({ owner, id }, { name: "a.txt", size: 0, meta: "" });
    return "incoming" in received ? (await received.incoming.finish()).place : "";
  };
  const places = [await send("ann", "1"), await send("ann", "2"), await send("ann", "3")];
  const refused = await send("ann", "4").catch((error) => FileError.is(error) && error.code);
  equal(refused, "quota");
  await send("bob", "1");
  await sink.remove(places[0] ?? "");
  await send("ann", "4");
});

/** A sink whose disk is full in the middle of its `count`th write, after so many bytes. */
function filling(taken: number, count: number): Sink {
  const inner = memorySink();
  let left = count;
  return {
    ...inner,
    async open(key, announced) {
      const own = await inner.open(key, announced);
      return {
        get offset() {
          return own.offset;
        },
        async write(bytes) {
          if (--left !== 0) return await own.write(bytes);
          await own.write(bytes.subarray(0, taken));
          throw Object.assign(new Error("no space"), { code: "ENOSPC" });
        },
        head: (most) => own.head(most),
        finish: (type) => own.finish(type),
        abort: () => own.abort(),
        close: () => own.close(),
      };
    },
  };
}

Deno.test("the kind of a file is that of the bytes that are stored, though a full disk took some of a chunk", async () => {
  const program = utf8.encode("MZ" + "\u0090".repeat(3)), text = utf8.encode(" nothing but text");
  for (let taken = 0; taken <= 4; taken++) {
    for (const size of [undefined, taken + text.length]) {
      const sink = filling(taken, 1), files = fileReceiver(sink, defaultUploadLimits);
      const received = await files.receive({ owner: "a", id: "1" }, { name: "a", size, meta: "" });
      if (!("incoming" in received)) throw new Error("it is there already");
      const { incoming } = received;
      await incoming.write(program.subarray(0, 4)).catch(() => {});
      equal(incoming.offset, taken);
      await incoming.write(text);
      const { type, place } = await incoming.finish();
      const stored = new Uint8Array(await new Response(await sink.read(place)).arrayBuffer());
      equal(type, typeOf(stored), `${taken} bytes of ${size}`);
    }
  }
});

/** The paths of the bytes of the uploads of a folder. */
async function partsOf(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) paths.push(...await partsOf(`${folder}/${name}`));
    else if (name.endsWith(".part")) paths.push(`${folder}/${name}`);
  }
  return paths;
}

Deno.test("several nodes that begin one upload at once write the same bytes, and nothing of one is lost", async () => {
  for (let round = 0; round < 10; round++) {
    await using folder = await temporaryFolder();
    const key = { owner: "user/ann", id: "1" }, announced = { name: "a.txt", size: 4, meta: "" };
    const outcomes = await Promise.allSettled([0, 1, 2].map(async (node) => {
      for (let turn = 0; turn < round % 7 * node; turn++) await new Promise((r) => setTimeout(r));
      const writing = await folderSink(folder.path).open(key, announced);
      if (writing.offset === 0) await writing.write(utf8.encode("te"));
      return writing;
    }));
    const parts = await partsOf(folder.path);
    equal(parts.length, 1, `round ${round}`);
    for (const each of outcomes) {
      if (each.status === "rejected") equal(FileError.is(each.reason, "taken"), true);
    }
    equal((await folderSink(folder.path).find(key))?.offset, 2);
  }
});

Deno.test("of the bytes of an upload those are gone on with that are some, whatever another node has begun", async () => {
  for (const [empty, full] of [["aaa", "zzz"], ["zzz", "aaa"], ["0", "aaa"]]) {
    await using folder = await temporaryFolder();
    const key = { owner: "user/ann", id: "1" }, announced = { name: "a.txt", size: 4, meta: "" };
    await (await folderSink(folder.path).open(key, announced)).write(utf8.encode("te"));
    const [part = ""] = await partsOf(folder.path), own = part.slice(0, part.lastIndexOf("/"));
    await Deno.rename(part, `${own}/${full}.part`);
    await Deno.writeTextFile(`${own}/${empty}.part`, "");
    const writing = await folderSink(folder.path).open(key, announced);
    equal(writing.offset, 2, `${empty} and ${full}`);
    await writing.write(utf8.encode("as"));
    const { place } = await writing.finish("text/plain");
    equal(await Deno.readTextFile(`${folder.path}/${place}`), "teas");
  }
});
