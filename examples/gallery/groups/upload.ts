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

export const refused: Entry = entry({
  title: "Files that are refused",
  says:
    "The row says what is wrong, in the page's own words where it has some: here for who chooses other than a text, and what is larger than a megabyte anywhere. The bounds and the function accept of the protocol decide; accept of the control is what the browser offers first, no more.",
  body: () =>
    upload({
      id: "notes",
      body: "Notes, as a text",
      meta: "notes",
      accept: ".txt",
      words: { denied: "A note ends with .txt.", size: "A note has a megabyte at most." },
    }),
});
