/**
 * All scenarios by name.
 *
 * @module
 */
import { equal } from "../../../_support/assert.ts";
import type { Kv } from "../../../../kvs/kv.ts";
import { durableDriver, open } from "../drivers.ts";
import { audit } from "../../runtime/audit.ts";
import { COMMON as BASIC } from "./common.ts";
import { DURABLE } from "./durable.ts";
import { EVENTS } from "./event.ts";
import type { CommonScenario } from "./scenario.ts";
import { STARTS } from "./start.ts";

/** What every engine does alike, with a store or without one. */
export const COMMON: readonly CommonScenario[] = [...BASIC, ...EVENTS, ...STARTS];

/** Names of the scenarios that tell stores apart. */
export const NAMES: readonly string[] = [...BASIC, ...DURABLE].map(({ name }) => name);

/** Names of those that tell hosts apart, and stores hardly. */
export const OTHERS: readonly string[] = [...EVENTS, ...STARTS].map(({ name }) => name);

/** Runs a scenario on an empty store and answers what has become of it. */
export async function runScenario(name: string, kv: Kv): Promise<string> {
  const durable = DURABLE.find((each) => each.name === name);
  if (durable !== undefined) return await durable.run(kv);
  const common = COMMON.find((each) => each.name === name);
  if (common === undefined) throw new Error(`there is no scenario ${name}`);
  const on = await open(kv, { files: common.files, handlers: common.handlers?.() ?? {} });
  const driver = durableDriver(on);
  await common.run(driver);
  const transcript = await driver.transcript({ bulky: common.bulky === true });
  await on.runtime.close();
  equal(on.errors, []);
  await audit(kv);
  return transcript;
}
