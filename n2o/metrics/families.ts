/**
 * What every server measures.
 *
 * @module
 */
import type { Table } from "../table.ts";
import type { Family } from "./family.ts";
import { type Metrics, metrics } from "./metrics.ts";

const FAMILIES: readonly Family[] = [
  { name: "n2o_connections", type: "gauge", help: "Clients that are connected." },
  { name: "n2o_connections_opened", type: "counter", help: "Clients that connected." },
  {
    name: "n2o_frames",
    type: "counter",
    help: "Frames, by direction: in from clients, out to them.",
    labels: ["direction"],
  },
  {
    name: "n2o_events",
    type: "counter",
    help: "Events of controls, by how they ended: done, failed, unknown, late.",
    labels: ["outcome"],
  },
  {
    name: "n2o_event_duration_seconds",
    type: "histogram",
    unit: "seconds",
    help: "From an event to its answer, by how it ended.",
    labels: ["outcome"],
  },
  {
    name: "n2o_bus_messages",
    type: "counter",
    help: "Messages of the bus, by direction: in to connections here, out from here.",
    labels: ["direction"],
  },
  {
    name: "n2o_refused",
    type: "counter",
    help: "What clients sent and was refused, and connections that were closed for it, by reason.",
    labels: ["reason"],
  },
  { name: "n2o_sessions", type: "gauge", help: "Sessions that this process knows." },
  { name: "n2o_table_rows", type: "gauge", help: "Rows of the tables.", labels: ["table"] },
  {
    name: "n2o_processes",
    type: "gauge",
    help: "Processes below the topmost supervisor, by the table they are in.",
    labels: ["kind"],
  },
  {
    name: "n2o_process_restarts",
    type: "counter",
    help: "Processes that were started again by their supervisor.",
  },
];

/** The registry of a server. */
export function serverMetrics(
  { connections, tables }: {
    readonly connections: { readonly size: number };
    readonly tables: ReadonlyMap<string, Table>;
  },
): Metrics {
  const made = metrics(FAMILIES);
  made.gauge("n2o_connections", () => connections.size);
  made.gauge("n2o_sessions", () => tables.get("cookies")?.size ?? 0);
  made.gauge(
    "n2o_table_rows",
    () => [...tables].map(([table, { size }]) => [{ table }, size] as const),
  );
  return made;
}
