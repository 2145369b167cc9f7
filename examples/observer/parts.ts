/**
 * What there is to see of a server and a store, as parts of the page.
 *
 * @module
 */
import type { kvs, n2o } from "../../mod.ts";
import { processesOf, ring, supervisor } from "../../n2o/process.ts";
import type { Part } from "./elements.ts";

/** What is looked at. */
export interface Observed {
  readonly server: n2o.Server;
  readonly db: kvs.Kvs;
  /** Topics whose presence is shown. */
  readonly topics: readonly string[];
}

/** Everything as it is now. */
export async function partsOf({ server, db, topics }: Observed): Promise<Part[]> {
  return [
    processes(server),
    rings(server),
    tables(server),
    sessions(server),
    presence(server, topics),
    await feeds(db),
  ];
}

/** As `whichChildren` tells. */
function processes(server: n2o.Server): Part {
  const children = supervisor.whichChildren("n2o", server);
  return {
    id: "processes",
    heading: "Processes",
    count: plural(children.length, "child", "children"),
    columns: ["Id", "Pid", "Type", "Modules"],
    rows: children.map(({ id, pid, type, modules }) => [
      `{${[id].flat().map(String).join(", ")}}`,
      typeof pid === "string" ? pid : pid.id,
      type,
      `[${modules.join(", ")}]`,
    ]),
    empty: "No process runs.",
  };
}

function rings(server: n2o.Server): Part {
  const rows = [...processesOf(server).rings].flatMap(([table, apps]) =>
    [...apps].map(([app, nodes]) => [
      table,
      app,
      ring.members(nodes).map((node) => nameOf(node)).join(", "),
      String(ring.size(nodes)),
    ])
  );
  return {
    id: "rings",
    heading: "Ring",
    count: plural(rows.length, "ring"),
    columns: ["Transport", "Application", "Members", "Positions"],
    rows,
    empty: "No application is named in the setting services.",
  };
}

/** The name of a member, which is a list of characters as in Erlang. */
function nameOf(node: n2o.bert.Term): string {
  return Array.isArray(node) ? String.fromCharCode(...node.map(Number)) : String(node);
}

function tables(server: n2o.Server): Part {
  const rows = [...server.tables].map(([name, { size }]) => [name, String(size)]);
  return {
    id: "tables",
    heading: "Tables",
    count: plural(rows.length, "table"),
    columns: ["Name", "Rows"],
    rows,
    empty: "There are no tables.",
  };
}

/** Who has sessions, and how many; never which. */
function sessions(server: n2o.Server): Part {
  const counts = new Map<string, number>();
  for (const { key } of server.tables.get("cookies")?.rows() ?? []) {
    const user = server.sessions.getValue(String(key), "user");
    const name = typeof user === "string" ? user : "";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sum = [...counts.values()].reduce((all, each) => all + each, 0);
  return {
    id: "sessions",
    heading: "Sessions",
    count: `${sum} known here, ${plural(server.connections.size, "connection")}`,
    columns: ["User", "Sessions"],
    rows: [...counts].sort(([a], [b]) => a < b ? -1 : 1)
      .map(([name, count]) => [name || "nobody", String(count)]),
    empty: "Nobody is here.",
  };
}

function presence(server: n2o.Server, topics: readonly string[]): Part {
  const people = topics.flatMap((topic) =>
    (server.presence?.list(topic) ?? []).map(({ key, metas }) => [topic, key, String(metas.length)])
  );
  return {
    id: "presence",
    heading: "Presence",
    count: plural(people.length, "person", "people"),
    columns: ["Topic", "Who", "Tabs"],
    rows: people,
    empty: "Nobody is present in the topics that are shown.",
  };
}

/** As `kvs.all("writer")` tells. */
async function feeds(db: kvs.Kvs): Promise<Part> {
  const writers = await db.all("writer");
  return {
    id: "feeds",
    heading: "Feeds",
    count: plural(writers.length, "feed"),
    columns: ["Writer", "Count"],
    rows: writers.map(({ id, count }) => [String(id), String(count)]),
    empty: "Nothing was appended yet.",
  };
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
