/**
 * The sample on Cloudflare: at `localhost` in a Worker, at any other name in a Durable Object that keeps its store.
 *
 * `/config` says why settings cannot work there.
 *
 * @module
 */
import { chat } from "../../../examples/sample/index.ts";
import * as login from "../../../examples/sample/login.ts";
import { type Application, application } from "../../../host/cloudflare/mod.ts";
import { type DurableKv, durableKv, type DurableState } from "../../../kvs/host/durable/durable.ts";
import { type Kv, kvs, memoryKv } from "../../../kvs/mod.ts";
import * as nitro from "../../../nitro/mod.ts";

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

function sample(kv: Kv): Promise<Application> {
  const routes = { "/": front, "/app/login.htm": login, "/app/index.htm": chat(kvs(kv)) };
  return application({ kv, routes, secret });
}

/** The object. */
export class Store {
  readonly #kv: DurableKv;
  readonly #made: Promise<Application>;

  constructor(state: DurableState) {
    this.#kv = durableKv(state);
    this.#made = sample(this.#kv);
  }

  alarm(): void {
    this.#kv.alarm();
  }

  async fetch(request: Request): Promise<Response> {
    return await (await this.#made).app.fetch(request);
  }
}

interface Env {
  readonly STORE: {
    idFromName(name: string): unknown;
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
}

const worker = await sample(memoryKv());

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
  async fetch(request: Request, { STORE }: Env): Promise<Response> {
    const { hostname, pathname } = new URL(request.url);
    if (pathname === "/config") return Response.json(await complaints());
    if (hostname === "localhost") return await worker.app.fetch(request);
    return await STORE.get(STORE.idFromName("main")).fetch(request);
  },
};
