import { assert, equal } from "../_support/assert.ts";
import { testWith } from "../_support/permission.ts";
import { run, start } from "../_support/process.ts";

const test = testWith("net", "read", "run");
const script = (name: string) => new URL(`./worker/${name}.ts`, import.meta.url);

/** What the log hears of each error, in any order; the timer's page is not known on Deno. */
const HEARD = [
  "rejection of /p",
  "undefined of /p",
  "later of /p",
  "timer of nobody",
  "listener of /p",
  "microtask of /p",
  "route of nobody",
  "receiver of nobody",
];

test("errors of every kind that nobody caught are logged with their page, end nothing, and are the program's own after the stop", async () => {
  const { code, out, err } = await run(script("stray_deno"));
  const lines = out.trim().split("\n"), logged = "nobody caught an error: the server goes on: ";
  equal(
    lines.filter((line) => line.startsWith(logged)).map((line) => line.slice(logged.length)).sort(),
    HEARD.toSorted(),
  );
  equal([lines.includes("fine"), lines.includes("200"), lines.includes("alive")], [
    true,
    true,
    false,
  ]);
  equal([code, err.includes("after the stop")], [1, true]);
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
