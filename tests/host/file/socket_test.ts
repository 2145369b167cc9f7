/**
 * Uploads in an application: over a socket into its store, over its restart.
 *
 * @module
 */
import { application } from "../../../host/deno/mod.ts";
import { files, uploads } from "../../../host/file/files.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { isUpload } from "../../../n2o/file/mod.ts";
import { N2oError } from "../../../n2o/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { needs } from "../../_support/permission.ts";
import { dial, tokenOf } from "../../_support/server/wire.ts";
import { hello } from "../../n2o/page.ts";
import { ask, bytesOf, contentOf, digest, record, upload } from "../../n2o/file/uploader.ts";

needs("net", "read");

const settings = {
  secret: "a secret of more than sixteen letters",
  log: () => {},
  port: 0,
  hostname: "127.0.0.1",
};

Deno.test("a file goes into the store, and on over a restart of the application", async () => {
  using kv = memoryKv();
  const sink = files(kv), bytes = bytesOf(600_000), done: string[] = [];
  const begun = async () => {
    const { start } = await application({
      ...settings,
      kv,
      routes: {
        "/": {
          event: (e: unknown) => void (isUpload(e) && e.status === "done" && done.push(e.place)),
        },
      },
      protocols: (given) => ["n2o_heart", "nitro_n2o", uploads(given, sink)],
    });
    return await start();
  };
  const file = { id: "1", name: "a.bin", size: bytes.length };
  let listening = await begun(), wire = await dial(`ws://127.0.0.1:${listening.port}/ws/`);
  wire.term(hello());
  const token = tokenOf(await wire.next()), { block } = await ask(wire, file);
  const data = bytes.subarray(0, block);
  equal((await ask(wire, { ...file, status: "send", block, data })).offset, block);
  await listening.stop();
  listening = await begun();
  wire = await dial(`ws://127.0.0.1:${listening.port}/ws/`);
  wire.term(hello(token));
  await wire.next();
  wire.term(record(file));
  assert((await ask(wire, file)).offset === block, "it goes on where it was");
  await upload(wire, { id: "1", name: "a.bin", bytes });
  await wire.settled();
  await listening.stop();
  equal(done.length, 1);
  equal(digest(await contentOf(sink, done[0] ?? "")), digest(bytes));
});

Deno.test("the original's name of the protocol says what to give in its place", async () => {
  // As: the type refuses it as well.
  const protocols = ["n2o_heart", "n2o_ftp"] as never;
  const making = () => application({ ...settings, routes: { "/": { event() {} } }, protocols });
  const { message } = await rejects(making, N2oError);
  assert(/uploads\(given, sink\).*host\/files/.test(message), message);
});

Deno.test("bounds that are none are refused as the application is made", async () => {
  using kv = memoryKv();
  const routes = { "/": { event() {} } };
  for (const limits of [{ size: 0 }, { window: 1.5 }, { kinds: ["png"] }, { patience: NaN }]) {
    const making = () =>
      application({
        ...settings,
        routes,
        protocols: (given) => [uploads(given, files(kv), { limits })],
      });
    equal((await rejects(making, N2oError)).code, "config");
  }
});
