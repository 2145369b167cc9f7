/**
 * Forms that never end, on any part of them: how much is read before they are refused. And files of one name, whichever way they come.
 *
 * @module
 */
import { formUploads } from "../../../host/file/mod.ts";
import { n2o } from "../../../mod.ts";
import { ftp, memorySink } from "../../../n2o/file/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { link, tokenOf } from "../../_support/server/wire.ts";
import { hello } from "../../n2o/page.ts";
import { contentOf, upload } from "../../n2o/file/uploader.ts";
import { made, secret } from "../made.ts";

const PIECE = 4_096;
const headers = (what: string) => `--b\r\nContent-Disposition: form-data; name="${what}"`;

/** A body that begins so and goes on so for ever; and how many bytes of it were asked for. */
function endless(start: string, more: string): { body: ReadableStream<Uint8Array>; read: number } {
  const encoder = new TextEncoder(), text = more.repeat(Math.ceil(PIECE / more.length));
  const rest = encoder.encode(text);
  const made = {
    read: 0,
    body: new ReadableStream<Uint8Array>({
      pull(stream) {
        const piece = made.read === 0 && start !== "" ? encoder.encode(start) : rest;
        made.read += piece.length;
        stream.enqueue(piece);
      },
    }, { highWaterMark: 0 }),
  };
  return made;
}

Deno.test("a form without an end is refused where a bound is reached, and no later; nothing is left of it", async () => {
  const sink = memorySink(), limits = { size: 50_000, uploads: 4 };
  const { app } = await made({
    secret,
    app(app, given) {
      app.get("/in", async (c) => {
        await n2o.user("ann");
        return c.text("in");
      });
      app.post("/files", formUploads(given, { sink, limits }));
    },
  });
  const answer = await app.request("/in");
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const file = `${headers("file")}; filename="a"\r\n\r\n`;
  const cases: readonly (readonly [what: string, start: string, more: string, most: number])[] = [
    ["parts", "", `${headers("x")}\r\n\r\n\r\n`, 64 * 100],
    ["empty files", "", `${headers("x")}; filename=""\r\n\r\n\r\n`, 64 * 100],
    ["files of a byte", "", `${file}x\r\n`, 5 * 100],
    ["headers of a part", headers("x"), "\r\nX: y", 8_192],
    ["one header of a part", `${headers("x")}\r\nX: `, "y", 8_192],
    ["a name", `--b\r\nContent-Disposition: form-data; name="`, "x", 8_192],
    ["what stands before the first part", "", "no part\r\n", 8_192],
    ["what stands behind the last", `${headers("x")}\r\n\r\n\r\n--b--\r\n`, "more", 8_192],
    ["a field", `${headers("x")}\r\n\r\n`, "x", 65_536],
    ["a file", file, "x", 50_000],
    ["boundaries that go on", file, "\r\n--bb", 50_000],
    ["spaces behind a boundary", `${file}x\r\n--b`, " ", 50_000],
    ["beginnings of boundaries", file, "\r\n-", 50_000],
  ];
  for (const [what, start, more, most] of cases) {
    const bomb = endless(start, more);
    const { status, body } = await app.request("/files", {
      method: "POST",
      body: bomb.body,
      headers: {
        cookie,
        origin: "http://localhost",
        host: "localhost",
        "content-type": "multipart/form-data; boundary=b",
      },
    });
    await body?.cancel();
    assert([400, 413].includes(status), `${what}: ${status}`);
    assert(bomb.read <= most + 2 * PIECE + start.length, `${what}: ${bomb.read} bytes were read`);
    equal(await sink.of("user/ann"), [], what);
  }
});

Deno.test("files of one name that come at once over both wires and by a form are three files", async () => {
  const sink = memorySink();
  const { app, server } = await made({
    secret,
    routes: { "/p": { event() {} } },
    protocols: () => ["n2o_heart", "nitro_n2o", ftp(sink)],
    app(app, given) {
      app.get("/in", async (c) => {
        await n2o.user("ann");
        return c.text("in");
      });
      app.post("/files", formUploads(given, { sink }));
    },
  });
  const answer = await app.request("/in");
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const ours = link(server, "/p"), classic = link(server, "/p");
  ours.term(hello());
  classic.text("N2O,");
  const [, greeting] = await Promise.all([ours.next(), classic.next()]);
  const text = (of: string) => new TextEncoder().encode(`of ${of}`);
  const body = new FormData();
  body.append("file", new File([text("form")], "one.txt"));
  const [, , sent] = await Promise.all([
    upload(ours, { id: "1", name: "one.txt", bytes: text("ours") }),
    upload(classic, { id: "1", name: "one.txt", bytes: text("classic") }, {
      sid: tokenOf(greeting),
    }),
    app.request("/files", {
      method: "POST",
      body,
      headers: { cookie, origin: "http://localhost", host: "localhost" },
    }),
  ]);
  equal(sent.status, 201);
  await sent.body?.cancel();
  const all = [...server.connections].flatMap((each) =>
    "cx" in each ? [`session/${(each.cx as { session: string }).session}`] : [] // As: it is a connection.
  );
  const found = (await Promise.all(["user/ann", ...all].map((owner) => sink.of(owner)))).flat();
  const contents = await Promise.all(
    found.map(async ({ file }) =>
      new TextDecoder().decode(await contentOf(sink, file?.place ?? ""))
    ),
  );
  equal(contents.toSorted(), ["of classic", "of form", "of ours"]);
});
