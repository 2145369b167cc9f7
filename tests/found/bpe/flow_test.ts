import { BpeError } from "../../../bpe/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onEngines } from "./engines.ts";

onEngines(
  "default_besides_unconditional: the default flow beside one without condition gets a token where no condition holds, by 13.2.1",
  async (load) => {
    const on = await load("default_besides_unconditional");
    await on.start("p", "i", { x: 0 });
    await on.complete("i", "a");
    equal((await on.places("i")).toSorted(), ["d", "u"]);
  },
);

onEngines(
  "parallel_gateway_with_conditions: conditions after a parallel gateway are refused (should: they are not asked, by 13.4.1)",
  async (load) => {
    const file = "parallel_gateway_with_conditions";
    const error = await rejects(() => load(file), BpeError, "rule");
    const why = "f_g_a has a condition but there is nothing to choose; remove it (EXT025, line 10)";
    equal(error.message, why);
    // should: const on = await load(file); await on.start("p", "i", { x: 0 });
    // should: equal((await on.places("i")).toSorted(), ["a", "b"]);
  },
);

onEngines(
  "flow_without_id: a sequence flow without id is refused (should: it loads, ids are optional in the schema)",
  async (load) => {
    const error = await rejects(() => load("flow_without_id"), BpeError, "rule");
    equal(error.message, "sequenceFlow of p has no id; give it one (EXT003, line 7)");
    // should: const on = await load("flow_without_id"); await on.start("p", "i");
    // should: equal(await on.places("i"), ["u"]);
  },
);

onEngines(
  "no_end_event: a process without end event is refused (should: it loads with a warning, and ends by itself)",
  async (load) => {
    const error = await rejects(() => load("no_end_event"), BpeError, "rule");
    const why = "s is a start event in a scope without end event; add one (EXT105, line 4)";
    equal(error.message, why);
    // should: const on = await load("no_end_event"); await on.start("p", "i"); await on.complete("i", "u");
    // should: equal((await on.state("i")).status, "completed");
  },
);

onEngines(
  "link_caught_only: a link that nothing throws is accepted, and what follows it is never reached (should: EXT124, by 10.5.4)",
  async (load) => {
    const on = await load("link_caught_only");
    await on.start("p", "i");
    equal(await on.places("i"), ["u"]);
    // should: await rejects(() => load("link_caught_only"), BpeError, "rule");
  },
);
