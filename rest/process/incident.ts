/**
 * The operations of incidents.
 *
 * @module
 */
import type { Answer, Incoming, Operation } from "../operation.ts";
import { cursorOf, LINK, PAGED, pageOf } from "./cursor.ts";
import { INCIDENT, INSTANCE_ID, json, listOf } from "./declared.ts";
import { operation, type Site } from "./ready.ts";
import type { IncidentRow } from "./row.ts";
import { told } from "./told.ts";

/** Those that list what waits for a person. */
export function incidentOperations(site: Site): readonly Operation[] {
  const { gate } = site,
    responses = {
      200: { ...json("a page", listOf("incidents", INCIDENT)), headers: LINK },
    };
  async function page(instance: string | undefined, incoming: Incoming): Promise<Answer> {
    const [of, incident] = cursorOf(incoming, "incidents", ["text", "number"]) ?? [];
    const after = of === undefined
      ? undefined
      : { instance: String(of), incident: Number(incident) };
    const rows = gate.engine.incidents(instance, after === undefined ? {} : { after });
    const by = await gate.by(incoming);
    const { rows: some, headers } = await pageOf(rows, incoming, {
      list: "incidents",
      cursor: (row: IncidentRow) => [row.instance, row.incident],
      isSeen: async ({ instance, definition }) =>
        await gate.isSeen({ process: processOf(definition), instance }, "instances", incoming) &&
        await gate.engine.isReadable(instance, by),
    });
    return { status: 200, headers, value: { incidents: some.map(told) } };
  }
  return [
    ...operation(site, {
      id: "listIncidents",
      method: "GET",
      path: "/incidents",
      summary: "What cannot go on and waits for a person, of all instances",
      action: "instances",
      parameters: PAGED,
      responses,
      run: (incoming) => page(undefined, incoming),
    }),
    ...operation(site, {
      id: "listInstanceIncidents",
      method: "GET",
      path: "/instances/{id}/incidents",
      summary: "What of an instance cannot go on and waits for a person",
      action: "instances",
      parameters: [INSTANCE_ID, ...PAGED],
      responses,
      async run(incoming) {
        const { id } = await gate.read(incoming.path.id ?? "", incoming);
        return await page(id, incoming);
      },
    }),
  ];
}

/** The process of a version, as `leave` of `leave:3`. */
function processOf(definition: string): string {
  return definition.replace(/:\d+$/, "");
}
