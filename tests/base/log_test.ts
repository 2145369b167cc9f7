// deno-lint-ignore-file no-console -- the console is what is tested
import { consoleLog, type Level, silentLog } from "../../base/mod.ts";
import { equal } from "../_support/assert.ts";

/** What a call writes to the console, by method. */
function written(run: () => void): unknown[] {
  const methods = ["log", "warn", "error"] as const, said: unknown[] = [];
  const kept = methods.map((method) => console[method]);
  for (const method of methods) {
    console[method] = (...text: unknown[]) => said.push([method, ...text]);
  }
  try {
    run();
  } finally {
    methods.forEach((method, i) => console[method] = kept[i] ?? console[method]);
  }
  return said;
}

Deno.test("every entry goes to the standard error stream, with its details if there are any", () => {
  const details = { error: new Error("no") };
  const levels: readonly Level[] = ["info", "warning", "error"];
  equal(written(() => levels.forEach((level) => consoleLog(level, "said", details))), [
    ["warn", "said", details],
    ["warn", "said", details],
    ["error", "said", details],
  ]);
  equal(written(() => consoleLog("info", "said")), [["warn", "said"]]);
});

Deno.test("a silent log writes nothing", () => {
  equal(written(() => silentLog("error", "said", { a: 1 })), []);
});
