import { isUpload } from "../../../n2o/file/mod.ts";
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { flash, upload } = nitro;

export const sending: Entry = entry({
  title: "Files that are sent",
  says:
    "Chosen or dropped, in chunks beside everything else, over a lost connection too; here up to a megabyte each. The page hears when one is there.",
  event(event) {
    if (isUpload(event) && event.status === "done") {
      flash(`${event.name} is there: ${event.size} bytes`, "success");
    }
  },
  body: () => upload({ id: "photos", body: "Photos, or anything else", meta: "gallery" }),
});
