/**
 * What the original was asked and answered about files, on the classic wire.
 *
 * @module
 */
import { run } from "../../conformance/n2o.ts";
import { equal } from "../../_support/assert.ts";
import { absent, folder } from "../../_support/golden.ts";

Deno.test({
  name: "uploads of the recorded session are answered as they were, or better by a name",
  ignore: absent,
  async fn() {
    const text = await Deno.readTextFile(new URL("wire_sample.jsonl", folder));
    const about = text.split("\n").filter((line) =>
      /"step":"(?:file upload|block |ftp )/.test(line)
    )
      .filter((line) => line.includes('"kind":"binary"'));
    const { results } = await run("wire_sample.jsonl", about.join("\n"));
    equal(results.filter(({ failure }) => failure !== ""), []);
    const same = results.filter(({ difference }) => difference === undefined);
    equal([results.length > 20, same.length >= 9], [true, true], `${same.length}`);
  },
});
