import { BpeError } from "../../../bpe/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onEngines } from "./engines.ts";

onEngines(
  "condition_without_type: a condition without xsi:type is one in the file's language (8.4.4)",
  async (load) => {
    const on = await load("condition_without_type");
    await on.start("p", "i", { ready: false });
    equal(await on.places("i"), ["u"]);
    await on.set("i", { ready: true });
    equal(await on.places("i"), ["h"]);
  },
);

onEngines(
  "duration_without_type: a timer whose duration has no xsi:type fires when it is over",
  async (load) => {
    const on = await load("duration_without_type");
    await on.start("p", "i");
    await on.pass(300_000);
    equal(await on.places("i"), ["h"]);
  },
);

onEngines(
  "cron_cycle: a cycle as cron writes it is refused before anything is started by it",
  async (load) => {
    const error = await rejects(() => load("cron_cycle"), BpeError, "rule");
    equal([error.element, error.rule, error.line], ["timeCycle of b", "EXT133", 6]);
    equal(error.message.includes("cron"), true, error.message);
  },
);

onEngines(
  "error_specific_and_catch_all: of two handlers of an error the one that names it has it",
  async (load) => {
    const on = await load("error_specific_and_catch_all");
    await on.start("p", "i");
    await on.complete("i", "w");
    equal(await on.places("i"), ["one", "ou"]);
  },
);

onEngines(
  "message_starts_other_process: a message that an instance throws starts another process, in memory as in a store",
  async (load) => {
    const on = await load("message_starts_other_process");
    await on.start("p", "i");
    const started = (await on.transcript()).includes("entered qu");
    equal(started, true);
  },
);
