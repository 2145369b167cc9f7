import process from "node:process";
import { application } from "../../../../host/node/mod.ts";
import { stray } from "./stray.ts";

await stray(application, (line) => void process.stdout.write(`${line}\n`));
