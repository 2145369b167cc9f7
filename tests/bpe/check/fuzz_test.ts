/**
 * Files with random damage, read, checked, drawn, deployed and started: each gives a result or an error of this module.
 *
 * @module
 */
import { BpeError, openRuntime, parse, picture, problems, volatile } from "../../../bpe/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { assert } from "../../_support/assert.ts";
import { absent, folder } from "../../_support/golden.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { testWith } from "../../_support/permission.ts";
import { type Random, random as seeded } from "../../_support/random.ts";
import { pick } from "../definition/random_process.ts";

const FOUND = new URL("../../found/bpe/", import.meta.url);

/** The models below a folder. */
function* models(place: URL): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(place)) {
    if (isDirectory) yield* models(new URL(`${name}/`, place));
    else if (/\.bpmn$/.test(name)) yield Deno.readTextFileSync(new URL(name, place));
  }
}

/** Values that attributes and texts are replaced by. */
const ODD = [
  ...["", "__proto__", "constructor", "-1", "1e999", "NaN", "a:b", "&#1;", "true", "x".repeat(300)],
  ...[
    "PT",
    "R/",
    "= ",
    "${",
    "{compare,",
    "P99999999999Y",
    "0 0 * * * ?",
    "[[[",
    "http://www.java.com/java",
  ],
];
const TAGS = [
  "Task",
  "Event",
  "Gateway",
  "Flow",
  "SubProcess",
  "Definition",
  "Association",
  "Activity",
];

/** Damages a text at a few places: parts dropped, doubled, exchanged, or taken from another file. */
function damage(random: Random, text: string, other: string): string {
  const parts = text.match(/<[^>]*>|[^<]+/g) ?? [], others = other.match(/<[^>]*>|[^<]+/g) ?? [];
  for (let count = 1 + random.below(4); count > 0; count--) {
    const at = random.below(parts.length), part = parts[at] ?? "";
    const elsewhere = parts[random.below(parts.length)] ?? "";
    const value = `"${pick(random, ODD).replaceAll("&", "&amp;").replaceAll("<", "&lt;")}"`;
    parts[at] = pick(random, [
      "",
      part + part,
      elsewhere,
      others[random.below(others.length)] ?? "",
      part.slice(0, random.below(part.length + 1)),
      part.replace(/\s[\w:.-]+="[^"]*"/, ""),
      part.replace(/"[^"]*"/, /"[^"]*"/.exec(elsewhere)?.[0] ?? value),
      part.replace(/"[^"]*"/, value),
      part.replace(/^[^<]+$/, value.slice(1, -1)),
      part.replace(/(Task|Event|Gateway|Flow|Process)\b/, pick(random, TAGS)),
    ]);
  }
  return random.below(4) === 0
    ? parts.join("").replaceAll(/isExecutable="\w+"/g, 'isExecutable="false"')
    : parts.join("");
}

/** What something gives; undefined where it is refused. */
function tried<T>(what: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof BpeError) return undefined;
    throw new Error(`${what}: ${error instanceof Error ? error.stack : error}`, { cause: error });
  }
}

async function survives(text: string, name: string): Promise<boolean> {
  const found = tried(`${name}: problems`, () => problems(text));
  tried(`${name}: strict`, () => problems(text, { strict: true }));
  const definition = tried(`${name}: parse`, () => parse(text));
  const refused = found?.some(({ severity }) => severity === "error") ?? true;
  assert(refused === (definition === undefined), `${name}: parse and problems disagree`);
  if (definition !== undefined) {
    tried(`${name}: picture`, () => picture(definition));
    tried(`${name}: layout`, () => picture(definition, { layout: "automatic" }));
    for (const { id } of definition.processes) {
      tried(`${name}: start ${id}`, () => volatile([definition], { budget: 500 }).start(id));
    }
  }
  using kv = memoryKv();
  await using runtime = openRuntime(kv, { manual: true, log: () => {} });
  await runtime.deploy(text).catch((error) =>
    tried(`${name}: deploy`, () => {
      throw error;
    })
  );
  return definition !== undefined;
}

testWith("read")(
  `damaged files of every kind are read, drawn, deployed and started, or refused by an error of this module (from seed ${SEED})`,
  async () => {
    const texts = [...models(FOUND), ...absent ? [] : models(new URL("bpmn/", folder))]
      .filter(({ length }) => length < 40_000).toSorted();
    let good = 0;
    const count = rounds(150, 4_000);
    for (let seed = SEED; seed < SEED + count; seed++) {
      const random = seeded(seed);
      const text = damage(random, pick(random, texts), pick(random, texts));
      if (await survives(text, `seed ${seed}`)) good++;
    }
    assert(good > count / 10 && good < count, `${good} of ${count} are read`);
  },
);
