import { N2oError } from "../../n2o/mod.ts";
import { application } from "../../host/deploy/mod.ts";
import { assert, equal, rejects } from "../_support/assert.ts";
import { enter, heard } from "./walk.ts";

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
  import * as login from "${new URL("../../examples/sample/login.ts", import.meta.url)}";
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

Deno.test("on Deno Deploy the platform chooses the address, and people hear each other", async () => {
  const folder = await Deno.makeTempDir({ prefix: "deploy-" });
  await Deno.writeTextFile(`${folder}/main.ts`, PROGRAM);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-lock", "--allow-net", "--allow-read", `${folder}/main.ts`],
    env: { DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", NO_COLOR: "1" },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  try {
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const { value = "" } = await reader.read();
    const [, port] = /^listening on http:\/\/localhost:(\d+)\/\n/.exec(value) ?? [];
    assert(port !== undefined, value);
    const ann = await enter(`ws://127.0.0.1:${port}`, "Ann", "tea");
    const bob = await enter(`ws://127.0.0.1:${port}`, "Bob", "tea");
    ann.say("hello to all");
    await Promise.all([heard(ann.wire, "hello to all"), heard(bob.wire, "hello to all")]);
    const { status, body } = await fetch(`http://127.0.0.1:${port}/app/login.htm`);
    await body?.cancel();
    equal(status, 200);
    await Promise.all([ann.wire.leave(), bob.wire.leave()]);
    await reader.cancel();
  } finally {
    child.kill();
    await child.status;
    await Deno.remove(folder, { recursive: true });
  }
});
