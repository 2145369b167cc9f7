/**
 * Declared pages that hear of uploads and take no events: the owner's other pages, which know nothing of files.
 *
 * @module
 */
import { memorySink } from "../../../n2o/file/mod.ts";
import { isNotice } from "../../../n2o/mod.ts";
import { page, panel, takes } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { notebook } from "../../_support/server/wire.ts";
import { bytesOf, upload, uploadScene } from "./uploader.ts";

const body = panel({ id: "a", body: "a" });

Deno.test("a page without a handler of events passes over news of uploads, and nothing has failed", async () => {
  const heard: unknown[] = [];
  for (
    const declared of [
      page({ title: "a", body }),
      page({ title: "a", on: { save: takes({}, () => {}) }, body }),
      page({ title: "a", news: () => {}, body }),
      page({ title: "a", event: (event) => void (isNotice(event) && heard.push(event)), body }),
    ]
  ) {
    const book = notebook();
    const scene = uploadScene(memorySink(), {}, { routes: { "/p": declared }, log: book.log });
    const [wire, other] = [await scene.client(), await scene.client("", "client-2")];
    const ack = await upload(wire, { id: "1", name: "a.bin", bytes: bytesOf(9) });
    equal([ack.offset, ack.block], [9, 0]);
    await wire.settled();
    await other.settled();
    equal(book.take(), []);
    await scene.close();
  }
  equal(heard.length, 2, "who takes events hears that it began, and that it is done");
});

Deno.test("nothing that a control of a page makes is a notice", () => {
  for (
    const each of ["notice", undefined, null, 1, {}, { notice: true }, { topic: ["a"] }, ["a"]]
  ) {
    equal(isNotice(each), false);
  }
});
