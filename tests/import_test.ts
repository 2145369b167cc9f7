import { assert, equal } from "./_support/assert.ts";
import { lacks, needs } from "./_support/permission.ts";
import { plainServer } from "./_support/server/plain_server.ts";
import { rounds } from "./_support/long.ts";

needs("net", "read", "run", "write");

const root = new URL("../", import.meta.url);
const { exports }: { exports: Record<string, string> } = JSON.parse(
  lacks("read") ? "{}" : await Deno.readTextFile(new URL("deno.json", root)),
);

/** The origin of a server of the project, for as long as `body` takes. */
async function served(body: (origin: string) => Promise<void>): Promise<void> {
  const server = plainServer();
  try {
    await body(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

/**
 * Runs `code` in a project that knows nothing of ours, and returns what it prints.
 *
 * Where the server has told all of its files to this test before, they are not fetched and compiled anew, and not checked.
 */
async function elsewhere(origin: string, code: string, isKnown = false): Promise<string> {
  const folder = await Deno.makeTempDir(),
    permissions = ["--allow-env", "--allow-sys", "--allow-read"];
  try {
    await Deno.writeTextFile(`${folder}/deno.json`, '{ "unstable": ["kv"] }');
    await Deno.writeTextFile(`${folder}/main.ts`, code);
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-lock",
        // Another run may have served another state from the same port.
        ...isKnown ? ["--no-check"] : ["--check", `--reload=${origin}`],
        `--allow-import=${new URL(origin).host}`,
        ...permissions,
        "main.ts",
      ],
      cwd: folder,
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("encode is imported from a URL into a project without an import map", async () => {
  await served(async (origin) => {
    const printed = await elsewhere(
      origin,
      `
    import { atom, encode, tuple } from "${origin}/n2o/mod.ts";
    console.log(encode(tuple(atom("ok"), 1)).toHex());
  `,
    );
    equal(printed.trim(), "8368026400026f6b6101");
  });
});

Deno.test("the whole bootstrap is imported from a URL, with the client and the store", async () => {
  await served(async (origin) => {
    const printed = await elsewhere(
      origin,
      `
    import { application, kvs, n2o, nitro } from "${origin}/mod.ts";
    const kv = await kvs.openKv(":memory:");
    const page = { event: (e: unknown) => e === "init" && nitro.update("x", nitro.panel({ id: "x", body: n2o.user() })) };
    const { app } = await application({ kv, routes: { "/x": page }, secret: "sixteen or more letters" });
    const { status, headers } = await app.request("/n2o/n2o.js");
    console.log(status, headers.get("content-type"));
    kv.close();
  `,
    );
    equal(printed.trim(), "200 text/javascript; charset=utf-8");
  });
});

Deno.test("every entry is imported from a URL, all at once with their types and each by itself", async () => {
  const entries = Object.values(exports).map((path) => path.slice(1));
  await served(async (origin) => {
    const imports = entries.map((path, n) => `import * as entry${n} from "${origin}${path}";\n`);
    const counts = entries.map((_, n) => `Object.keys(entry${n}).length`);
    const together: number[] = JSON.parse(
      await elsewhere(origin, `${imports.join("")}console.log(JSON.stringify([${counts}]));`),
    );
    equal(together.length, entries.length);
    for (const [n, path] of entries.entries()) {
      assert((together[n] ?? 0) > 0, `${path} exports nothing`);
      // A process each: every fifth by default.
      if (n % rounds(5, 1) !== 0) continue;
      const code = `console.log(Object.keys(await import("${origin}${path}")).length);`;
      equal(Number(await elsewhere(origin, code, true)), together[n], path);
    }
  });
});

/** How `deno info` tells of a module, and of what it imports. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    /** Without it the import is one of types alone. */
    readonly code?: { readonly specifier: string };
    readonly isDynamic?: boolean;
  }[];
}

Deno.test("the root loads at most 220 files when it is imported, leads to 275, and to none of bpe or of another host", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", new URL("mod.ts", root).href],
  }).output();
  const { modules }: { modules: Module[] } = JSON.parse(new TextDecoder().decode(stdout));
  const own = new Map(
    modules.filter(({ specifier }) => specifier.startsWith(root.href))
      .map(({ specifier, dependencies = [] }) => [specifier, dependencies]),
  );
  const loaded = new Set([new URL("mod.ts", root).href]);
  for (const path of loaded) {
    for (const { code, isDynamic } of own.get(path) ?? []) {
      if (isDynamic !== true && code !== undefined && own.has(code.specifier)) {
        loaded.add(code.specifier);
      }
    }
  }
  assert(loaded.size > 50 && loaded.size <= 220, `${loaded.size} files are loaded`);
  assert(own.size <= 275, `it leads to ${own.size} files`);
  const paths = [...own.keys()].map((path) => path.replace(root.href, ""));
  equal(paths.filter((path) => /^(bpe|feel|host\/(node|cloudflare|deploy))\//.test(path)), []);
});
