/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

export const changes: Entry = entry({
  title: "What was changed",
  says: "What was added and taken out, with a reason and a time for programs.",
  body: () => (
    <p>
      Open until <del datetime="2026-11-28" cite="/static/about.htm">six</del>{" "}
      <ins datetime="2026-11-28">eight</ins>
    </p>
  ),
});
