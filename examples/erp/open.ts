/**
 * The desk opened: the processes deployed, the runtime at work, the pages told of what it commits.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { drafts } from "../../host/form/mod.ts";
import type { Given, kvs } from "../../mod.ts";
import { rolesOf, rule } from "./access.ts";
import type { Desk } from "./desk.ts";
import { live, topicsOf } from "./live.ts";
import type { Roles } from "./login.ts";
import { starting } from "./started.ts";
import { tally } from "./tally.ts";
import { warehouse } from "./warehouse.ts";
import { startOf } from "./words.ts";

/** The desk, and the roles that somebody may choose for each process. */
export interface Opened {
  readonly desk: Desk;
  readonly roles: readonly Roles[];
}

/** Opens the desk on a store, with the BPMN files of a folder. */
export async function open(
  { kv, server, onStop }: Given<kvs.Kv>,
  folder: string | URL,
): Promise<Opened> {
  const stock = warehouse(kv), starters = new Map<string, readonly string[]>();
  const runtime = bpe.openRuntime(kv, { handlers: stock.handlers, auth: rule(starters) });
  onStop(() => runtime.close());
  const news = live((topic, message) => server.bus.send(topic, message));
  onStop(news.stop);
  const counts = tally(runtime);
  runtime.observe(counts.observe);
  runtime.observe((change) => news.touch(...topicsOf(change)));
  const deployed: bpe.Version[] = [], roles: Roles[] = [];
  for await (const file of files(folder)) {
    for (const version of await runtime.deploy(await Deno.readTextFile(file))) {
      const definition = await runtime.definition(version.key);
      const process = bpe.processOf(definition, version.process)?.index ?? bpe.NONE;
      const { lane = bpe.NONE } = startOf(definition, process) ?? {};
      deployed.push(version);
      starters.set(version.process, rolesOf(definition, lane));
      roles.push({
        process: version.name || version.process,
        lanes: definition.lanes.map(({ name, id }) => name || id),
      });
    }
  }
  await counts.scan();
  return {
    desk: {
      runtime,
      processes: deployed,
      tally: counts,
      live: news,
      warehouse: stock,
      drafts: drafts(kv),
      instanceOf: starting(kv),
    },
    roles,
  };
}

/** The BPMN files of a folder in the order of their names. */
async function* files(folder: string | URL): AsyncGenerator<string | URL> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  for (const name of names.filter((name) => name.endsWith(".bpmn")).toSorted()) {
    yield folder instanceof URL ? new URL(name, folder) : `${folder}/${name}`;
  }
}
