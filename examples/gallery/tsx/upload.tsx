/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { isUpload } from "../../../n2o/file/mod.ts";
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { flash } = nitro;

export const sending: Entry = entry({
  title: "Files that are sent",
  says:
    "Chosen or dropped, in chunks beside everything else, over a lost connection too; here up to a megabyte each. The page hears when one is there.",
  event(event) {
    if (isUpload(event) && event.status === "done") {
      flash(`${event.name} is there: ${event.size} bytes`, "success");
    }
  },
  body: () => <nitro.upload id="photos" meta="gallery">Photos, or anything else</nitro.upload>,
});
