/**
 * The operations of messages, signals and conditions, which go to whoever waits for them.
 *
 * @module
 */
import type { Operation } from "../operation.ts";
import { bodyOf, fieldsOf, numberOf, textOf, textsOf } from "./check.ts";
import { ANY, DELIVERED, json, NAME, NAMES, object, VALUES } from "./declared.ts";
import { KEY, keyOf } from "./key.ts";
import { operation, type Site, takes } from "./ready.ts";

/** A hundred years, in milliseconds. */
const MOST_TTL = 3_155_760_000_000;
const MESSAGE = object({
  name: NAME,
  payload: ANY,
  keys: { ...NAMES, maxProperties: 4 },
  ttl: { type: "integer", minimum: 0, maximum: MOST_TTL },
}, ["name"]);
const SIGNAL = object({ name: NAME, payload: ANY }, ["name"]);
const CONDITION = object({ variables: VALUES });
const count = { type: "integer", minimum: 0 } as const;

/** Those that tell instances something. */
export function messageOperations(site: Site): readonly Operation[] {
  const { gate } = site, { engine } = gate;
  return [
    ...operation(site, {
      id: "publishMessage",
      method: "POST",
      path: "/messages",
      summary:
        "Sends a message to the instance that waits for it, or to the process that it starts",
      action: "publish",
      parameters: [KEY],
      body: takes(MESSAGE),
      responses: { 200: json("what has become of it", DELIVERED) },
      async run(incoming) {
        const body = await bodyOf(incoming, MESSAGE), by = await gate.by(incoming);
        const key = await keyOf(engine, incoming, body, by);
        const keys = textsOf(body, "keys"), ttl = numberOf(body, "ttl");
        const { taken, instance } = await engine.publish({
          name: textOf(body, "name") ?? "",
          ...Object.hasOwn(body, "payload") && { payload: body.payload },
          ...keys !== undefined && { keys },
          ...ttl !== undefined && { ttl },
          ...key !== undefined && { key },
        });
        return { status: 200, value: { taken, ...instance !== undefined && { instance } } };
      },
    }),
    ...operation(site, {
      id: "throwSignal",
      method: "POST",
      path: "/signals",
      summary: "Throws a signal to all who wait for it",
      action: "signal",
      parameters: [KEY],
      body: takes(SIGNAL),
      responses: { 200: json("how many heard it", object({ heard: count })) },
      async run(incoming) {
        const body = await bodyOf(incoming, SIGNAL), by = await gate.by(incoming);
        const key = await keyOf(engine, incoming, body, by);
        const name = textOf(body, "name") ?? "", once = key === undefined ? {} : { key };
        const heard = await engine.signal(name, body.payload, once);
        return { status: 200, value: { heard } };
      },
    }),
    ...operation(site, {
      id: "tellConditions",
      method: "POST",
      path: "/conditions",
      summary: "Starts every process whose conditional start event holds with these values",
      action: "conditions",
      body: takes(CONDITION),
      responses: {
        200: json(
          "the instances that were started",
          object({ instances: { type: "array", items: { type: "string" } } }),
        ),
      },
      async run(incoming) {
        const body = await bodyOf(incoming, CONDITION);
        const instances = await engine.conditions(fieldsOf(body, "variables") ?? {});
        return { status: 200, value: { instances: [...instances] } };
      },
    }),
  ];
}
