import { openKv } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { inFolder, script } from "../support.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("write");

test("queue_across_processes: a commit of another process is watched at once, but its message stays away (should: it comes as soon)", () =>
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
    await pause(500); // it comes after 57 s
    child.kill("SIGKILL");
    await reading;
    equal(words, ["ready", "seen"]);
    // should: equal(words.toSorted(), ["got", "ready", "seen"]);
  }));

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
