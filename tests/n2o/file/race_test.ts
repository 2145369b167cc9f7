/**
 * Races, stopped between a read and the commit that follows it.
 *
 * @module
 */
import { fileRows } from "../../../host/file/files.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import {
  FileError,
  type FileRows,
  memorySink,
  type Sink,
  storeSink,
} from "../../../n2o/file/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { contentOf, nextAck, record, uploadScene } from "./uploader.ts";

const key = { owner: "user/ann", id: "1" }, announced = { name: "a.txt", size: 6, meta: "" };
const utf8 = new TextEncoder();

/** Rows whose next commit waits until it is let go, or is carried out and then fails, as when its answer is lost. */
function gated(rows: FileRows) {
  const state: { gate?: Promise<void> | undefined; reached(): void; lost: boolean } = {
    reached() {},
    lost: false,
  };
  const own: FileRows = {
    ...rows,
    async commit(change) {
      const { gate } = state;
      state.gate = undefined;
      if (gate !== undefined) {
        state.reached();
        await gate;
      }
      const made = await rows.commit(change);
      if (!state.lost) return made;
      // A store that tries again after a lost answer finds that its check does not hold.
      state.lost = false;
      return await rows.commit(change);
    },
  };
  return { rows: own, state };
}

/** Runs `first` up to its commit, then `second` to its end, then lets the first go. */
async function between(
  state: ReturnType<typeof gated>["state"],
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<PromiseSettledResult<unknown>> {
  const gate = Promise.withResolvers<void>(), reached = Promise.withResolvers<void>();
  Object.assign(state, { gate: gate.promise, reached: () => reached.resolve() });
  const late = Promise.allSettled([first()]);
  await reached.promise;
  await second();
  gate.resolve();
  const [outcome] = await late;
  if (outcome === undefined) throw new Error("nothing ran");
  return outcome;
}

Deno.test("a writer whose upload another takes, goes on with, finishes or aborts before its commit stores nothing", async () => {
  for (const what of ["open", "write", "finish", "abort"] as const) {
    using kv = memoryKv();
    const { rows, state } = gated(fileRows(kv)),
      slow = storeSink(rows),
      fast = storeSink(fileRows(kv));
    const first = await slow.open(key, announced);
    await first.write(utf8.encode("abc"));
    const outcome = await between(state, () => first.write(utf8.encode("xyz")), async () => {
      const second = await fast.open(key, announced);
      if (what !== "open") await second.write(utf8.encode("def"));
      if (what === "finish") await second.finish("text/plain");
      if (what === "abort") await second.abort();
    });
    equal([outcome.status, FileError.is(Reflect.get(outcome, "reason"), "taken")], [
      "rejected",
      true,
    ], what);
    const found = await fast.find(key);
    equal(found?.offset, { open: 3, write: 6, finish: 6, abort: undefined }[what], what);
    if (found?.file === undefined) continue;
    equal(new TextDecoder().decode(await contentOf(fast, found.file.place)), "abcdef");
  }
});

Deno.test("a commit whose answer was lost is not taken for another's", async () => {
  using kv = memoryKv();
  const { rows, state } = gated(fileRows(kv)), sink = storeSink(rows);
  const writing = await sink.open(key, announced);
  for (const part of ["abc", "def"]) {
    state.lost = true;
    await writing.write(utf8.encode(part));
  }
  state.lost = true;
  const { place } = await writing.finish("text/plain");
  equal(new TextDecoder().decode(await contentOf(sink, place)), "abcdef");
  equal((await sink.find(key))?.file?.place, place);
});

Deno.test("a sweep that another writer overtakes removes nothing", async () => {
  using kv = memoryKv();
  const { rows, state } = gated(fileRows(kv)),
    slow = storeSink(rows),
    fast = storeSink(fileRows(kv));
  await (await fast.open(key, announced)).write(utf8.encode("abc"));
  await between(state, () => slow.sweep(Date.now() + 1_000), async () => {
    await (await fast.open(key, announced)).write(utf8.encode("def"));
  });
  equal((await fast.find(key))?.offset, 6);
  const third = await fast.open(key, announced);
  await rejects(
    () =>
      third.write(new Uint8Array(0)).then(() => third.abort()).then(() =>
        third.write(utf8.encode("x"))
      ),
    FileError,
  );
});

Deno.test("of two uploads that begin at once for the last place of an owner one is refused", async () => {
  const gate = Promise.withResolvers<void>(), inner = memorySink();
  const sink: Sink = { ...inner, of: async (owner) => (await gate.promise, await inner.of(owner)) };
  const scene = uploadScene(sink, { limits: { uploads: 1 } });
  const a = await scene.client(), b = await scene.client(tokenOf(a.hello), "client-2");
  a.term(record({ id: "1", size: 3 }));
  b.term(record({ id: "2", size: 3 }));
  gate.resolve();
  const acks = [await nextAck(a), await nextAck(b)];
  equal(acks.map(({ status, word }) => `${status} ${word}`.trim()), ["init", "error count"]);
  await scene.close();
});
