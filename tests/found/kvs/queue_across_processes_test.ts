import { openKv } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { inFolder, script } from "../support.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("write");

test("queue_across_processes: the message of a commit of another process comes as soon as the commit is watched", () =>
  inFolder(async (folder) => {
    const path = `${folder}/kv.sqlite3`;
    using kv = await openKv(path);
    await using child = new Deno.Command(Deno.execPath(), {
      args: script("kvs/listener.ts", path),
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const words: string[] = [];
    const reading = (async () => {
      for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
        words.push(...text.split("\n").filter(Boolean));
      }
    })();
    const until = async (word: string) => {
      const end = Date.now() + 10_000;
      while (!words.includes(word) && Date.now() < end) await pause(20);
    };
    await until("ready");
    await kv.atomic().set(["sent"], "yes").enqueue("other").commit();
    await until("seen");
    await until("got");
    child.kill("SIGKILL");
    await reading;
    equal(words.toSorted(), ["got", "ready", "seen"]);
  }));

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
