/**
 * Requests as nobody's library writes them, over a bare socket.
 *
 * @module
 */
import { assert } from "../_support/assert.ts";

/** Targets of requests that want what is outside of the sample's folder `/app/`, or to break something. */
export const TARGETS: readonly string[] = [
  "/app/../main.ts",
  "/app/../../../../../../../../etc/passwd",
  "/app/%2e%2e/main.ts",
  "/app/%2e%2e%2fmain.ts",
  "/app/..%2fmain.ts",
  "/app/..%5cmain.ts",
  "/app/..\\main.ts",
  "/app/x/../../main.ts",
  "/app/./../main.ts",
  "/app//etc/passwd",
  "//etc/passwd",
  "///app/login.htm",
  "/app/login.htm%00",
  "/app/%00",
  "/app/%",
  "/app/%c0%ae%c0%ae/main.ts",
  "http://other.example/app/../main.ts",
  "http://other.example:99999/app/x",
  "file:///etc/passwd",
  "*",
  "app/login.htm",
  `/app/${"a/".repeat(4_000)}`,
  `/app/?${"x".repeat(8_000)}`,
];

/** Asks for a target and returns the whole answer, head and body; "" where the server only hangs up. */
export async function asked(port: number, target: string, ...headers: string[]): Promise<string> {
  const socket = await Deno.connect({ hostname: "127.0.0.1", port });
  const lines = [
    `GET ${target} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Connection: close",
    ...headers,
  ];
  try {
    await socket.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
    return await new Response(socket.readable).text();
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionReset) return "";
    throw error;
  }
}

/** Asserts that none of the targets is answered with what is outside, with a fault, or with a way to another host. */
export async function unharmed(port: number): Promise<void> {
  for (const target of TARGETS) {
    const answer = await asked(port, target),
      context = `${target.slice(0, 60)}: ${answer.slice(0, 300)}`;
    assert(!/root:|import \{/.test(answer), context);
    assert(answer === "" || /^HTTP\/1\.[01] (200|301|4\d\d) /.test(answer), context);
    const [, location = "/"] = /^location: (.*)\r$/im.exec(answer) ?? [];
    assert(/^\/(?!\/)/.test(location), context);
  }
  const good = await asked(port, "/app/login.htm");
  assert(good.startsWith("HTTP/1.1 200 ") && good.includes("loginButton"), good.slice(0, 300));
}
