import { equal, throws } from "../../_support/assert.ts";
import { settings } from "../../../bpe/engine/engine.ts";
import { BpeError } from "../../../bpe/error.ts";
import { triggers } from "../../../bpe/engine/triggers.ts";
import { model } from "./model.ts";

const definition = model(
  `<startEvent id="none"/><startEvent id="m"><messageEventDefinition messageRef="msg"/></startEvent>
   <startEvent id="t"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></startEvent>
   <eventBasedGateway id="g" instantiate="true"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="sig"/>
   </intermediateCatchEvent><receiveTask id="r" messageRef="msg"/><endEvent id="e"/>`,
  "g>c;g>r;none>e;m>e;t>e;c>e;r>e",
  `<message id="msg" name="order"/><signal id="sig" name="alarm"/>`,
);

Deno.test("the triggers of a process are listed with names and times, those behind a gateway too", () => {
  const found = triggers(definition, "p", 1_000, settings());
  const seen = found.map(({ node, kind, name, due, left }) => [
    definition.nodes[node]?.id,
    kind,
    name ?? [due, left],
  ]);
  equal(seen, [
    ["m", "message", "order"],
    ["t", "timer", [3_601_000, 3]],
    ["c", "signal", "alarm"],
    ["r", "message", "order"],
  ]);
  throws(() => triggers(definition, "nobody", 0, settings()), BpeError, "command");
});
