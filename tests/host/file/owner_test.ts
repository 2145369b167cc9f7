/**
 * Whose the files of forms are, and how many bytes they may have together.
 *
 * @module
 */
import { formUploads } from "../../../host/file/mod.ts";
import { defaultUploadLimits, fileReceiver, memorySink } from "../../../n2o/file/mod.ts";
import { equal } from "../../_support/assert.ts";
import { needs } from "../../_support/permission.ts";
import { made, secret } from "../made.ts";

needs("net");

const key = (id: string) => ({ owner: "user/ann", id });

/** An application that takes forms of whom a header names; an owner has 1,000 bytes. */
async function scene() {
  const sink = memorySink(), limits = { owner: 1_000, uploads: 8 };
  const { app, server } = await made({
    secret,
    identify: ({ headers }) => {
      const user = headers.get("x-user") ?? "";
      return user === "" ? undefined : { user, roles: [] };
    },
    app: (app, given) => void app.post("/files", formUploads(given, { sink, limits })),
  });
  /** Sends a form of one file whose end waits. */
  function post(bytes: number, gate?: Promise<void>, user = "ann") {
    const reached = Promise.withResolvers<void>(), utf8 = new TextEncoder();
    const head = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n';
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(stream) {
        if (at++ === 0) return stream.enqueue(utf8.encode(head + "x".repeat(bytes)));
        reached.resolve();
        await gate;
        stream.enqueue(utf8.encode("\r\n--b--\r\n"));
        stream.close();
      },
    }, { highWaterMark: 0 });
    const answer = (async () => {
      const { status } = await app.request("/files", {
        method: "POST",
        body,
        headers: { "content-type": "multipart/form-data; boundary=b", "x-user": user },
      });
      reached.resolve();
      return status;
    })();
    return { answer, reached: reached.promise };
  }
  return { sink, post, server };
}

Deno.test("forms are of whom the application's own accounts know", async () => {
  const { sink, post } = await scene();
  equal([await post(10).answer, await post(10, undefined, "").answer], [201, 401]);
  equal((await sink.of("user/ann")).map(({ offset }) => offset), [10]);
});

Deno.test("forms that come at once have no more bytes together than one after the other", async () => {
  for (
    const [sizes, expected] of [
      [[900, 900, 900], [201, 413, 413]],
      [[400, 500, 200, 100], [201, 201, 413, 201]],
      [[1_000, 10], [201, 413]],
      [[1_010, 1_000], [413, 201]],
    ] as const
  ) {
    const { sink, post } = await scene(), gate = Promise.withResolvers<void>();
    const answers: Promise<number>[] = [];
    for (const size of sizes) {
      const { answer, reached } = post(size, gate.promise);
      await reached;
      answers.push(answer);
    }
    gate.resolve();
    equal(await Promise.all(answers), expected);
    const all = await sink.of("user/ann");
    equal(all.reduce((sum, { offset }) => sum + offset, 0) <= 1_000, true);
    equal(all.every(({ file }) => file !== undefined), true, "what was refused is gone");
  }
});

Deno.test("forms and uploads over the connection have one share of a sink", async () => {
  const { sink, post } = await scene(), gate = Promise.withResolvers<void>();
  const files = fileReceiver(sink, { ...defaultUploadLimits, owner: 1_000 });
  const begin = (id: string, size: number) =>
    files.receive(key(id), { name: "a.txt", size, meta: "" })
      .then(() => "begun", (error: { readonly code: string }) => error.code);
  const form = post(600, gate.promise);
  await form.reached;
  equal([await begin("1", 500), await begin("2", 400)], ["quota", "begun"]);
  equal(await post(10).answer, 413);
  gate.resolve();
  equal(await form.answer, 201);
  equal([await begin("3", 1), (await sink.of("user/ann")).length], ["quota", 2]);
});
