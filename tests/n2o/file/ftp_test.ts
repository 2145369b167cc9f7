/**
 * Uploads over a connection, on both wires.
 *
 * @module
 */
import { atom, tuple } from "../../../n2o/bert/bert.ts";
import { FileError, memorySink, type Sink } from "../../../n2o/file/mod.ts";
import * as n2o from "../../../n2o/n2o.ts";
import { start } from "../../../n2o/service/start.ts";
import { equal } from "../../_support/assert.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import {
  type Ack,
  ask,
  bytesOf,
  contentOf,
  digest,
  nextAck,
  record,
  upload,
  uploadScene,
} from "./uploader.ts";

const short = ({ status, offset, block, word }: Ack) => [status, offset, block, word];
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...bytesOf(5_000));

Deno.test("a file of several chunks arrives with its bytes, and its page hears that it begins and that it is done", async () => {
  const sink = memorySink(), scene = uploadScene(sink), wire = await scene.client();
  const bytes = bytesOf(1_000_000);
  const ack = await upload(wire, { id: "1", name: "звіт.bin", bytes });
  equal(short(ack), ["send", bytes.length, 0, ""]);
  await wire.settled();
  equal(scene.heard, ["begun звіт.bin", "done звіт.bin application/octet-stream"]);
  equal(digest(await contentOf(sink, scene.places[0] ?? "")), digest(bytes));
  await scene.close();
});

Deno.test("a chunk of as many bytes as are allowed fits into a frame, whatever the frame may have and the names are", async () => {
  for (const frame of [1_024, 4_096, 262_144]) {
    const sink = memorySink(), scene = uploadScene(sink);
    const small = { ...scene.server.limits, frame };
    Object.assign(scene.server, { limits: small });
    const wire = await scene.client(), bytes = bytesOf(frame * 3);
    const ack = await upload(wire, { id: "i".repeat(128), name: `${"n".repeat(200)}.bin`, bytes });
    equal(short(ack), ["send", bytes.length, 0, ""]);
    await scene.close();
  }
});

Deno.test("on the classic wire the token of the session is asked for, and answers are those of the original", async () => {
  const sink = memorySink(), scene = uploadScene(sink), wire = scene.open();
  const other = await scene.client();
  wire.text("N2O,");
  const sid = tokenOf(await wire.next()), bytes = bytesOf(700_000);
  equal(short(await ask(wire, { size: 3 })), ["error", 0, 0, "session"]);
  equal(short(await ask(wire, { size: 3, sid: "00aa" })), ["error", 0, 0, "session"]);
  equal(short(await ask(wire, { size: 3, sid: tokenOf(other.hello) })), ["error", 0, 0, "session"]);
  const begun = await ask(wire, { sid, size: bytes.length });
  equal([begun.headers, begun.sid], [[], sid]);
  const wrong = {
    sid: "forged",
    size: bytes.length,
    status: "send",
    block: 3,
    data: bytes.slice(0, 3),
  };
  equal(short(await ask(wire, wrong)), ["error", 0, 0, "session"]);
  const ack = await upload(wire, { id: "1", name: "a.txt", bytes }, { sid });
  equal([short(ack), ack.sid], [["send", bytes.length, 0, ""], ""]);
  await scene.close();
});

Deno.test("without a session nothing is taken, and nothing that is no record; who goes on with that is closed", async () => {
  const scene = uploadScene(memorySink()), early = scene.open();
  equal(short(await ask(early, { size: 3 })), ["error", 0, 0, "session"]);
  const wire = await scene.client();
  equal(short(await ask(wire, { size: 3, sid: "a token" })), ["error", 0, 0, "session"]);
  const bad = [
    { id: "" },
    { id: "i".repeat(129) },
    { id: 7 },
    { name: Uint8Array.of(0xff) },
    { meta: "m".repeat(1_025) },
    { status: tuple(atom("event"), atom("stop")) },
    { status: "stop" },
    { data: atom("x") },
    { sid: atom("x") },
  ];
  for (const fields of bad) equal(short(await ask(wire, fields)), ["error", 0, 0, "frame"]);
  for (let more = bad.length; more <= 16; more++) wire.term(record({ id: "" }));
  equal((await wire.closed)[0], 1008);
  equal(scene.heard, []);
  await scene.close();
});

Deno.test("sizes, names, offsets and blocks that cannot be are refused by a word each, and nothing is stored", async () => {
  const sink = memorySink(), limits = { size: 1_000 };
  const scene = uploadScene(sink, { limits }), wire = await scene.client();
  for (const size of [-1, 1.5, 2n ** 70n, 1_001, "3", atom("x")]) {
    equal(short(await ask(wire, { size })), ["error", 0, 0, "size"], String(size));
  }
  for (
    const name of ["", "..", "../../trav.txt", "/etc/passwd", "a\\b", "C:x", "NUL", "a.", "a\0"]
  ) {
    equal(short(await ask(wire, { name, size: 3 })), ["error", 0, 0, "name"], name);
  }
  equal(await sink.of(`session/${scene.server.sessions.named(tokenOf(wire.hello))}`), []);
  await ask(wire, { size: 6 });
  const send = { size: 6, status: "send", block: 3, data: "abc" };
  const cases = [
    [{ ...send, size: 7 }, "size"],
    [{ ...send, name: "b.txt" }, "name"],
    [{ ...send, offset: 3 }, "offset"],
    [{ ...send, offset: -3 }, "offset"],
    [{ ...send, offset: 2 ** 50 }, "offset"],
    [{ ...send, block: 2 }, "block"],
    [{ ...send, block: -1 }, "block"],
    [{ ...send, block: 9, data: "abcdefg" }, "block"],
    [{ ...send, data: "" }, "block"],
    [{ ...send, id: "2" }, "unknown"],
    [{ size: 7 }, "size"],
    [{ size: 6, name: "b.txt" }, "name"],
    [{ ...send, status: "done" }, "frame"],
  ] as const;
  for (const [fields, word] of cases) {
    equal([(await ask(wire, fields)).word, word], [word, word], JSON.stringify(fields));
  }
  equal(short(await ask(wire, send)), ["send", 3, 3, ""]);
  equal(short(await ask(wire, send)), ["send", 3, 3, ""], "again, as after a lost answer");
  equal(short(await ask(wire, { ...send, offset: 1 })), ["send", 4, 2, ""], "a part is known");
  equal(short(await ask(wire, { ...send, offset: 4 })), ["error", 4, 0, "block"], "over the end");
  equal(short(await ask(wire, { ...send, offset: 4, data: "xy" })), ["send", 6, 0, ""]);
  equal(short(await ask(wire, { ...send, offset: 4, data: "xy" })), ["send", 6, 0, ""]);
  equal((await ask(wire, { ...send, offset: 6, data: "z" })).word, "offset", "data after the end");
  equal(short(await ask(wire, { size: 6 })), ["init", 6, 0, ""]);
  await wire.settled();
  equal(scene.heard, ["begun a.txt", "done a.txt text/plain"]);
  equal(new TextDecoder().decode(await contentOf(sink, scene.places[0] ?? "")), "abccxy");
  await scene.close();
});

Deno.test("an empty file is whole as it begins", async () => {
  const sink = memorySink(), scene = uploadScene(sink), wire = await scene.client();
  equal(short(await ask(wire, { size: 0 })), ["init", 0, 0, ""]);
  equal(short(await ask(wire, { size: 0 })), ["init", 0, 0, ""]);
  await wire.settled();
  equal(scene.heard, ["begun a.txt", "done a.txt text/plain"]);
  await scene.close();
});

Deno.test("who is somebody else has another upload under the same id; a user goes on from another session", async () => {
  const sink = memorySink(), scene = uploadScene(sink);
  const a = await scene.client(), b = await scene.client("", "client-2");
  await ask(a, { size: 6 });
  await ask(a, { size: 6, status: "send", block: 3, data: "abc" });
  equal(
    (await ask(b, { size: 6, status: "send", offset: 3, block: 3, data: "xyz" })).word,
    "unknown",
  );
  equal(short(await ask(b, { size: 6, status: "abort" })), ["abort", 0, 0, ""]);
  equal((await ask(b, { size: 9, name: "b.txt" })).offset, 0);
  equal((await ask(a, { size: 6 })).offset, 3);
  await scene.close();
});

Deno.test("the latest init takes an upload over, on another connection too; who had it hears so, and all hear the end", async () => {
  const sink = memorySink(), scene = uploadScene(sink);
  const a = await scene.client(), b = await scene.client(tokenOf(a.hello), "client-2");
  const send = { size: 6, status: "send", block: 3, data: "abc" };
  await ask(a, { size: 6 });
  equal((await ask(b, send)).word, "unknown");
  await ask(a, send);
  equal(short(await ask(b, { size: 6 })).slice(0, 2), ["init", 3]);
  equal((await ask(a, { ...send, offset: 3 })).word, "taken");
  equal(short(await ask(b, { ...send, offset: 3 })), ["send", 6, 0, ""]);
  await a.settled();
  await b.settled();
  equal(scene.heard, ["begun a.txt", "done a.txt text/plain", "done a.txt text/plain"]);
  await scene.close();
});

Deno.test("an abort gives the space back, whoever of the owner's connections says so; a file that is whole stays", async () => {
  const sink = memorySink(), limits = { owner: 10, uploads: 2 };
  const scene = uploadScene(sink, { limits }), wire = await scene.client();
  const other = await scene.client(tokenOf(wire.hello), "client-2");
  await ask(wire, { size: 8 });
  await ask(wire, { size: 8, status: "send", block: 3, data: "abc" });
  equal((await ask(wire, { id: "2", size: 8 })).word, "quota");
  equal(short(await ask(other, { size: 8, status: "abort" })), ["abort", 0, 0, ""]);
  equal(
    (await ask(wire, { size: 8, status: "send", offset: 3, block: 1, data: "d" })).word,
    "unknown",
  );
  equal(short(await upload(wire, { id: "2", name: "b", bytes: bytesOf(8) })), ["send", 8, 0, ""]);
  equal(short(await ask(wire, { id: "2", size: 8, status: "abort" })), ["abort", 8, 0, ""]);
  await wire.settled();
  equal((await contentOf(sink, scene.places[0] ?? "")).length, 8);
  await ask(wire, { id: "3", size: 1 });
  await ask(wire, { id: "4", size: 1 });
  equal((await ask(wire, { id: "5", size: 0 })).word, "count");
  await scene.close();
});

Deno.test("what is of another kind than is taken is refused by its content, whatever it is called", async () => {
  const sink = memorySink(), limits = { kinds: ["image/*", "text/plain"] };
  const scene = uploadScene(sink, { limits }), wire = await scene.client();
  const html = new TextEncoder().encode("<html><script>alert(1)</script>");
  equal((await upload(wire, { id: "1", name: "a.png", bytes: html })).word, "kind");
  equal((await upload(wire, { id: "2", name: "a.png", bytes: html }, { chunk: 5 })).word, "kind");
  equal(short(await upload(wire, { id: "3", name: "a.exe", bytes: png })), [
    "send",
    png.length,
    0,
    "",
  ]);
  equal(
    short(await upload(wire, { id: "4", name: "b.png", bytes: png }, { chunk: 1_000 }))[0],
    "send",
  );
  await wire.settled();
  const cut = ["begun a.png", "aborted a.png", "begun a.png", "aborted a.png"];
  equal(scene.heard.slice(0, 4), cut);
  equal(scene.heard.slice(4), [
    "begun a.exe",
    "done a.exe image/png",
    "begun b.png",
    "done b.png image/png",
  ]);
  await scene.close();
});

Deno.test("the application is asked whom and what it takes, with the user at hand; a page's guard holds", async () => {
  const asked: string[] = [];
  const accept = ({ name }: { name: string }) => {
    asked.push(`${n2o.user()}:${name}`);
    return Promise.resolve(name !== "no.txt");
  };
  const scene = uploadScene(memorySink(), { accept }), wire = await scene.client();
  equal((await ask(wire, { name: "no.txt", size: 1 })).word, "denied");
  equal((await ask(wire, { name: "yes.txt", size: 1 })).status, "init");
  equal(asked, [":no.txt", ":yes.txt"]);
  await scene.close();
});

Deno.test("more chunks than the window are refused, and so are chunks of many made-up uploads at once", async () => {
  const gate = Promise.withResolvers<void>(), inner = memorySink();
  const slow: Sink = { ...inner, find: async (key) => (await gate.promise, await inner.find(key)) };
  const scene = uploadScene(slow, { limits: { window: 2, uploads: 2 } });
  const wire = await scene.client(), send = { size: 9, status: "send", block: 1, data: "a" };
  for (const id of ["1", "1", "1", "2", "2", "3", "4", "5", "6", "7", "8", "9"]) {
    wire.term(record({ ...send, id }));
  }
  const refused = [await nextAck(wire), await nextAck(wire), await nextAck(wire)];
  equal(refused.map(({ word, id }) => `${word} ${id}`), ["window 1", "window 7", "window 8"]);
  gate.resolve();
  await scene.ftp.idle(scene.server);
  await scene.close();
});

Deno.test("a sink without room, or that fails, stops nothing else: the client hears it, and goes on when it is better", async () => {
  let failure: Error | undefined;
  const inner = memorySink();
  const sink: Sink = {
    ...inner,
    async open(key, announced) {
      const writing = await inner.open(key, announced);
      return {
        get offset() {
          return writing.offset;
        },
        write: (bytes) => failure === undefined ? writing.write(bytes) : Promise.reject(failure),
        head: (most) => writing.head(most),
        finish: (type) => failure === undefined ? writing.finish(type) : Promise.reject(failure),
        abort: () => writing.abort(),
        close: () => writing.close(),
      };
    },
  };
  const scene = uploadScene(sink), wire = await scene.client();
  const send = { size: 6, status: "send", block: 3, data: "abc" };
  await ask(wire, { size: 6 });
  await ask(wire, send);
  failure = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  equal(short(await ask(wire, { ...send, offset: 3 })), ["error", 3, 0, "full"]);
  failure = new FileError("full", "the quota is used up");
  equal(short(await ask(wire, { ...send, offset: 3 })), ["error", 3, 0, "full"]);
  failure = new Error("a secret of the disk at /srv/files");
  equal(short(await ask(wire, { ...send, offset: 3 })), ["error", 3, 0, "failed"]);
  equal(scene.book.take().length, 3);
  failure = undefined;
  equal(short(await ask(wire, { size: 6 })).slice(0, 2), ["init", 3]);
  equal(short(await ask(wire, { ...send, offset: 3 })), ["send", 6, 0, ""]);
  await scene.close();
});

Deno.test("an upload that nobody goes on with is removed after a time, and its page and client hear of it", async () => {
  const sink = memorySink();
  const scene = uploadScene(sink, { limits: { patience: 60_000 } });
  Object.assign(sink, memorySink({ clock: scene.clock }));
  const wire = await scene.client();
  await start(scene.server);
  await ask(wire, { size: 6 });
  await ask(wire, { size: 6, status: "send", block: 3, data: "abc" });
  await scene.clock.advanceAsync(50_000);
  equal((await ask(wire, { size: 6, status: "send", offset: 3, block: 1, data: "d" })).offset, 4);
  await scene.clock.advanceAsync(50_000);
  await wire.settled();
  equal(scene.heard, ["begun a.txt"]);
  await scene.clock.advanceAsync(70_000);
  equal([(await nextAck(wire)).word, scene.heard], ["aborted", ["begun a.txt", "aborted a.txt"]]);
  equal((await ask(wire, { size: 6 })).offset, 0);
  await scene.close();
});

Deno.test("an application aborts an upload: its client hears so", async () => {
  const scene = uploadScene(memorySink()), wire = await scene.client();
  await ask(wire, { size: 6 });
  const owner = `session/${scene.server.sessions.named(tokenOf(wire.hello))}`;
  equal(await scene.ftp.abort(scene.server, { owner, id: "1" }), true);
  equal((await nextAck(wire)).word, "aborted");
  equal(await scene.ftp.abort(scene.server, { owner, id: "1" }), false);
  await scene.close();
});

Deno.test("a page answers its events while a sink is slow: chunks are stored beside them", async () => {
  const gate = Promise.withResolvers<void>(), inner = memorySink();
  const sink: Sink = {
    ...inner,
    find: async (key) => (await gate.promise, await inner.find(key)),
  };
  const scene = uploadScene(sink), wire = await scene.client();
  wire.term(record({ size: 6 }));
  equal(await wire.settled(), [], "nothing of the upload, and everything else");
  gate.resolve();
  equal((await nextAck(wire)).status, "init");
  await scene.close();
});

Deno.test("a fast upload is within the bytes of a second, since its client waits for answers; one that says the same again is not", async () => {
  const scene = uploadScene(memorySink());
  Object.assign(scene.server, { limits: { ...scene.server.limits, bytes: 2_000_000 } });
  const wire = await scene.client(), bytes = bytesOf(6_000_000);
  equal((await upload(wire, { id: "1", name: "a", bytes })).offset, bytes.length);
  const other = await scene.client("", "client-2");
  await ask(other, { size: 600_000 });
  const send = { size: 600_000, status: "send", block: 200_000, data: bytes.subarray(0, 200_000) };
  for (let more = 0; more < 14; more++) await ask(other, send).catch(() => {});
  equal((await other.closed)[0], 1013);
  await scene.close();
});

Deno.test("who logs in while a file is on its way goes on with it, and who is logged out does not", async () => {
  const scene = uploadScene(memorySink(), { accept: ({ meta }) => n2o.user(meta) === meta });
  const wire = await scene.client(), send = { size: 6, status: "send", block: 3, data: "abc" };
  await ask(wire, { size: 6, meta: "ann" });
  equal(short(await ask(wire, send)), ["send", 3, 3, ""]);
  await ask(wire, { id: "2", size: 6, meta: "ann" });
  equal(short(await ask(wire, { ...send, id: "2" })), ["send", 3, 3, ""]);
  await ask(wire, { id: "3", size: 6, meta: "" });
  equal((await ask(wire, { ...send, id: "2", offset: 3 })).word, "unknown");
  await scene.close();
});

Deno.test("where too many uploads are under way, one whose client is silent makes room, and goes on later", async () => {
  const scene = uploadScene(memorySink(), { limits: { total: 2 } }), wire = await scene.client();
  const send = { size: 6, status: "send", block: 3, data: "abc" };
  for (const id of ["1", "2"]) await ask(wire, { id, size: 6 });
  await ask(wire, { ...send, id: "1" });
  equal((await ask(wire, { id: "3", size: 6 })).word, "count");
  await scene.clock.advanceAsync(70_000);
  await ask(wire, { ...send, id: "1", offset: 3, block: 1, data: "d" });
  equal((await ask(wire, { id: "3", size: 6 })).status, "init");
  equal((await ask(wire, { ...send, id: "2" })).word, "unknown");
  await scene.clock.advanceAsync(70_000);
  equal((await ask(wire, { id: "2", size: 6 })).status, "init");
  await scene.close();
});

Deno.test("a client that goes by the blocks of the answers alone, as the original's does, sends empty files and others, also again", async () => {
  for (const size of [0, 1, 300_000, 600_000]) {
    const sink = memorySink(),
      scene = uploadScene(sink),
      wire = scene.open(),
      bytes = bytesOf(size);
    wire.text("N2O,");
    const sid = tokenOf(await wire.next()), base = { sid, size, meta: "client" };
    for (let time = 0; time < 2; time++) {
      let ack = await ask(wire, { ...base, block: 1 }), isOver = false;
      while (!isOver) {
        const { offset, block } = ack, data = bytes.subarray(offset, offset + block);
        // Its last chunk is announced as large as the others; where Block is 0 it sends one without bytes.
        ack = await ask(wire, {
          ...base,
          offset,
          block: block || data.length,
          data,
          status: "send",
        });
        isOver = ack.block === 0;
      }
      equal(short(ack), ["send", size, 0, ""]);
    }
    await wire.settled();
    equal(scene.places.length, 1);
    equal(digest(await contentOf(sink, scene.places[0] ?? "")), digest(bytes));
    await scene.close();
  }
});
