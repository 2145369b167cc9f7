/**
 * Uploads that become whole when their page has gone.
 *
 * @module
 */
import { memorySink, type Sink } from "../../../n2o/file/mod.ts";
import { equal } from "../../_support/assert.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { ask, bytesOf, record, uploadScene } from "./uploader.ts";

/** A sink in memory that makes a file only once it may. */
function gated(): { readonly sink: Sink; readonly reached: Promise<void>; go(): void } {
  const inner = memorySink(), gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const sink: Sink = {
    ...inner,
    async open(key, announced) {
      const writing = await inner.open(key, announced);
      return {
        get offset() {
          return writing.offset;
        },
        write: (bytes) => writing.write(bytes),
        head: (most) => writing.head(most),
        async finish(type) {
          reached.resolve();
          await gate.promise;
          return await writing.finish(type);
        },
        abort: () => writing.abort(),
        close: () => writing.close(),
      };
    },
  };
  return { sink, reached: reached.promise, go: gate.resolve };
}

for (const how of ["init", "send"]) {
  Deno.test(`a page that comes back after a cut hears once of a file that became whole meanwhile (${how})`, async () => {
    const { sink, reached, go } = gated(), scene = uploadScene(sink);
    const first = await scene.client(), base = { name: "a", size: 50 };
    const send = { ...base, status: "send", offset: 0, block: 50, data: bytesOf(50) };
    await ask(first, base);
    first.term(record(send));
    await reached;
    await first.leave();
    go();
    await scene.ftp.idle(scene.server);
    equal(scene.heard, ["begun a"]);
    const stranger = await scene.client("", "client-3");
    await ask(stranger, { ...base, status: "send", block: 1, data: "a" });
    await stranger.settled();
    equal(scene.places.length, 0, "another's is another upload");
    const second = await scene.client(tokenOf(first.hello), "client-2");
    for (let round = 0; round < 2; round++) {
      const again = await ask(second, how === "init" ? base : send);
      equal([again.status, again.offset, again.block], [how, 50, 0]);
    }
    await second.settled();
    equal([scene.heard.length, scene.places.length], [2, 1]);
    await scene.close();
  });
}
