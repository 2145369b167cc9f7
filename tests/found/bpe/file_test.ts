import { BpeError, parse, picture, problems } from "../../../bpe/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { onEngines, text } from "./engines.ts";

/** Rules, severities, elements and lines of what is wrong with a file. */
const found = (file: string) =>
  problems(text(file)).map(({ rule, severity, element, line }) =>
    `${rule} ${severity} ${element} ${line}`
  );

onEngines(
  "xml_prefix_declared: a file that declares the prefix xml loads",
  async (load) => {
    const on = await load("xml_prefix_declared");
    await on.start("p", "i");
    equal(await on.places("i"), ["u"]);
  },
);

onEngines(
  "jbpm_java_script: a script whose language is a URI loads with a warning, as jBPM and Kogito write it",
  async (load) => {
    await load("jbpm_java_script", { u: () => ({}) });
    equal(found("jbpm_java_script"), ["EXT145 warning u 5"]);
    throws(() => parse(text("jbpm_java_script"), { strict: true }), BpeError, "rule");
  },
);

onEngines(
  "lane_names_nobody: a lane that names a node that is not there loads with a warning",
  async (load) => {
    const on = await load("lane_names_nobody");
    await on.start("p", "i");
    equal(await on.places("i"), ["u"]);
    equal(found("lane_names_nobody"), ["REF warning l1 4"]);
  },
);

Deno.test("new_drawing: what a modeler writes as a new file loads with warnings, and is shown", () => {
  equal(picture(parse(text("new_drawing"))).startsWith("<svg"), true);
  equal(found("new_drawing"), ["EXT105 warning s 4", "EXT101 warning s 4"]);
});

onEngines(
  "public_executable: a public process that is executable loads with a warning, and is refused where every rule is kept",
  async (load) => {
    const on = await load("public_executable");
    await on.start("p", "i");
    equal(await on.places("i"), ["u"]);
    equal(found("public_executable"), ["EXT035 warning p 3"]);
    throws(() => parse(text("public_executable"), { strict: true }), BpeError, "rule");
  },
);
