import { equal } from "../../_support/assert.ts";
import { made, page } from "../made.ts";
import { testFolder } from "./folder.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("write");

type App = Awaited<ReturnType<typeof made>>["app"];

/** Status and body of an answer, or where it leads. */
async function got(app: App, path: string): Promise<readonly [number, string | null]> {
  const answer = await app.request(`http://x${path}`, { redirect: "manual" });
  const text = await answer.text();
  return [answer.status, answer.status === 301 ? answer.headers.get("location") : text];
}

test("a folder shows its index, and its address without a slash leads to that with one", async () => {
  await using folder = await testFolder({
    "index.htm": "top",
    "both/index.html": "html",
    "both/index.htm": "htm",
    "deep/er/index.html": "deeper",
    "bare/x.txt": "x",
  });
  const { app, book } = await made({ static: { "/app/": folder.url } });
  equal(await got(app, "/app/"), [200, "top"]);
  equal(await got(app, "/app?a=1&b=%2F"), [301, "/app/?a=1&b=%2F"]);
  equal(await got(app, "/app/both/"), [200, "html"]);
  equal(await got(app, "/app/both"), [301, "/app/both/"]);
  equal(await got(app, "/app/deep/er?x"), [301, "/app/deep/er/?x"]);
  equal(await got(app, "/app/deep/er/"), [200, "deeper"]);
  for (
    const none of [
      "/app/deep",
      "/app/deep/",
      "/app/bare",
      "/app/bare/",
      "/app/index.htm/",
      "/app//both",
    ]
  ) {
    equal((await got(app, none))[0], 404, none);
  }
  equal(book.take(), []);
});

test("at the root no address leads to another host", async () => {
  await using folder = await testFolder({ "index.htm": "top", "example.com/index.htm": "inner" });
  const { app } = await made({ static: { "/": folder.url } });
  equal(await got(app, "/"), [200, "top"]);
  equal(await got(app, "/example.com"), [301, "/example.com/"]);
  for (
    const path of [
      "//example.com",
      "//example.com/..",
      "/\\example.com",
      "/%2fexample.com",
      "/%5cexample.com",
    ]
  ) {
    const answer = await app.request(new Request(`http://x${path}`), { redirect: "manual" });
    const location = answer.headers.get("location");
    await answer.body?.cancel();
    equal(location === null || new URL(location, "http://x").host === "x", true, path);
  }
});

test("what a folder lacks is asked of the next, then of the routes added later", async () => {
  await using first = await testFolder({ "a.txt": "first a", "sub/x.txt": "x" });
  await using second = await testFolder({
    "a.txt": "second a",
    "b.txt": "second b",
    "sub/index.htm": "sub",
  });
  await using root = await testFolder({ "app/c.txt": "root c" });
  const { app } = await made({ static: { "/app/": [first.url, second.url], "/": root.url } });
  app.get("/app/d.txt", (c) => c.text("route d"));
  equal(await got(app, "/app/a.txt"), [200, "first a"]);
  equal(await got(app, "/app/b.txt"), [200, "second b"]);
  equal(await got(app, "/app/c.txt"), [200, "root c"]);
  equal(await got(app, "/app/d.txt"), [200, "route d"]);
  equal(await got(app, "/app/sub/"), [200, "sub"]);
  equal((await got(app, "/app/e.txt"))[0], 404);
});

test("the application's own routes and middleware come before files, pages and the endpoint", async () => {
  await using folder = await testFolder({ "a.txt": "file" });
  const { app } = await made({
    static: { "/app/": folder.url },
    app(app) {
      app.use(async (c, next) => {
        if (c.req.query("key") === "no") return c.text("closed", 401);
        return await next();
      });
      app.get("/app/a.txt", (c) => c.text("own"));
    },
  });
  equal(await got(app, "/app/a.txt"), [200, "own"]);
  for (const path of ["/app/a.txt", "/n2o/n2o.js", "/ws/app/p"]) {
    equal(await got(app, `${path}?key=no`), [401, "closed"]);
  }
});

test("names in any script, with spaces and signs, are found as they are written in an address", async () => {
  const names = [
    "Київ.htm",
    "日本/語.txt",
    "e\u0301.txt",
    "é.txt",
    "a b.txt",
    "50%.txt",
    "what?.txt",
    "a#b.txt",
    "q&a=+.txt",
    "😀.txt",
    "12:30.txt",
    "a'\"<b>.txt",
  ];
  await using folder = await testFolder(Object.fromEntries(names.map((name) => [name, name])));
  const { app } = await made({ static: { "/app/": folder.url } });
  for (const name of names) {
    const path = name.split("/").map(encodeURIComponent).join("/");
    equal(await got(app, `/app/${path}`), [200, name]);
    equal(await got(app, `/%61pp/${path}`), [200, name]);
  }
});

test("a link is followed inside the folder, and not out of it", async () => {
  await using outside = await testFolder({ "secret.txt": "secret", "index.htm": "secret index" });
  await using folder = await testFolder({ "in/a.txt": "a", "in/index.htm": "index" });
  const path = folder.url.pathname, out = outside.url.pathname;
  for (
    const [target, name] of [
      ["in/a.txt", "link.txt"],
      ["in", "linked"],
      [`${out}secret.txt`, "out.txt"],
      [out, "out"],
      ["../../../../../../etc/passwd", "passwd"],
      [`${path}in/a.txt`, "absolute.txt"],
      ["loop", "loop"],
      ["nothing", "dangling"],
    ] as const
  ) await Deno.symlink(target, path + name);
  // A folder whose name begins as the served one's does is outside, too.
  await Deno.mkdir(`${path.slice(0, -1)}-beside`);
  await Deno.writeTextFile(`${path.slice(0, -1)}-beside/x.txt`, "beside");
  await Deno.symlink(`${path.slice(0, -1)}-beside`, `${path}beside`);
  try {
    const { app, book } = await made({ static: { "/app/": folder.url } });
    equal(await got(app, "/app/link.txt"), [200, "a"]);
    equal(await got(app, "/app/absolute.txt"), [200, "a"]);
    equal(await got(app, "/app/linked/a.txt"), [200, "a"]);
    equal(await got(app, "/app/linked/"), [200, "index"]);
    for (
      const name of [
        "out.txt",
        "out",
        "out/",
        "out/secret.txt",
        "passwd",
        "loop",
        "dangling",
        "beside/x.txt",
      ]
    ) {
      equal((await got(app, `/app/${name}`))[0], 404, name);
    }
    equal(book.take(), []);
  } finally {
    await Deno.remove(`${path.slice(0, -1)}-beside`, { recursive: true });
  }
});

test("a folder that is itself a link is served, the new one too when it is changed", async () => {
  await using one = await testFolder({ "a.txt": "one" });
  await using two = await testFolder({ "a.txt": "two" });
  await using folder = await testFolder();
  const link = `${folder.url.pathname}current`;
  await Deno.symlink(one.url.pathname, link);
  const { app } = await made({ static: { "/app/": new URL("current/", folder.url) } });
  equal(await got(app, "/app/a.txt"), [200, "one"]);
  await Deno.remove(link);
  await Deno.symlink(two.url.pathname, link);
  equal(await got(app, "/app/a.txt"), [200, "two"]);
});

test("what is neither file nor folder, or not to be read, is not there", async () => {
  await using folder = await testFolder({ "shut.txt": "x" });
  const path = folder.url.pathname;
  const { success } = await new Deno.Command("mkfifo", { args: [`${path}pipe`] }).output();
  equal(success, true);
  const { app } = await made({ static: { "/app/": folder.url } });
  equal((await got(app, "/app/pipe"))[0], 404);
});

test("a file that has changed is answered as it is now, under another tag", async () => {
  await using folder = await testFolder({ "a.txt": "one" });
  const { app } = await made({ static: { "/app/": folder.url } });
  const first = await app.request("/app/a.txt");
  equal(await first.text(), "one");
  await folder.write("a.txt", "two!");
  const second = await app.request("/app/a.txt", {
    headers: { "if-none-match": first.headers.get("etag") ?? "" },
  });
  equal([second.status, await second.text()], [200, "two!"]);
});

test("hidden files are not served, but a path may be hidden by its own name", async () => {
  await using folder = await testFolder({ "security.txt": "write to us", ".env": "SECRET=1" });
  const { app } = await made({ static: { "/.well-known/": folder.url } });
  equal(await got(app, "/.well-known/security.txt"), [200, "write to us"]);
  equal((await got(app, "/.well-known/.env"))[0], 404);
});

test("a path of the settings is itself, whatever signs are in it, and no pattern", async () => {
  await using folder = await testFolder({ "a.txt": "a", "index.htm": "top" });
  const paths = [
    "/:x/",
    "/{a}/",
    "/a*b/",
    "/2.0/",
    "/my files/",
    "/файли/",
    "/%41/",
    "/q?/",
    "/(x|y)/",
  ];
  for (const path of paths) {
    const { app } = await made({ static: { [path]: folder.url } });
    const start = encodeURI(decodeURI(path)).replace("?", "%3F");
    equal(await got(app, `${start}a.txt`), [200, "a"], path);
    equal(await got(app, start.slice(0, -1)), [301, start], path);
    for (
      const none of [
        "/z/a.txt",
        "/aXb/a.txt",
        "/2x0/a.txt",
        "/x/a.txt",
        "/a.txt",
        `/z${start}a.txt`,
      ]
    ) {
      equal((await got(app, none))[0], 404, `${path} ${none}`);
    }
  }
});

test("where the application came from a server, so do its files", async () => {
  await using folder = await testFolder({ "index.htm": "top", "a b.txt": "a b", "sub/x.txt": "x" });
  const origin = await made({ static: { "/files/": folder.url } });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, origin.app.fetch);
  try {
    const { app } = await made({
      static: { "/app/": new URL(`http://127.0.0.1:${server.addr.port}/files/`) },
    });
    equal(await got(app, "/app/"), [200, "top"]);
    equal(await got(app, "/app"), [301, "/app/"]);
    equal(await got(app, "/app/a%20b.txt"), [200, "a b"]);
    equal(await got(app, "/app/sub/x.txt"), [200, "x"]);
    for (const none of ["none", "..%2fn2o%2fn2o.js", "%2e%2e/x"]) {
      equal((await got(app, `/app/${none}`))[0], 404);
    }
  } finally {
    await server.shutdown();
  }
});

test("a folder of a server leads to its index, and no answer of the server leads out of it", async () => {
  const answers: Record<string, () => Response> = {
    "/files/sub": () => new Response(null, { status: 302, headers: { location: "/files/sub/" } }),
    "/files/sub/": () => new Response("a list of all files"),
    "/files/sub/index.html": () => new Response("index"),
    "/files/out": () => new Response(null, { status: 302, headers: { location: "/secret" } }),
    "/files/odd": () => new Response(null, { status: 302, headers: { location: "http://[" } }),
    "/files/none/index.html": () =>
      new Response(null, { status: 301, headers: { location: "./" } }),
    "/secret": () => new Response("secret"),
  };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    ({ url }) => answers[new URL(url).pathname]?.() ?? new Response("none", { status: 404 }),
  );
  try {
    const { app } = await made({
      static: { "/app/": new URL(`http://127.0.0.1:${server.addr.port}/files/`) },
    });
    equal(await got(app, "/app/sub?x=1"), [301, "/app/sub/?x=1"]);
    equal(await got(app, "/app/sub/"), [200, "index"]);
    for (const none of ["out", "odd", "none", "none/"]) {
      equal((await got(app, `/app/${none}`))[0], 404, none);
    }
  } finally {
    await server.shutdown();
  }
});

test("pages without files of their own get a document, where there is no static folder", async () => {
  const routes = { "/": page, "/app/p": page, "/wild/*": page, "module": page };
  const { app } = await made({ routes });
  for (const path of ["/", "/app/p", "/wild/", "/wild/x/y?q=1"]) {
    const [status, text] = await got(app, path);
    equal([status, text?.includes('<main id="main"></main>')], [200, true], path);
  }
  for (const path of ["/none", "/module", "/app/p/", "/wild"]) {
    equal((await got(app, path))[0], 404, path);
  }
  equal((await app.request("/", { method: "POST" })).status, 404);
  await using folder = await testFolder({ "x.txt": "x" });
  const files = await made({ routes, static: { "/": folder.url } });
  equal((await got(files.app, "/app/p"))[0], 404);
  const both = await made({
    routes,
    static: { "/": folder.url },
    shell: (path) => `<p>${path}</p>`,
  });
  equal(await got(both.app, "/app/p"), [200, "<p>/app/p</p>"]);
  equal(await got(both.app, "/x.txt"), [200, "x"]);
  equal((await got((await made({ routes, shell: false })).app, "/app/p"))[0], 404);
});
