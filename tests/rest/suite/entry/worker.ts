/**
 * The application in workerd, in an object that keeps its store.
 *
 * @module
 */
import {
  DurableApplication,
  type ObjectConfig,
  type ObjectGiven,
} from "../../../../host/cloudflare/mod.ts";
import { entrySettings } from "./settings.ts";

interface Env {
  readonly STORE: {
    idFromName(name: string): unknown;
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
}

/** The object. */
export class Store extends DurableApplication<Env> {
  settings({ kv }: ObjectGiven<Env>): ObjectConfig {
    return entrySettings(kv);
  }
}

export default {
  fetch: (request: Request, { STORE }: Env): Promise<Response> =>
    STORE.get(STORE.idFromName("entry")).fetch(request),
};
