/**
 * The sample on Cloudflare, and a guestbook of classic pages: at `localhost` in a Worker, at any other name in a Durable Object that keeps its store.
 *
 * `/config` says why settings cannot work there, `/evict` has the object dropped between any two messages from then on: all that is left
 * of it is what the runtime itself keeps, its storage and its sockets.
 *
 * @module
 */
import { chatFiles } from "../../../examples/sample/files.ts";
import { attach, chat } from "../../../examples/sample/index.ts";
import { login } from "../../../examples/sample/login.ts";
import {
  type App,
  type Application,
  application,
  DurableApplication,
  type DurableContext,
  type Given,
  type HeldSocket,
  type ObjectConfig,
  type ObjectGiven,
} from "../../../host/cloudflare/mod.ts";
import { type Kv, kvs, memoryKv } from "../../../kvs/mod.ts";
import * as n2o from "../../../n2o/mod.ts";
import * as nitro from "../../../nitro/mod.ts";
import { book } from "./book.ts";
import * as room from "./room.ts";

const { button, p, panel, textbox } = nitro;

/** A page without a document of its own. */
const front = {
  event(event: unknown) {
    if (event === "init") {
      const enter = button({ id: "enter", body: "Enter", postback: "enter", source: ["name"] });
      nitro.insertTop("main", panel({ id: "front", body: [textbox({ id: "name" }), enter] }));
    } else if (event === "enter") {
      nitro.update("front", p({ id: "front", body: `Hello ${nitro.q("name")}` }));
    }
  },
};

const secret = "a secret of more than sixteen letters";

function settings(kv: Kv) {
  const db = kvs(kv), { protocols, app: ofFiles } = chatFiles(kv, (file) => attach(db, file));
  const routes = {
    "/": front,
    "/room": room,
    "/app/login.htm": login,
    "/app/index.htm": chat(db, true),
  };
  const app = async (app: App, given: Given) => {
    app.get("/in", async (c) => {
      await n2o.user("ann");
      await n2o.session("room", "tea");
      return c.text("in");
    });
    app.get("/", (c) => c.redirect("/app/login.htm"));
    await ofFiles(app, given);
    book(kv)(app, given);
  };
  return { routes, secret, ttl: 86_400, protocols, app };
}

/** The application in an object. */
class Pages extends DurableApplication<Env> {
  settings({ kv }: ObjectGiven<Env>): ObjectConfig {
    return settings(kv);
  }
}

let objects = 0;

/** The object: the application, made anew for each message where it is to be evicted. */
export class Store {
  readonly #context: DurableContext;
  readonly #env: Env;
  #pages: Pages | undefined;
  #isEvicted = false;
  #underWay = 0;
  /** Which object of this isolate it is. */
  readonly #number = ++objects;

  constructor(context: DurableContext, env: Env) {
    this.#context = context;
    this.#env = env;
  }

  async #run<T>(body: (pages: Pages) => Promise<T>): Promise<T> {
    if (this.#isEvicted && this.#underWay === 0) this.#pages = undefined;
    this.#underWay++;
    const pages = this.#pages ??= new Pages(this.#context, this.#env);
    try {
      return await body(pages);
    } finally {
      await pages.settled();
      this.#underWay--;
    }
  }

  async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/evict") {
      this.#isEvicted = search === "?on";
      return Response.json({ number: this.#number });
    }
    return await this.#run((pages) => pages.fetch(request));
  }

  alarm(): Promise<void> {
    return this.#run((pages) => pages.alarm());
  }

  webSocketMessage(socket: HeldSocket, data: string | ArrayBuffer): Promise<void> {
    return this.#run((pages) => pages.webSocketMessage(socket, data));
  }

  webSocketClose(socket: HeldSocket, code: number, reason: string): Promise<void> {
    return this.#run((pages) => pages.webSocketClose(socket, code, reason));
  }

  webSocketError(socket: HeldSocket): Promise<void> {
    return this.#run((pages) => pages.webSocketError(socket));
  }
}

interface Env {
  readonly STORE: {
    idFromName(name: string): unknown;
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
  /** The files of the sample by their paths, as the platform's assets are: their type and content. */
  readonly FILES?: Readonly<Record<string, readonly [string, string]>>;
}

const memory = memoryKv();
const worker: Application = await application({ ...settings(memory), kv: memory });

async function complaints(): Promise<string[]> {
  const page = { event() {} }, routes = { "/": page };
  const tries = [
    () => application({ routes }),
    () => application({ routes, secret, static: { "/app/": new URL("file:///app/") } }),
    () => worker.start(),
  ];
  const said: string[] = [];
  for (const attempt of tries) {
    await attempt().then(
      () => said.push("nothing"),
      ({ code, message }) => said.push(`${code} ${message}`),
    );
  }
  return said;
}

export default {
  async fetch(request: Request, { STORE, FILES }: Env): Promise<Response> {
    const { hostname, pathname } = new URL(request.url), file = FILES?.[pathname];
    if (pathname === "/config") return Response.json(await complaints());
    if (file !== undefined) {
      const [type, content] = file, policy = "default-src 'self'";
      return new Response(content, {
        headers: { "content-type": type, "content-security-policy": policy },
      });
    }
    if (hostname === "localhost") return await worker.app.fetch(request);
    return await STORE.get(STORE.idFromName("main")).fetch(request);
  },
};
