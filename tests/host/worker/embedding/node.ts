import process from "node:process";
import { embedding } from "./embedding.ts";
import { application } from "../../../../host/node/mod.ts";

await embedding({
  application,
  say: (line) => void process.stdout.write(`${line}\n`),
  handle(took) {
    const take = (error: unknown) => took(error instanceof Error ? error.message : "");
    process.on("unhandledRejection", take).on("uncaughtException", take);
    return () => void process.off("unhandledRejection", take).off("uncaughtException", take);
  },
});
