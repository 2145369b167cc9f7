/**
 * Files that an application removes, and their uploads.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import { needs } from "../../_support/permission.ts";
import { places } from "./sinks.ts";
import { bytesOf, contentOf, upload, uploadScene } from "./uploader.ts";

needs("read", "write");

for (const [name, make] of Object.entries(places)) {
  Deno.test(`${name}: who sends a file again that was removed sends it anew, and it counts once`, async () => {
    await using place = await make();
    const sink = place.sink(), scene = uploadScene(sink, { limits: { owner: 6_000 } });
    const wire = await scene.client();
    for (const [round, id] of ["1", "1", "2"].entries()) {
      const bytes = bytesOf(5_000, round + 1);
      const { status, offset } = await upload(wire, { id, name: "a", bytes });
      equal([status, offset], ["send", 5_000]);
      await wire.settled();
      equal(scene.places.length, round + 1);
      const stored = scene.places.at(-1) ?? "";
      equal(await contentOf(sink, stored), bytes);
      equal([await sink.remove(stored), await sink.remove(stored)], [true, false]);
    }
    await scene.close();
  });
}
