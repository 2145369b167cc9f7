/**
 * An upload over real sockets that are cut and a server that is killed, again and again.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import { long, SEED } from "../../_support/long.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { needs } from "../../_support/permission.ts";
import { type Child, start } from "../../_support/process.ts";
import { random } from "../../_support/random.ts";
import { dial, type Wire } from "../../_support/server/wire.ts";
import { hello } from "../page.ts";
import { ackOf, ask, bytesOf, digest, record } from "./uploader.ts";

needs("run", "net", "read", "write", "env");

/** Bytes that a window may be ahead of what is acknowledged: nothing breaks off within the last of them, where the file may be whole. */
const AHEAD = 2_000_000;

const script = new URL("process.ts", import.meta.url);
const [SIZE, CUTS, KILLS] = long ? [268_435_456, 50, 5] : [6_000_000, 8, 2];

/** The places of what the page of a process heard is done. */
function done(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^done \d+ (.+)$/.exec(line)?.[1] ?? []);
}

/** Sends from where the server says on, until so much is stored; answers how many heartbeats were answered meanwhile. */
async function sendUntil(wire: Wire, bytes: Uint8Array, until: number): Promise<boolean> {
  const base = { id: "1", name: "film.bin", size: bytes.length };
  const first = await ask(wire, base);
  if (first.block === 0) return true;
  let at = first.offset, underWay = 0, stored = at, beats = 0;
  while (stored < bytes.length && stored < until) {
    for (; at < bytes.length && underWay < (first.window ?? 1); underWay++) {
      const data = bytes.subarray(at, at + first.block);
      wire.term(record({ ...base, status: "send", offset: at, block: data.length, data }));
      at += data.length;
    }
    if (beats++ === 0) wire.text("PING");
    const answer = await wire.next();
    if (answer !== "empty" && "text" in answer) {
      equal(answer.text, "PONG");
      beats = 0;
      continue;
    }
    const ack = ackOf(answer);
    if (ack === undefined) continue;
    equal(ack.status, "send", ack.word);
    stored = ack.offset;
    underWay--;
  }
  return stored === bytes.length;
}

Deno.test(`a file arrives with its bytes, once, over ${CUTS} cut sockets and ${KILLS} kills of the server (seed ${SEED})`, async () => {
  await using folder = await temporaryFolder();
  const bytes = bytesOf(SIZE, SEED), chance = random(SEED), heard: string[] = [];
  let port = "0", child: Child = start(script, [folder.path, port]);
  try {
    port = (await child.until(/^port (\d+)$/))[1] ?? "";
    const breaks = Array.from({ length: CUTS + KILLS }, () => chance.below(SIZE - AHEAD)).sort((
      a,
      b,
    ) => a - b);
    const kills = new Set(
      Array.from({ length: KILLS }, (_, at) => Math.floor((at + 0.5) * breaks.length / KILLS)),
    );
    for (const [index, until] of [...breaks, Infinity].entries()) {
      const wire = await dial(`ws://127.0.0.1:${port}/`);
      wire.term(hello("", `client-${index}-x`));
      await wire.next();
      const isWhole = await sendUntil(wire, bytes, until);
      equal(isWhole, until === Infinity, `${index}`);
      if (!kills.has(index)) {
        await wire.leave();
        continue;
      }
      await child.kill();
      await wire.closed;
      heard.push(...done(child.lines));
      child = start(script, [folder.path, port]);
      await child.until(/^port/);
    }
    heard.push(...done(child.lines));
    if (heard.length === 0) {
      heard.push(...done([(await child.until(/^done/))[0] + ""]), ...done(child.lines));
    }
    equal(heard.length, 1);
    const place = heard[0] ?? "";
    equal(digest(await Deno.readFile(`${folder.path}/${place}`)), digest(bytes));
    const names = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
    equal(names.length, 2, "the file's own folder, and that of uploads");
  } finally {
    await child[Symbol.asyncDispose]();
  }
});
