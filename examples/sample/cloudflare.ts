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
import { chatFiles } from "./files.ts";
import { attach, chat } from "./index.ts";
import { login } from "./login.ts";

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
    const db = kvs.kvs(kv), { protocols, app } = chatFiles(kv, (file) => attach(db, file));
    return {
      ttl: 24 * 60 * 60,
      protocols,
      routes: { "/app/login.htm": login, "/app/index.htm": chat(db, true) },
      async app(routes, given) {
        routes.get("/", (c) => c.redirect("/app/login.htm"));
        await app(routes, given);
      },
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
