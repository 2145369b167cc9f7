import { BpeError } from "../../../bpe/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onEngines } from "./engines.ts";

onEngines(
  "condition_without_type: a condition without xsi:type is refused (should: it is in the file's language, by 8.4.4)",
  async (load) => {
    const error = await rejects(() => load("condition_without_type"), BpeError, "rule");
    const what = "conditionalEventDefinition of b has no formal condition; write one";
    equal(error.message, `${what} (EXT123, line 6)`);
    // should: const on = await load("condition_without_type"); await on.start("p", "i", { ready: false });
    // (and once a command has set ready to true: equal(await on.places("i"), ["h"]);)
  },
);

onEngines(
  "duration_without_type: a duration without xsi:type is refused (should: the timer fires after five minutes)",
  async (load) => {
    const error = await rejects(() => load("duration_without_type"), BpeError, "rule");
    const what = 'timeDuration of b is no formal expression; add xsi:type="tFormalExpression"';
    equal(error.message, `${what} (EXT012, line 6)`);
    // should: const on = await load("duration_without_type"); await on.start("p", "i"); await on.pass(300_000);
    // should: equal(await on.places("i"), ["h"]);
  },
);

onEngines(
  "cron_cycle: a cycle as cron writes it is an incident of each instance before its task begins (should: six times an hour, or refused at deployment)",
  async (load) => {
    const on = await load("cron_cycle");
    await on.start("p", "i");
    await on.pass(3_600_000);
    const fired = (await on.transcript()).split("entered be").length - 1;
    const { incidents, waits } = await on.state("i");
    equal([fired, incidents.length, waits.length], [0, 1, 0]);
    // should: equal([fired, incidents.length, waits.length], [6, 0, 1]);
    const [incident] = incidents;
    equal([incident?.code, incident?.action], ["expression", { do: "begin", element: 2 }]);
    // should: equal(incident, undefined);
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
