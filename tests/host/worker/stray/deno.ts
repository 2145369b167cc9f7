import { application } from "../../../../mod.ts";
import { stray } from "./stray.ts";

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
await stray(application, say);
const later = setTimeout(() => say("alive"), 1_000);
addEventListener("unhandledrejection", () => clearTimeout(later));
void Promise.reject(new Error("after the stop"));
