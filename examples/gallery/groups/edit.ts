import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { del, ins, p } = nitro;

export const changes: Entry = entry({
  title: "What was changed",
  says: "What was added and taken out, with a reason and a time for programs.",
  body: () =>
    p({
      body: [
        "Open until ",
        del({ datetime: "2026-11-28", cite: "/static/about.htm", body: "six" }),
        " ",
        ins({ datetime: "2026-11-28", body: "eight" }),
      ],
    }),
});
