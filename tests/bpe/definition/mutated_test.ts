/**
 * Files with random damage: each is compiled or refused by a BpeError, and nothing else happens.
 *
 * @module
 */
import type { Definition } from "../../../bpe/definition/definition.ts";
import { BpeError } from "../../../bpe/error.ts";
import { parse, problems } from "../../../bpe/parse.ts";
import { assert } from "../../_support/assert.ts";
import { type Random, random as seeded } from "../../_support/random.ts";
import { absent, folder } from "../../_support/golden.ts";
import { pick, randomProcess } from "./random_process.ts";
import { writeXml } from "./write_xml.ts";

/** Damages a text at a few places: parts dropped, doubled or exchanged. */
function damage(random: Random, text: string): string {
  const parts = text.match(/<[^>]*>|[^<]+/g) ?? [];
  for (let i = 1 + random.below(3); i > 0; i--) {
    const at = random.below(parts.length), other = random.below(parts.length);
    const part = parts[at] ?? "";
    const values = part.match(/"[^"]*"/g) ?? ['"x"'];
    const elsewhere = (parts[other] ?? "").match(/"[^"]*"/g) ?? ['"y"'];
    parts[at] = pick(random, [
      "",
      part + part,
      parts[other] ?? "",
      part.replace(/\s[\w:.-]+="[^"]*"/, ""),
      part.replace(pick(random, values), pick(random, elsewhere)),
      part.slice(0, random.below(part.length + 1)),
      part.replace(
        /(Task|Event|Gateway|Flow)\b/,
        pick(random, ["Task", "Event", "Gateway", "Flow"]),
      ),
    ]);
  }
  return parts.join("");
}

/** What an engine relies on without asking. */
function whole({ nodes, flows, scopes, processes }: Definition, name: string): void {
  for (const flow of flows) {
    assert(nodes[flow.source]?.scope === flow.scope, `${name}: ${flow.id} has no source`);
    assert(nodes[flow.target]?.scope === flow.scope, `${name}: ${flow.id} has no target`);
  }
  for (const node of nodes) {
    assert(scopes[node.scope] && processes[node.process], `${name}: ${node.id} is nowhere`);
    const isDefault = node.defaultFlow < 0 || node.outgoing.includes(node.defaultFlow);
    assert(isDefault, `${name}: ${node.id} has the default flow of another`);
    const isAttached = node.kind !== "boundaryEvent" ||
      nodes[node.event?.attachedTo ?? -1]?.activity;
    assert(isAttached, `${name}: ${node.id} is attached to nothing`);
  }
}

/** Whether it was compiled. */
function survives(text: string, name: string): boolean {
  try {
    const found = problems(text);
    if (found.length > 0) return false;
    whole(parse(text), name);
    return true;
  } catch (error) {
    assert(error instanceof BpeError, `${name}: ${error instanceof Error ? error.stack : error}`);
    return false;
  }
}

Deno.test("damaged files are compiled or refused (seeds 1 to 600)", () => {
  let good = 0;
  for (let seed = 1; seed <= 600; seed++) {
    const random = seeded(seed);
    const text = writeXml(random, [randomProcess(random, "p", 1 + random.below(4))]);
    if (survives(damage(random, text), `seed ${seed}`)) good++;
  }
  assert(good > 20 && good < 500, `${good} compiled`);
});

Deno.test({
  name: "damaged models of the interchange suite are compiled or refused (seeds 1 to 120)",
  ignore: absent,
  fn() {
    const place = new URL("bpmn/miwg/", folder);
    const texts = [...Deno.readDirSync(place)].map((one) => one.name).sort()
      .filter((name) => /^[AC].*bpmn$/.test(name))
      .map((name) => Deno.readTextFileSync(new URL(name, place)));
    for (let seed = 1; seed <= 120; seed++) {
      const random = seeded(seed);
      survives(damage(random, pick(random, texts)), `seed ${seed}`);
    }
  },
});
