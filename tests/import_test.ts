import { assert, equal } from "./_support/assert.ts";

const root = new URL("../", import.meta.url);

/** Serves the project's files as a host of modules does. */
function host(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    if (!/^\/[\w./-]+\.ts$/.test(pathname) || pathname.includes("..")) {
      return new Response(null, { status: 404 });
    }
    try {
      const text = await Deno.readTextFile(new URL(`.${pathname}`, root));
      return new Response(text, { headers: { "content-type": "text/typescript" } });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/** Type-checks and runs `code` in a project that knows nothing of ours, and returns what it prints. */
async function elsewhere(code: (origin: string) => string): Promise<string> {
  const server = host(),
    folder = await Deno.makeTempDir(),
    origin = `127.0.0.1:${server.addr.port}`;
  try {
    await Deno.writeTextFile(`${folder}/deno.json`, '{ "unstable": ["kv"] }');
    await Deno.writeTextFile(`${folder}/main.ts`, code(`http://${origin}`));
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--check",
        "--no-lock",
        `--allow-import=${origin}`,
        "--allow-env",
        "--allow-sys",
        "--allow-read",
        "main.ts",
      ],
      cwd: folder,
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("encode is imported from a URL into a project without an import map", async () => {
  const printed = await elsewhere((origin) => `
    import { atom, encode, tuple } from "${origin}/n2o/mod.ts";
    console.log(encode(tuple(atom("ok"), 1)).toHex());
  `);
  equal(printed.trim(), "8368026400026f6b6101");
});

Deno.test("the whole bootstrap is imported from a URL, with the client and the store", async () => {
  const printed = await elsewhere((origin) => `
    import { application, kvs, n2o, nitro } from "${origin}/mod.ts";
    const kv = await kvs.openKv(":memory:");
    const page = { event: (e: unknown) => e === "init" && nitro.update("x", nitro.panel({ id: "x", body: n2o.user() })) };
    const { app } = await application({ kv, routes: { "/x": page }, secret: "sixteen or more letters" });
    const { status, headers } = await app.request("/n2o/n2o.js");
    console.log(status, headers.get("content-type"));
    kv.close();
  `);
  equal(printed.trim(), "200 text/javascript; charset=utf-8");
});
