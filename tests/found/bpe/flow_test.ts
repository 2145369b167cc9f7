import { BpeError, parse, problems } from "../../../bpe/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { onEngines, text } from "./engines.ts";

/** Rules, severities and elements of what is wrong with a file. */
const found = (file: string) =>
  problems(text(file)).map(({ rule, severity, element }) => `${rule} ${severity} ${element}`);

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
  "parallel_gateway_with_conditions: conditions after a parallel gateway are not asked (13.4.1), and are a warning",
  async (load) => {
    const file = "parallel_gateway_with_conditions";
    const on = await load(file);
    await on.start("p", "i", { x: 0 });
    equal((await on.places("i")).toSorted(), ["a", "b"]);
    equal(found(file), ["EXT025 warning f_g_a", "EXT025 warning f_g_b"]);
  },
);

onEngines(
  "flow_without_id: a sequence flow without id loads with a warning, and goes by its ends",
  async (load) => {
    const on = await load("flow_without_id");
    await on.start("p", "i");
    equal(await on.places("i"), ["u"]);
    equal(found("flow_without_id"), ["EXT003 warning s->u", "EXT003 warning u->e"]);
  },
);

onEngines(
  "no_end_event: a process without end event loads with a warning, and ends by itself",
  async (load) => {
    const on = await load("no_end_event");
    await on.start("p", "i");
    await on.complete("i", "u");
    equal((await on.state("i")).status, "completed");
    equal(found("no_end_event"), ["EXT105 warning s"]);
  },
);

onEngines(
  "link_caught_only: a link that nothing throws loads with a warning, and is refused where every rule is kept (EXT124, 10.5.4)",
  async (load) => {
    const on = await load("link_caught_only");
    await on.start("p", "i");
    equal(await on.places("i"), ["u"]);
    equal(found("link_caught_only"), ["EXT124 warning c"]);
    throws(() => parse(text("link_caught_only"), { strict: true }), BpeError, "rule");
  },
);
