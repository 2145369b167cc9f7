import { files } from "../../../host/deno/deno.ts";
import { applicationOn, type Files, type OpenFile, type Stat } from "../../../host/mod.ts";
import { equal } from "../../_support/assert.ts";
import { testWith } from "../../_support/permission.ts";
import { notebook } from "../../_support/server/wire.ts";
import { page, secret } from "../made.ts";
import { type TestFolder, testFolder } from "./folder.ts";

const test = testWith("read", "write");

/**
 * The disk's files, with something that happens each time before one is opened or after it is read. They were last changed when they were
 * last written, which tests can set.
 */
function meddled(meddle: { open?(): Promise<unknown>; read?(): Promise<unknown> }): Files {
  return {
    ...files,
    async stat(path) {
      const found = await files.stat(path);
      return found && written(found);
    },
    async open(path) {
      await meddle.open?.();
      const file = await files.open(path);
      return file && reading(file, meddle.read);
    },
  };
}

function written(stat: Stat): Stat {
  return { ...stat, changed: stat.modified };
}

function reading(file: OpenFile, read?: () => Promise<unknown>): OpenFile {
  return {
    ...file,
    stat: async () => written(await file.stat()),
    async read(buffer, at) {
      const count = await file.read(buffer, at);
      await read?.();
      return count;
    },
  };
}

async function answers(folder: TestFolder, files: Files, coding = "identity") {
  const book = notebook();
  const { app } = await applicationOn({
    name: "a test",
    files,
    upgrade: () => Promise.reject(new Error("no sockets")),
    isProduction: () => false,
  })({ routes: { "/": page }, secret, log: book.log, static: { "/": folder.url } });
  return async () => {
    const answer = await app.request("/a.txt", { headers: { "accept-encoding": coding } });
    const plain = coding === "gzip" && answer.ok
      ? new Response(answer.body?.pipeThrough(new DecompressionStream("gzip")))
      : answer;
    return [answer.status, answer.headers.get("etag"), await plain.text()] as const;
  };
}

const YEAR_2020 = new Date("2020-01-01");

/** Writes a file as it was long ago. */
async function writeOld(folder: TestFolder, content: string): Promise<void> {
  await folder.write("a.txt", content);
  await Deno.utime(new URL("a.txt", folder.url), YEAR_2020, YEAR_2020);
}

/** What is done when it is called for the second time, so that the first one is over. */
function second(run: () => Promise<unknown>): () => Promise<unknown> {
  let calls = 0;
  return async () => ++calls === 2 ? await run() : undefined;
}

test("a file that changes between its hash and its bytes is answered in one state, coded or not", async () => {
  const one = "one ".repeat(1_000), two = "two".repeat(700), three = "three".repeat(900);
  for (const coding of ["identity", "gzip"]) {
    for (const moment of ["open", "read"] as const) {
      await using folder = await testFolder();
      await writeOld(folder, one);
      const asked = await answers(
        folder,
        meddled({ [moment]: second(() => folder.write("a.txt", two)) }),
        coding,
      );
      const [status, tag, text] = await asked();
      equal([status, text === two], [200, true], `${coding} ${moment}: ${text.length}`);
      await writeOld(folder, one);
      const before = await asked();
      await writeOld(folder, three);
      const after = await asked();
      equal([before[2] === one, after[2] === three], [true, true]);
      equal(new Set([tag, before[1], after[1]]).size, 3);
    }
  }
});

test("a long file that changes while it is sent breaks off, for its tag would lie", async () => {
  await using folder = await testFolder();
  await writeOld(folder, "x".repeat(1_000_000));
  let opened = 0, pieces = 0;
  const open = () => Promise.resolve(opened++);
  // It is opened to be hashed first, and then to be sent.
  const read = async () => {
    if (opened === 2 && ++pieces === 3) await folder.write("a.txt", "y".repeat(1_000_000));
  };
  const asked = await answers(folder, meddled({ open, read }));
  equal(await asked().then(() => "whole", (error) => error.name), "Changed");
});

test("a file that vanishes, or never stands still, while it is answered is not there", async () => {
  for (const moment of ["open", "read"] as const) {
    await using folder = await testFolder();
    await writeOld(folder, "one");
    let count = 0;
    const always = () => folder.write("a.txt", "more".repeat(++count));
    equal((await (await answers(folder, meddled({ read: always })))())[0], 404);
    await writeOld(folder, "one");
    const path = new URL("a.txt", folder.url);
    const gone = () => Deno.remove(path).catch(() => {});
    const [status] = await (await answers(folder, meddled({ [moment]: gone })))();
    equal(status, 404);
  }
});

test("two writes within one step of the disk's clock, or under a date that was set, are told apart", async () => {
  await using folder = await testFolder();
  const now = new Date(), cases = [[meddled({}), now], [files, now], [files, YEAR_2020]] as const;
  for (const [on, time] of cases) {
    const asked = await answers(folder, on), seen = new Set<unknown>();
    for (const content of ["one", "two", "six"]) {
      await folder.write("a.txt", content);
      await Deno.utime(new URL("a.txt", folder.url), time, time);
      const [status, tag, text] = await asked();
      equal([status, text], [200, content]);
      seen.add(tag);
    }
    equal(seen.size, 3);
  }
});

test("a file that may be seen but not read is not there", async () => {
  await using folder = await testFolder();
  const shut = { ...meddled({}), open: () => Promise.resolve(undefined) };
  await folder.write("a.txt", "new");
  equal((await (await answers(folder, shut))())[0], 404);
  await writeOld(folder, "old");
  equal((await (await answers(folder, shut))())[0], 404);
});

test("a file that was written long ago is hashed once, by however many it is asked for", async () => {
  await using folder = await testFolder();
  await writeOld(folder, "x".repeat(200_000));
  let opened = 0;
  const asked = await answers(
    folder,
    meddled({ open: () => Promise.resolve(opened++) }),
  );
  const all = await Promise.all(Array.from({ length: 50 }, asked));
  equal(new Set(all.map(([status, tag]) => `${status} ${tag}`)).size, 1);
  equal(opened, 51);
});
