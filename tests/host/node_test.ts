import { assert, equal } from "../_support/assert.ts";
import { lacks } from "../_support/permission.ts";
import { absent } from "../_support/program.ts";
import { browserTest } from "../_support/server/browser.ts";
import { all, content, person } from "../_support/server/person.ts";
import { unharmed } from "./raw.ts";
import { writeInto } from "./classic/guestbook.ts";
import { sendForms } from "./file/forms.ts";
import { TEXTS } from "./worker/book.ts";
import { enter, heard } from "./walk.ts";

const files = new URL("../../examples/sample/static/", import.meta.url);

/** Whether there is no Node: its tests are then reported as ignored, but fail in CI. */
const missing = absent("node") || lacks("net", "read", "write");

const folder = lacks("write") ? "" : await Deno.makeTempDir({ prefix: "node-" });
const bundle = `${folder}/program.mjs`;
if (folder !== "") addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
let bundled: Promise<unknown> | undefined;

/** The sample on Node. */
interface Program extends AsyncDisposable {
  readonly origin: string;
  /** Asks it to end; resolves with its exit code and what it wrote after it listened. */
  end(): Promise<readonly [code: number, written: string]>;
}

async function command(env: Record<string, string>): Promise<Deno.Command> {
  bundled ??= new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "-o", bundle, new URL("./worker/node.ts", import.meta.url).href],
  }).output();
  await bundled;
  return new Deno.Command("node", {
    args: [bundle],
    env: { FOLDER: files.href, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function program(env: Record<string, string> = {}): Promise<Program> {
  const child = (await command(env)).spawn(),
    lines = child.stderr.pipeThrough(new TextDecoderStream());
  const reader = lines.getReader(), said = new Response(child.stdout).text();
  const first = await reader.read();
  const [, origin] = /^listening on (http:\S+)\/\n/.exec(first.value ?? "") ?? [];
  if (origin === undefined) throw new Error(`${first.value} ${await said}`);
  let ended: Promise<readonly [number, string]> | undefined;
  const end = () =>
    ended ??= (async () => {
      child.kill("SIGTERM");
      let written = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {written +=
          part.value;}
      return [(await child.status).code, await said + written] as const;
    })();
  return { origin, end, [Symbol.asyncDispose]: async () => void await end() };
}

function nodeTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `on Node ${name}`, ignore: missing, fn });
}

nodeTest("people log in and hear each other, and a stop closes their sockets", async () => {
  await using node = await program();
  const ann = await enter(node.origin.replace("http", "ws"), "Ann", "tea");
  const bob = await enter(node.origin.replace("http", "ws"), "Bob", "tea");
  ann.say("hello to all");
  await Promise.all([heard(ann.wire, "hello to all"), heard(bob.wire, "hello to all")]);
  const ended = node.end();
  equal(await Promise.all([ann.wire.closed, bob.wire.closed]), [
    [1001, "the server stops"],
    [1001, "the server stops"],
  ]);
  equal(await ended, [0, "finished\n"]);
});

nodeTest("a frame over the limit closes with 1009, what is no handshake is refused", async () => {
  await using node = await program();
  const { wire } = await enter(node.origin.replace("http", "ws"), "Ann", "tea");
  wire.bytes(new Uint8Array(262_145));
  equal((await wire.closed)[0], 1009);
  const { status, body } = await fetch(`${node.origin}/ws/app/login.htm`);
  await body?.cancel();
  equal(status, 426);
  const { hostname, port } = new URL(node.origin),
    socket = await Deno.connect({ hostname, port: Number(port) });
  await socket.write(new TextEncoder().encode(
    `GET /ws/app/login.htm HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
  ));
  const answer = await new Response(socket.readable).text();
  assert(answer.startsWith("HTTP/1.1 400 "), answer);
});

nodeTest(
  "classic pages show themselves by templates of a folder, take forms and files, and none of another site",
  async () => {
    const templates = await Deno.makeTempDir({ dir: folder, prefix: "templates-" });
    for (const [name, text] of Object.entries(TEXTS)) {
      await Deno.writeTextFile(`${templates}/${name}`, text);
    }
    await using node = await program({ TEMPLATES: new URL(`file://${templates}/`).href });
    await writeInto(node.origin);
  },
);

nodeTest("files are whole, coded, in parts, or have not changed", async () => {
  await using node = await program();
  const url = `${node.origin}/app/sample.css`,
    text = await Deno.readTextFile(new URL("sample.css", files));
  const coded = await fetch(url, { headers: { "accept-encoding": "gzip" } });
  equal([await coded.text(), coded.headers.get("vary")], [text, "accept-encoding"]);
  const tag = coded.headers.get("etag") ?? "";
  assert(/^"[\w-]+-gzip"$/.test(tag), tag);
  const headers = { "accept-encoding": "gzip", "if-none-match": tag };
  equal((await fetch(url, { headers })).status, 304);
  const part = await fetch(url, { headers: { "accept-encoding": "identity", range: "bytes=3-9" } });
  equal([part.status, await part.text()], [206, text.slice(3, 10)]);
  const head = await fetch(url, { method: "HEAD", headers: { "accept-encoding": "identity" } });
  equal(head.headers.get("content-length"), String(new TextEncoder().encode(text).length));
  const outside = await fetch(`${node.origin}/app/..%2fmain.ts`);
  equal([outside.status, (await outside.text()).length < 100], [404, true]);
});

nodeTest("forms bring files, and pages hear of them", async () => {
  await using node = await program();
  await sendForms(node.origin);
});

nodeTest("who asks for another protocol is answered in this one", async () => {
  await using node = await program();
  const { hostname, port } = new URL(node.origin);
  const ask = async (line: string) => {
    const socket = await Deno.connect({ hostname, port: Number(port) });
    const upgrade =
      "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
    await socket.write(
      new TextEncoder().encode(
        `${line} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n${upgrade}\r\n`,
      ),
    );
    return await new Response(socket.readable).text();
  };
  const file = await ask("GET /app/login.htm");
  assert(file.startsWith("HTTP/1.1 200 ") && file.includes("loginButton"), file.slice(0, 300));
  const head = await ask("HEAD /app/login.htm");
  assert(head.startsWith("HTTP/1.1 200 ") && !head.includes("loginButton"), head);
  assert((await ask("GET /ws/app/login.htm")).startsWith("HTTP/1.1 426 "));
  assert((await ask("POST /app/login.htm")).startsWith("HTTP/1.1 400 "));
});

nodeTest("no target of a request, however written, leads out of the folder", async () => {
  await using node = await program();
  await unharmed(Number(new URL(node.origin).port));
});

nodeTest(
  "a port that is taken, an address of others and a missing folder are one line",
  async () => {
    await using node = await program();
    const refused = async (env: Record<string, string>) => {
      const { code, stderr } = await (await command(env)).output();
      return [code, new TextDecoder().decode(stderr)];
    };
    const { port } = new URL(node.origin);
    equal(await refused({ PORT: port }), [
      1,
      `config port: ${port} is taken by another program; end that one or choose another\n`,
    ]);
    equal(await refused({ HOSTNAME_TO_LISTEN: "192.0.2.1" }), [
      1,
      'config hostname: "192.0.2.1" is no address of this machine\n',
    ]);
    equal(await refused({ FOLDER: "file:///none/here/" }), [
      1,
      "config static: there is no folder file:///none/here/ that this program may read\n",
    ]);
  },
);

if (!missing) {
  browserTest("on Node the sample is used in a browser", async (browser) => {
    await using node = await program();
    const server = {
      ...node,
      lines: [],
      end: () => Promise.resolve(0),
      start: () => Promise.resolve(),
    };
    await using ann = await person(browser, server);
    await using bob = await person(browser, server);
    for (const [who, name] of [[ann, "Ann"], [bob, "Bob"]] as const) {
      await who.visit("/app/login.htm");
      await who.enter(name, "tea");
    }
    await ann.say("hello from Ann");
    await bob.sees("hello from Ann");
    await all([ann, bob], [{ user: "Ann", text: "hello from Ann" }]);
    await content(ann, bob);
  });
}
