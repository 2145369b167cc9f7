/**
 * What a multi-instance runs over is fixed when it begins, whether its runs are at once or one after the other.
 */
import { ROOT } from "../../../bpe/state/state.ts";
import { equal } from "../../_support/assert.ts";
import { inHosts } from "../backend/hosts.ts";

const COLLECTIONS: Readonly<Record<string, string>> = {
  "a variable": "=items",
  "a filter": "=items[item > 0]",
  "an iteration": "=for i in items return i",
};

/** A user task for each element, whose results are collected. */
function model(collection: string, sequential: boolean): string {
  const list = collection.replaceAll(">", "&gt;");
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:t">
<process id="p" isExecutable="true"><startEvent id="s"/><userTask id="u">
<multiInstanceLoopCharacteristics isSequential="${sequential}"><extensionElements>
<zeebe:loopCharacteristics inputCollection="${list}" inputElement="item" outputCollection="seen" outputElement="=item"/>
</extensionElements></multiInstanceLoopCharacteristics></userTask><userTask id="after"/>
<sequenceFlow id="a" sourceRef="s" targetRef="u"/><sequenceFlow id="b" sourceRef="u" targetRef="after"/></process></definitions>`;
}

for (const [name, collection] of Object.entries(COLLECTIONS)) {
  for (const sequential of [true, false]) {
    inHosts(
      `runs over ${name}, ${
        sequential ? "one after the other" : "at once"
      }, see the list as it was when the first began`,
      async (load) => {
        const on = await load({ files: [model(collection, sequential)], handlers: {} });
        for (const [count, then] of [[3, []], [3, [9]], [70, [1, 2, 3, 4]], [0, [1]]] as const) {
          const instance = `i${count}-${then.length}`;
          const items = Array.from({ length: count }, (_, at) => at + 1);
          await on.start("p", instance, { items });
          for (let run = 0; run < count; run++) {
            await on.set(instance, { items: [...then] });
            await on.complete(instance, "u");
          }
          equal(await on.places(instance), ["after"]);
          const { elements, results } = await on.state(instance);
          equal(elements.find(({ id }) => id === ROOT)?.variables?.seen, items, instance);
          equal(results ?? [], [], "what was kept for runs is gone");
        }
      },
    );
  }
}
