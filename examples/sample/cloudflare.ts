/**
 * The sample on Cloudflare: one Durable Object for all rooms; the platform's assets are the files of `static/` (see `wrangler.jsonc`).
 *
 * @module
 */
import {
  DurableApplication,
  type ObjectConfig,
  type ObjectGiven,
} from "../../host/cloudflare/mod.ts";
import { kvs } from "../../mod.ts";
import { chat } from "./index.ts";
import * as login from "./login.ts";

/** What `wrangler.jsonc` binds. */
export interface Env {
  /** The objects. */
  readonly ROOMS: {
    /** The id of a name. */
    idFromName(name: string): unknown;
    /** The object of an id. */
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
  /** Seals the sessions: `wrangler secret put N2O_SECRET`. */
  readonly N2O_SECRET: string;
}

/** The object. */
export class Rooms extends DurableApplication<Env> {
  /** The settings of the application. */
  settings({ kv, env }: ObjectGiven<Env>): ObjectConfig {
    return {
      ttl: 24 * 60 * 60,
      routes: { "/app/login.htm": login, "/app/index.htm": chat(kvs.kvs(kv)) },
      app: (app) => void app.get("/", (c) => c.redirect("/app/login.htm")),
      secret: env.N2O_SECRET,
    };
  }
}

/** The Worker: it hands all that is no file to the object. */
export default {
  fetch(request: Request, { ROOMS }: Env): Promise<Response> {
    return ROOMS.get(ROOMS.idFromName("main")).fetch(request);
  },
};
