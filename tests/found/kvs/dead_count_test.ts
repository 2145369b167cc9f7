import { main } from "../../../console/main.ts";
import { countKey } from "../../../kvs/rows/layout.ts";
import { appendMany, openKv } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { testIo } from "../../console/console.ts";
import { inFolder } from "../support.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("write");

/** What the console answers to a command line. */
async function told(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = testIo();
  return { code: await main(args, io), ...io.printed };
}

test("dead_count: a count that went below zero is named by the console, which mends it", () =>
  inFolder(async (folder) => {
    const path = `${folder}/kv.sqlite3`;
    {
      using kv = await openKv(path);
      await appendMany(kv, [{ id: 1 }, { id: 2 }, { id: 3 }], "/f");
      await kv.atomic().sum(countKey(["f"]), 2n ** 64n - 4n).commit(); // as races of removes leave it
    }
    const listed = await told("list", path);
    equal([listed.code, listed.out], [0, "feed   ?  /f\n"]);
    equal(listed.err.includes("check STORE --mend"), true);
    equal((await told("check", path)).code, 1);
    const mended = await told("check", path, "--mend");
    equal(mended.code, 0);
    equal((await told("list", path)).out.trim(), "feed   3  /f");
  }));
