/**
 * The worker under test. `/cases` lists the tests that can run inside an object; every other path
 * begins with the name of an object, which keeps a store:
 *
 * - `/NAME/case?name=...` runs a test inside of it, which must be the first that it is asked,
 * - `/NAME/listen` has it take messages from now on, and after every restart,
 * - `/NAME/forget` makes its store anew, as waking from hibernation does: connections stay,
 * - `/NAME/crash` ends its isolate with all connections,
 * - `/NAME/rows` counts the rows of its tables,
 * - `/NAME/` serves its store to other isolates.
 */
import { cases, current, type Host, openEmpty, runCase } from "./cases.ts";
import "../../feed/append_into_test.ts";
import "../../../found/kvs/append_many_100_test.ts";
import "../../../found/kvs/buffer_view_test.ts";
import "../../../found/kvs/cut_batches_test.ts";
import "../../../found/kvs/double_remove_test.ts";
import "../../../found/kvs/grow_in_a_row_test.ts";
import "../../../found/kvs/put_indexes_test.ts";
import "../../../found/kvs/put_split_test.ts";
import "../../../found/kvs/remove_and_append_test.ts";
import "../../feed/cursor_test.ts";
import "../../model/model_test.ts";
import "../../race/feed/pair_test.ts";
import "../../race/feed/several_test.ts";
import "../../race/table/pair_test.ts";
import "../../race/table/several_test.ts";
import "../../rows/seq_test.ts";
import "../../feed/stream_test.ts";
import "../../table/table_test.ts";
import "../../feed/watch_feed_test.ts";
import {
  type DurableKv,
  durableKv,
  type DurableSocket,
  type DurableState,
  DurableStore,
} from "../../../../kvs/host/durable/durable.ts";
import { conformance } from "../../conformance/conformance.ts";
import type { VirtualClock } from "../../../_support/clock.ts";

/** What the names of tests on the object's store have; others need files or processes. */
const OURS = "in the object";

conformance(OURS, openEmpty, { openTimed, sequences: 100 });

/** The store on a virtual clock, which rings the object's alarm too. */
async function openTimed(clock: VirtualClock): Promise<DurableKv> {
  await openEmpty();
  const { storage } = current().state;
  let timer: unknown;
  const setAlarm = (at: number): Promise<void> => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => kv.alarm(), at - clock.now());
    return Promise.resolve();
  };
  const transactionSync = <T>(run: () => T): T => storage.transactionSync(run);
  const timed: DurableState = {
    storage: { sql: storage.sql, transactionSync, setAlarm },
    acceptWebSocket: () => {},
    getWebSockets: () => [],
    getTags: () => [],
  };
  const kv = durableKv(timed, { clock });
  const dispose = kv[Symbol.dispose].bind(kv);
  kv[Symbol.dispose] = () => {
    clock.clearTimeout(timer); // the object's alarm outlives the store
    dispose();
  };
  return kv;
}

interface State extends DurableState {
  readonly storage: Host["state"]["storage"] & { sync(): Promise<void> };
  abort(reason: string): void;
}

/** What a message asks of its handler, besides to be counted under `["got", name]`. */
interface Message {
  readonly name: string;
  /** How many attempts fail, the isolate being ended with the `crashes` first of them. */
  readonly failures?: number;
  readonly crashes?: number;
}

/** The object. */
export class Store implements Host {
  readonly state: State;
  #store: DurableStore;
  #opened: DurableKv | undefined;

  constructor(state: State) {
    this.state = state;
    this.#store = this.#make();
  }

  #make(): DurableStore {
    const store = new DurableStore(this.state), { sql } = this.state.storage;
    const listens = sql.exec("SELECT name FROM sqlite_master WHERE name = 'listens'").toArray();
    if (listens.length > 0) {
      void store.kv.listenQueue((message) => this.#handle(message as Message));
    }
    return store;
  }

  async #handle({ name, failures = 0, crashes = 0 }: Message): Promise<void> {
    const { kv } = this.#store;
    await kv.atomic().sum(["got", name], 1n).commit();
    const attempts = Number((await kv.get<{ value: bigint }>(["got", name])).value?.value);
    await this.state.storage.sync();
    if (attempts <= crashes) this.state.abort("a handler has crashed");
    if (attempts <= failures) throw new Error("a handler has failed");
  }

  opened(kv: DurableKv): void {
    this.#opened = kv;
  }

  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url), { sql } = this.state.storage;
    switch (pathname) {
      case "/case":
        return await answerCase(searchParams.get("name") ?? "", this);
      case "/listen":
        sql.exec("CREATE TABLE IF NOT EXISTS listens (x)");
        this.#store = this.#make();
        return new Response("listening");
      case "/forget":
        this.#store = this.#make();
        return new Response("forgotten");
      case "/crash":
        this.state.abort("crash");
        break;
      case "/rows":
        return Response.json(
          ["entry", "message", "watch"].map((table) =>
            sql.exec(`SELECT count(*) AS n FROM n2o_kv_${table}`).toArray()[0]?.n
          ),
        );
    }
    return await this.#store.fetch(request);
  }

  alarm(): void {
    if (this.#opened) this.#opened.alarm();
    else this.#store.alarm();
  }

  webSocketMessage(socket: DurableSocket, message: ArrayBuffer | string): void {
    this.#store.webSocketMessage(socket, message);
  }

  webSocketClose(socket: DurableSocket, code: number): void {
    this.#store.webSocketClose(socket, code);
  }

  webSocketError(socket: DurableSocket): void {
    this.#store.webSocketError(socket);
  }
}

async function answerCase(name: string, object: Host): Promise<Response> {
  try {
    await runCase(name, object);
    return new Response("passed");
  } catch (error) {
    return new Response(describe(error), { status: 500 });
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack ?? error}${error.cause ? `\ncaused by ${describe(error.cause)}` : ""}`;
}

interface Env {
  readonly STORE: {
    idFromName(name: string): unknown;
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
}

export default {
  fetch(request: Request, { STORE }: Env): Promise<Response> | Response {
    const url = new URL(request.url), [, name, ...path] = url.pathname.split("/");
    if (name === "cases") {
      return Response.json([...cases.keys()].filter((test) => test.includes(OURS)));
    }
    url.pathname = path.join("/");
    return STORE.get(STORE.idFromName(name ?? "")).fetch(new Request(url, request));
  },
};
