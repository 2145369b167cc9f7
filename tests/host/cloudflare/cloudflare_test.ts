import { assert, equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { bundle, missing, type Running, start } from "../../_support/store/miniflare.ts";
import { writeInto } from "../classic/guestbook.ts";
import { sendForms } from "../file/forms.ts";
import { enter, heard } from "../walk.ts";
import { application } from "../../../mod.ts";
import { long } from "../../_support/long.ts";
import { testWith } from "../../_support/permission.ts";
import { sendFiles } from "../../examples/sample/sending.ts";
import { walkThrough } from "../../examples/sample/steps.ts";

const test = testWith("write");

/** The sample in workerd; `object` and `worker` are its two origins. */
interface World extends AsyncDisposable {
  readonly object: string;
  readonly worker: string;
}

const TYPES: Readonly<Record<string, string>> = {
  htm: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** The sample's files, as the platform's assets. */
function files(): Record<string, [type: string, content: string]> {
  const folder = new URL("../../../examples/sample/static/", import.meta.url);
  const read = ({ name }: Deno.DirEntry): [string, [string, string]] => {
    const type = TYPES[name.replace(/.*\./, "")] ?? "";
    return [`/app/${name}`, [type, Deno.readTextFileSync(new URL(name, folder))]];
  };
  return Object.fromEntries([...Deno.readDirSync(folder)].map(read));
}

async function world(): Promise<World> {
  const folder = await Deno.makeTempDir({ prefix: "cloudflare-" }), script = `${folder}/worker.js`;
  let running: Running | undefined;
  const end = async () => {
    await running?.dispose();
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await bundle(new URL("../worker/cloudflare.ts", import.meta.url), script);
    running = start(script, `${folder}/objects`, { FILES: files() });
    const { port } = await running.ready;
    return {
      object: `http://127.0.0.1:${port}`,
      worker: `http://localhost:${port}`,
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

Deno.test("the platform's assets come with the headers that an application's answers have", async () => {
  const { app } = await application({ routes: { "/": { event() {} } }, log: () => {} });
  const { headers } = await app.request("http://host/");
  const text = await Deno.readTextFile(
    new URL("../../../examples/sample/headers.txt", import.meta.url),
  );
  const [pattern, ...lines] = text.trimEnd().split("\n");
  equal(pattern, "/*");
  const said = lines.map((line) => line.trim().split(": ", 2));
  equal(
    said.map(([name]) => name?.toLowerCase()).toSorted(),
    ["content-security-policy", "referrer-policy", "x-content-type-options"],
  );
  for (const [name = "", value] of said) equal(headers.get(name), value);
});

test({
  name: "on Cloudflare",
  ignore: missing,
  // The runtime is a process that miniflare ends as it sees fit.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    await using made = await world();

    await t.step("people in one object log in, hear each other, and are kept", async () => {
      const origin = made.object.replace("http", "ws");
      const ann = await enter(origin, "Ann", "tea"), bob = await enter(origin, "Bob", "tea");
      ann.say("hello to all");
      await Promise.all([heard(ann.wire, "hello to all"), heard(bob.wire, "hello to all")]);
      await Promise.all([ann.wire.leave(), bob.wire.leave()]);
      equal((await ann.wire.closed)[0] < 1006, true);
    });

    await t.step("somebody logs in at a Worker without an object", async () => {
      const ann = await enter(made.worker.replace("http", "ws"), "Ann", "tea");
      ann.say("hello to me");
      await heard(ann.wire, "hello to me");
      await ann.wire.leave();
    });

    await t.step("forms bring files into the object, and pages hear of them", async () => {
      await sendForms(made.object);
    });

    await t.step(
      "forms bring files to a Worker without an object, whose pages do not hear of them",
      async () => {
        await sendForms(made.worker, false);
      },
    );

    await t.step("classic pages take forms and files, and none of another site", async () => {
      await writeInto(made.object);
      await writeInto(made.worker);
    });

    await t.step("a frame over the limit closes with 1009", async () => {
      const { wire } = await enter(made.object.replace("http", "ws"), "Ann", "tea");
      wire.bytes(new Uint8Array(262_145));
      equal((await wire.closed)[0], 1009);
    });

    await t.step("the client and the documents of pages are coded once, with a tag", async () => {
      for (const path of ["/n2o/n2o.js", "/room"]) {
        for (const coding of ["gzip", "identity"]) {
          const url = made.worker + path, headers = { "accept-encoding": coding };
          const answer = await fetch(url, { headers }), text = await answer.text();
          equal(answer.status, 200);
          assert(text.includes(path === "/n2o/n2o.js" ? "WebSocket" : '<main id="main">'), text);
          const tag = answer.headers.get("etag") ?? "";
          const again = await fetch(url, { headers: { ...headers, "if-none-match": tag } });
          equal([again.status, await again.text()], [304, ""]);
        }
      }
    });

    await t.step("what cannot work there is said", async () => {
      const said: string[] = await (await fetch(`${made.worker}/config`)).json();
      equal(said.map((each) => each.split(" ").slice(0, 2).join(" ")), [
        "config secret:",
        "config static:",
        "config start:",
      ]);
    });
  },
});

if (!missing) {
  browserTest(
    "on Cloudflare pages without files of their own are used in a browser",
    async (browser) => {
      await using made = await world();
      const page = await browser.newPage(), wrong: string[] = [];
      page.on("pageerror", (error) => wrong.push(String(error)));
      await page.goto(`${made.object}/room`);
      await page.locator("html[data-n2o=online]").waitFor({ state: "attached" });
      await page.getByRole("button", { name: "Count" }).waitFor();
      equal(wrong, []);
    },
    !long,
  );

  browserTest(
    "on Cloudflare the sample is used in a browser, its object evicted between any two messages",
    async (browser, t) => {
      await using made = await world();
      const { object: origin } = made;
      await (await fetch(`${origin}/evict?on`)).body?.cancel();
      await t.step("files are links", () => sendFiles(browser, { origin }));
      await walkThrough(browser, t, { origin, lines: [] }, long ? undefined : 1);
    },
  );
}
