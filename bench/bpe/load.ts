/**
 * Loading the reference models of the BPMN interchange suite, beside bpmn-moddle, in one run.
 *
 * bpmn-moddle gives a tree of objects and checks references only; `parse` also checks the rules of the standard and compiles.
 *
 * @module
 */
import { BpmnModdle } from "npm:bpmn-moddle@10.3.1";
import { parse } from "../../bpe/parse.ts";
import { parseXml } from "../../bpe/xml/xml.ts";
import { median, table } from "../report.ts";

const ROUNDS = 15;
const folder = new URL("../../../shared/golden/bpmn/miwg/", import.meta.url);
const texts = [...Deno.readDirSync(folder)].filter((one) => one.name.endsWith(".bpmn"))
  .map((one) => Deno.readTextFileSync(new URL(one.name, folder)));
const size = texts.reduce((sum, one) => sum + one.length, 0);

const moddle = new BpmnModdle();
const runs: readonly [string, () => unknown][] = [
  ["N2O.ts, elements only", () => texts.forEach((one) => parseXml(one))],
  ["N2O.ts, checked and compiled", () => texts.forEach((one) => parse(one))],
  ["bpmn-moddle", () => Promise.all(texts.map((one) => moddle.fromXML(one)))],
];

const times = new Map<string, number[]>(runs.map(([name]) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of runs) {
    const start = performance.now();
    await run();
    if (round > 2) times.get(name)?.push(performance.now() - start);
  }
}

const peer = median(times.get("bpmn-moddle") ?? []);
table(`BPMN: loading ${texts.length} models, ${Math.round(size / 1024)} KiB`, [
  ["", "ms", "of bpmn-moddle's speed"],
  ...[...times].map(([name, all]) => {
    const own = median(all);
    return [name, own.toFixed(1), `${(peer / own).toFixed(2)} x`];
  }),
]);
