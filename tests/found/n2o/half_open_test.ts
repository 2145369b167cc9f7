import { equal } from "../../_support/assert.ts";
import { dial } from "../../_support/server/wire.ts";
import { script } from "../support.ts";
import { rounds } from "../../_support/long.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("run");

const DESCRIPTORS = rounds(256, 1_024);

/** Opens connections whose request never ends until the server takes no more of them, and some more. */
async function halfOpen(port: number, count: number): Promise<Deno.Conn[]> {
  const open: Deno.Conn[] = [];
  const request = new TextEncoder().encode("GET /ws/p HTTP/1.1\r\nHost: x\r\nX: ");
  try {
    while (open.length < count) {
      const conn = await Deno.connect({ port, hostname: "127.0.0.1" });
      open.push(conn);
      await conn.write(request);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionRefused || isGone(error))) throw error;
  }
  return open;
}

/** The status that the server answers with as soon as it takes connections again. */
async function answered(port: number): Promise<number> {
  for (;;) {
    try {
      const { status, body } = await fetch(`http://127.0.0.1:${port}/n2o/n2o.js`);
      await body?.cancel();
      return status;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // but for a refusal
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const isGone = (error: unknown) =>
  error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe;

test("half_open: connections whose header never ends use up the descriptors and end nothing", async () => {
  await using child = new Deno.Command("sh", {
    args: [
      "-c",
      `ulimit -n ${DESCRIPTORS} && exec "$@"`,
      "sh",
      Deno.execPath(),
      ...script("n2o/half_open.ts"),
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const reader = child.stdout.getReader();
  const port = Number(new TextDecoder().decode((await reader.read()).value));
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  let open: Deno.Conn[] = [];
  try {
    if (!(port > 0)) throw new Error(`the server said no port: ${await errors}`);
    const other = await dial(`ws://127.0.0.1:${port}/ws/p`);
    open = await halfOpen(port, DESCRIPTORS * 2);
    other.text("PING");
    equal(await other.next(), { text: "PONG" }, "who was there before is served still");
    for (const conn of open.splice(0)) conn.close();
    equal(await answered(port), 200);
    await other.leave();
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
    await errors;
    for (const conn of open) conn.close();
    await reader.cancel();
  }
});
