/**
 * A worker whose objects keep a store each. `/NAME/scenario?name=...` runs a scenario inside the object, on its store, which must
 * be empty; every other path serves the store to other isolates.
 */
import { DurableStore } from "../../../../kvs/host/durable/durable.ts";
import { runScenario } from "../scenarios/scenarios.ts";

/** The object. */
export class Store extends DurableStore {
  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.endsWith("/scenario")) return await super.fetch(request);
    try {
      return new Response(await runScenario(searchParams.get("name") ?? "", this.kv));
    } catch (error) {
      return new Response(error instanceof Error ? error.stack : String(error), { status: 500 });
    }
  }
}

interface Env {
  readonly STORE: {
    idFromName(name: string): unknown;
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
}

export default {
  fetch(request: Request, { STORE }: Env): Promise<Response> {
    const [, name = ""] = new URL(request.url).pathname.split("/");
    return STORE.get(STORE.idFromName(name)).fetch(request);
  },
};
