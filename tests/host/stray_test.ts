import { assert, equal } from "../_support/assert.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { lacks, testWith } from "../_support/permission.ts";
import { absent } from "../_support/program.ts";
import { run, start } from "../_support/process.ts";

const test = testWith("net", "read", "run");
const script = (name: string) => new URL(`./worker/${name}.ts`, import.meta.url);

const LOGGED = "nobody caught an error: the server goes on: ";
/** What the log hears of each error, in any order; the timer's page is not known on Deno. */
const HEARD = [
  "rejection of /p",
  "undefined of /p",
  "later of /p",
  "timer of nobody",
  "listener of /p",
  "microtask of /p",
  "route of /stray",
  "receiver of nobody",
];

test("errors of every kind that nobody caught are logged with their page, end nothing, and are the program's own after the stop", async () => {
  const { code, out, err } = await run(script("stray/deno"));
  const lines = out.trim().split("\n");
  equal(
    lines.filter((line) => line.startsWith(LOGGED)).map((line) => line.slice(LOGGED.length)).sort(),
    HEARD.toSorted(),
  );
  equal([lines.includes("fine"), lines.includes("200"), lines.includes("alive")], [
    true,
    true,
    false,
  ]);
  equal([code, err.includes("after the stop")], [1, true]);
});

Deno.test({
  name: "on Node errors of every kind that nobody caught are logged and end nothing",
  ignore: absent("node") || lacks("net", "read", "write", "run"),
  async fn() {
    await using folder = await temporaryFolder();
    const bundle = `${folder.path}/stray.mjs`;
    const args = ["bundle", "--quiet", "-o", bundle, script("stray/node").href];
    await new Deno.Command(Deno.execPath(), { args }).output();
    const program = new Deno.Command("node", { args: ["--experimental-websocket", bundle] });
    const { code, stdout } = await program.output();
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    const names = HEARD.map((line) => line.split(" ")[0]);
    equal(
      lines.filter((line) => line.startsWith(LOGGED))
        .map((line) => line.slice(LOGGED.length).split(" ")[0]).sort(),
      names.sort(),
    );
    equal([code, lines.includes("fine"), lines.includes("200")], [0, true, true]);
  },
});

test("SIGTERM ends a program under traffic in order: the event under way is carried out, its client hears 1001", async () => {
  await using child = start(script("ending"));
  const [, port = ""] = await child.until(/^port (\d+)$/);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/p`), heard: unknown[] = [];
  const closed = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));
  socket.onmessage = ({ data }) => heard.push(data);
  await new Promise((resolve) => socket.onopen = resolve);
  socket.send("slow");
  await child.until(/^begun$/);
  const left = child.kill("SIGTERM");
  equal(await closed, 1001);
  assert((await left).includes("durable"));
  equal((await child.status).code, 0);
});
