/**
 * The API of the suite in workerd: the first segment of the host's address names an object, which keeps a store and serves the API over it.
 * `/NAME/failures` tells what has failed inside.
 *
 * @module
 */
import { type DurableKv, durableKv, type DurableState } from "../../../kvs/host/durable/durable.ts";
import { type Served, suiteApi } from "./api.ts";

/** The object. */
export class Store {
  readonly #kv: DurableKv;
  readonly #served: Served;
  readonly #failures: string[] = [];

  constructor(state: DurableState) {
    this.#kv = durableKv(state);
    this.#served = suiteApi(
      this.#kv,
      (error) =>
        void this.#failures.push(error instanceof Error ? error.stack ?? "" : String(error)),
    );
  }

  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === "/failures") return Response.json(this.#failures);
    return await this.#served.api.fetch(request);
  }

  alarm(): void {
    this.#kv.alarm();
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
    const url = new URL(request.url), [, name = "", ...path] = url.pathname.split("/");
    url.pathname = path.join("/");
    return STORE.get(STORE.idFromName(name)).fetch(new Request(url, request));
  },
};
