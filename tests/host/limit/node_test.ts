/**
 * What holds on Deno holds on Node: limits that clients overrun, TCP and UDP, formatters, and the end by SIGINT.
 *
 * @module
 */
import * as formats from "../../../n2o/format/mod.ts";
import { superjson } from "../../../n2o/format/superjson/superjson.ts";
import type { Limits } from "../../../n2o/limits.ts";
import { isRecord } from "../../../n2o/term/term.ts";
import { encode } from "../../../n2o/bert/bert.ts";
import { assert, equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { lacks } from "../../_support/permission.ts";
import { absent } from "../../_support/program.ts";
import { dialTcp, dialUdp } from "../../_support/server/carriers.ts";
import { dial, type Wire } from "../../_support/server/wire.ts";
import { hello } from "../../n2o/page.ts";
import { answered, ATTACKS, type Scene } from "./overrun.ts";

/** Limits that are overrun by what a client sends alone. */
const LIMITS = ["frame", "mailbox", "strikes", "rate", "bytes", "hellos", "atoms"] as const;

/** The program: where each of its applications listens, and what it has written. */
interface Program extends AsyncDisposable {
  readonly ports: ReadonlyMap<string, readonly [ws: number, tcp: number, udp: number]>;
  readonly lines: readonly string[];
  /** Ends it by a signal; resolves with its exit code when all it wrote was read. */
  end(signal: Deno.Signal): Promise<number>;
}

async function program(limits: Readonly<Record<string, Partial<Limits>>>): Promise<Program> {
  const folder = await temporaryFolder(), bundle = `${folder.path}/program.mjs`;
  const script = new URL("../worker/carried.ts", import.meta.url).href;
  const made = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "-o", bundle, script],
  }).output();
  assert(made.success, new TextDecoder().decode(made.stderr));
  const child = new Deno.Command("node", {
    args: [bundle],
    env: { LIMITS: JSON.stringify(limits) },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const lines: string[] = [], ports = new Map<string, readonly [number, number, number]>();
  let rest = "";
  const more = async () => {
    const { value = "", done } = await reader.read();
    const parts = (rest + value).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      const [, name, ws, tcp, udp] = /^(\w+) (\d+) (\d+) (\d+)$/.exec(line) ?? [];
      if (name === undefined) lines.push(line);
      else ports.set(name, [Number(ws), Number(tcp), Number(udp)]);
    }
    return !done;
  };
  while (ports.size < Object.keys(limits).length) assert(await more(), lines.join("\n"));
  const read = (async () => {
    while (await more());
  })();
  const end = async (signal: Deno.Signal) => {
    child.kill(signal);
    await read;
    return (await child.status).code;
  };
  return {
    ports,
    lines,
    end,
    async [Symbol.asyncDispose]() {
      try {
        await end("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // but for one that has ended
      }
      await folder[Symbol.asyncDispose]();
    },
  };
}

const local = { hostname: "127.0.0.1", close: () => Promise.resolve() };

Deno.test({
  name:
    "on Node limits that clients overrun are told, TCP, UDP and every formatter answer, and SIGINT ends in order",
  ignore: absent("node") || lacks("net", "read", "write", "run"),
  async fn() {
    const limits = Object.fromEntries(LIMITS.map((name) => [name, ATTACKS[name].limits]));
    // The one that never ends is given up soon: the stop waits for it.
    const mailbox = { ...limits["mailbox"], handler: 500 };
    await using node = await program({ ...limits, mailbox, plain: {} });
    const [port = 0, tcp = 0, udp = 0] = node.ports.get("plain") ?? [];
    for (const name of LIMITS) await overrun(node, name);

    const { bert, json, raw, text, xml } = formats;
    for (const formatter of [bert, json, raw, text, xml, superjson]) {
      const wire = await dial(`ws://127.0.0.1:${port}/ws/quiet?as=${formatter.name}`);
      wire.text("PING");
      equal(await wire.next(), { text: "PONG" });
      wire.text("N2O,");
      const answer = await wire.next();
      assert(answer !== "empty", formatter.name);
      const frame = "text" in answer ? answer.text : encode(answer.term).slice().buffer;
      // Bytes are bytes in the raw one, whatever they say.
      const said = (formatter === raw ? bert : formatter).decode(frame) ?? [];
      // XML has names as texts.
      assert(isRecord(said, "io", 3) || formatter === xml, `${formatter.name}: ${frame}`);
      await wire.leave();
    }

    const carried = [
      await dialTcp({ ...local, port: tcp }),
      await dialUdp({ ...local, port: udp }),
      await dial(`ws://127.0.0.1:${port}/ws/quiet`),
    ];
    for (const each of carried) {
      each.text("PING");
      equal(await each.next(), { text: "PONG" });
    }
    carried[0]?.text("N2O,");
    assert("text" in Object(await carried[0]?.next()), "JSON over TCP");
    carried[1]?.term(hello());
    assert("term" in Object(await carried[1]?.next()), "BERT over UDP");
    const ended = node.end("SIGINT");
    const told = await Promise.all(carried.map(({ closed }) => closed));
    // The host's own socket may be quicker than the word.
    equal(told.map(([code]) => code === 1001 || code === 1006), [true, true, true]);
    equal([told[1]?.[0], await ended, node.lines.includes("finished")], [1001, 0, true]);
  },
});

/** Overruns a limit as on Deno; who did it is told, the program's log says so, and a neighbour is served. */
async function overrun(node: Program, name: typeof LIMITS[number]): Promise<void> {
  const [port = 0] = node.ports.get(name) ?? [], { run, says } = ATTACKS[name];
  const open = (path = "/p") => dial(`ws://127.0.0.1:${port}/ws${path}`);
  const hail = (wire: Wire) => wire.term(hello());
  const greet = async (wire: Wire) => {
    hail(wire);
    await wire.next();
  };
  const neighbour = await open("/quiet"), client = await open();
  await greet(neighbour);
  // As: these need no more of the server than its answers.
  await run({ open, hail, greet, client, neighbour } as unknown as Scene);
  await answered(neighbour);
  for (const each of [client, neighbour]) await each.leave();
  while (says !== undefined && !node.lines.some((line) => isOf(line, name) && says.test(line))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function isOf(line: string, name: string): boolean {
  return line.startsWith(`${name}: `);
}
