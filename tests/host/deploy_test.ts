import { N2oError } from "../../n2o/mod.ts";
import { application } from "../../host/deploy/mod.ts";
import { assert, equal, rejects } from "../_support/assert.ts";
import { browserTest } from "../_support/server/browser.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { start } from "../_support/process.ts";
import { enter, heard } from "./walk.ts";
import { long } from "../_support/long.ts";
import { lacks, testWith } from "../_support/permission.ts";
import { sendFiles } from "../examples/sample/sending.ts";
import { walkThrough } from "../examples/sample/steps.ts";

const test = testWith("net", "run", "write");

const page = { event() {} };

Deno.test("on Deno Deploy a missing secret is refused, and a missing folder is said", async () => {
  const { message } = await rejects(
    () => application({ routes: { "/": page } }),
    N2oError,
    "config",
  );
  assert(message.startsWith("secret:"), message);
  const secret = "a secret of more than sixteen letters",
    static_ = { "/": new URL("file:///none/") };
  await rejects(
    () => application({ routes: { "/": page }, secret, static: static_ }),
    N2oError,
    "config",
  );
});

/** The sample as the platform runs it: an address that it chose, no signals, no right to more than the network and the files. */
const PROGRAM = `
  import { application } from "${new URL("../../host/deploy/mod.ts", import.meta.url)}";
  import { chat } from "${new URL("../../examples/sample/index.ts", import.meta.url)}";
  import { login } from "${new URL("../../examples/sample/login.ts", import.meta.url)}";
  import { kvs, memoryKv } from "${new URL("../../kvs/mod.ts", import.meta.url)}";
  Deno.addSignalListener = () => { throw new TypeError("there are no signals here"); };
  const { start } = await application({
    routes: { "/app/login.htm": login, "/app/index.htm": chat(kvs(memoryKv())) },
    static: { "/app/": new URL("${new URL("../../examples/sample/static/", import.meta.url)}") },
    secret: "a secret of more than sixteen letters",
    port: 1, // which the platform overrules
  });
  await start();
`;

test("on Deno Deploy the platform chooses the address, and people hear each other", async () => {
  await using folder = await temporaryFolder();
  const program = new URL(`file://${folder.path}/main.ts`);
  await Deno.writeTextFile(program, PROGRAM);
  const flags = ["--quiet", "--no-lock", "--allow-net", "--allow-read"];
  const env = { DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", NO_COLOR: "1" };
  await using child = start(program, [], { flags, env, errors: true });
  const [, port = ""] = await child.until(/^listening on http:\/\/localhost:(\d+)\/$/);
  const ann = await enter(`ws://127.0.0.1:${port}`, "Ann", "tea");
  const bob = await enter(`ws://127.0.0.1:${port}`, "Bob", "tea");
  ann.say("hello to all");
  await Promise.all([heard(ann.wire, "hello to all"), heard(bob.wire, "hello to all")]);
  const { status, body } = await fetch(`http://127.0.0.1:${port}/app/login.htm`);
  await body?.cancel();
  equal(status, 200);
  await Promise.all([ann.wire.leave(), bob.wire.leave()]);
});

/** What a function of the platform may: the network, its own files, two variables. It listens itself, and nothing is written. */
const SERVED = [
  "--no-lock",
  "--no-check",
  "--unstable-kv",
  "--host=127.0.0.1",
  "--port=0",
]
  .concat("--allow-net", "--allow-read", "--allow-env=N2O_SECRET,KV_PATH", "--deny-write")
  .concat("--deny-run", "--deny-ffi", "--deny-sys", "--no-prompt");

browserTest(
  "on Deno Deploy the sample, which only exports what answers, is used in a browser",
  async (browser, t) => {
    const program = new URL("../../examples/sample/deploy.ts", import.meta.url);
    const env = {
      KV_PATH: ":memory:",
      N2O_SECRET: "a secret of more than sixteen letters",
      NO_COLOR: "1",
    };
    await using child = start(program, [], { command: "serve", flags: SERVED, env, errors: true });
    const [, port = ""] = await child.until(/Listening on http:\/\/127\.0\.0\.1:(\d+)\//);
    const lines = child.lines.slice(), origin = `http://127.0.0.1:${port}`;
    await walkThrough(browser, t, { origin, lines: [] }, long ? undefined : 1);
    await t.step("files are links", () => sendFiles(browser, { origin }));
    equal(child.lines.slice(lines.length), []);
  },
  lacks("net", "read", "run"),
);
