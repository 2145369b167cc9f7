import { BpeError, problems } from "../../../bpe/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onEngines, text } from "./engines.ts";

onEngines(
  "xml_prefix_declared: a file that declares the prefix xml fails with a raw TypeError (should: it loads, the prefix may be declared)",
  async (load) => {
    const error = await rejects(() => load("xml_prefix_declared"), TypeError);
    equal(error.message, "Cannot assign to read only property 'xml' of object '[object Object]'");
    // should: const on = await load("xml_prefix_declared"); await on.start("p", "i");
    // should: equal(await on.places("i"), ["u"]);
  },
);

onEngines(
  "jbpm_java_script: a script whose language is a URI is refused (should: it loads, jBPM and Kogito write it so)",
  async (load) => {
    const error = await rejects(() => load("jbpm_java_script"), BpeError, "rule");
    const what = 'u has scriptFormat="http://www.java.com/java"; write a media type, as text/plain';
    equal(error.message, `${what} (EXT145, line 5)`);
    // should: await load("jbpm_java_script");
  },
);

onEngines(
  "lane_names_nobody: a lane that names a node that is not there is refused (should: it loads with a warning)",
  async (load) => {
    const error = await rejects(() => load("lane_names_nobody"), BpeError, "rule");
    const what = "l1 refers to gone as its flowNodeRef, which does not exist";
    equal(error.message, `${what} (REF, line 4)`);
    // should: const on = await load("lane_names_nobody"); await on.start("p", "i");
    // should: equal(await on.places("i"), ["u"]);
  },
);

onEngines(
  "new_drawing: what a modeler writes as a new file is refused (should: it loads with a warning, so that it can be shown)",
  async (load) => {
    await rejects(() => load("new_drawing"), BpeError, "rule");
    // should: await load("new_drawing");
    equal(problems(text("new_drawing")).map(({ message }) => message), [
      "is a start event in a scope without end event; add one",
      "is a start event that leads nowhere",
    ]);
  },
);

onEngines(
  "public_executable: a public process that is executable is accepted (should: EXT035, an executable process is private by 10.2.1)",
  async (load) => {
    const on = await load("public_executable");
    await on.start("p", "i");
    equal(await on.places("i"), ["u"]);
    // should: await rejects(() => load("public_executable"), BpeError, "rule");
  },
);
