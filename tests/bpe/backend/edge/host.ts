/**
 * Processes in a Durable Object: a runtime over the object's own store, woken by the object's alarm, and a Worker in front that
 * speaks HTTP. Every path begins with the name of an object:
 *
 * - `POST /NAME/deploy` takes a file, answers its versions,
 * - `POST /NAME/start?process=...&instance=...` takes variables, answers the id,
 * - `POST /NAME/complete?instance=...&node=...` takes values,
 * - `POST /NAME/publish?name=...&key=...` takes a payload,
 * - `GET /NAME/state?instance=...` tells how an instance stands; with `status=` it answers when it stands so,
 * - `GET /NAME/told` tells how often the alarm has rung, how often each handler was called, and the alarm's time,
 * - `POST /NAME/crash` ends the isolate.
 *
 * The runtime tells when it needs a look, the store rings for both: nothing goes on but by what is posted and by the alarm.
 */
import {
  type DurableKv,
  durableKv,
  type DurableState,
} from "../../../../kvs/host/durable/durable.ts";
import { type Handler, openRuntime, type Runtime } from "../../../../bpe/mod.ts";
import { traceOf } from "../../runtime/trace.ts";

interface State extends DurableState {
  readonly storage: DurableState["storage"] & { getAlarm(): Promise<number | null> };
  abort(reason: string): void;
  blockConcurrencyWhile(run: () => Promise<void>): void;
}

/** The object. */
export class Store {
  readonly #state: State;
  readonly #kv: DurableKv;
  readonly #bpe: Runtime;

  constructor(state: State) {
    this.#state = state;
    const { storage } = state;
    storage.sql.exec("CREATE TABLE IF NOT EXISTS told (what TEXT)");
    this.#kv = durableKv(state);
    this.#bpe = openRuntime(this.#kv, {
      manual: true,
      wake: (time) => this.#kv.wakeAt(time),
      timeout: 200,
      backoff: () => 100,
      handlers: this.#handlers(),
      log: (_level, _message, details) => this.#tell(`error ${details?.error}`),
    });
    // The host's alarm is the store's as well: an isolate that begins asks for both times.
    state.blockConcurrencyWhile(() => this.#arm());
  }

  #tell(what: string): void {
    this.#state.storage.sql.exec("INSERT INTO told VALUES (?)", what);
  }

  #told(): string[] {
    return this.#state.storage.sql.exec("SELECT what FROM told").toArray()
      .map(({ what }) => String(what));
  }

  #handlers(): Record<string, Handler> {
    return {
      greet: ({ key, variables }) => {
        this.#tell(`greet ${key}`);
        return { text: `hello ${variables.name}` };
      },
      // Waits for something outside, as handlers do.
      later: async ({ key }) => {
        this.#tell(`later ${key}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        return { later: true };
      },
      shaky: ({ key, attempt }) => {
        this.#tell(`shaky ${key} ${attempt}`);
        if (attempt < 3) throw new Error("not now");
      },
      // The isolate ends with the first try in the middle of it.
      fatal: async ({ key }) => {
        const before = this.#told().filter((each) => each === `fatal ${key}`).length;
        this.#tell(`fatal ${key}`);
        if (before > 0) return { survived: true };
        await this.#state.storage.getAlarm();
        await new Promise((resolve) => setTimeout(resolve, 20));
        this.#state.abort("a handler has crashed");
        return {};
      },
    };
  }

  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const path = pathname.split("/").at(-1) ?? "";
    try {
      if (request.method === "POST") {
        const answer = await this.#post(path, searchParams, await request.text());
        return Response.json(answer);
      }
      return Response.json(await this.#read(path, searchParams));
    } catch (error) {
      return Response.json(error instanceof Error ? error.stack : String(error), { status: 500 });
    }
  }

  async #post(path: string, query: URLSearchParams, body: string): Promise<unknown> {
    const instance = query.get("instance") ?? "", bpe = this.#bpe;
    switch (path) {
      case "deploy":
        return await bpe.deploy(body);
      case "start":
        return await bpe.start(query.get("process") ?? "", {
          id: instance,
          variables: JSON.parse(body || "{}"),
        });
      case "complete": {
        for await (const task of bpe.tasks({ instance })) {
          if (task.node === query.get("node")) return await complete(bpe, task, body);
        }
        throw new Error(`${instance} has no task ${query.get("node")}`);
      }
      case "publish": {
        const key = query.get("key");
        return await bpe.publish({
          name: query.get("name") ?? "",
          payload: JSON.parse(body || "{}"),
          ...(key === null ? {} : { key }),
        });
      }
      case "crash":
        this.#state.abort("crash");
        return {};
      default:
        throw new Error(`cannot ${path}`);
    }
  }

  async #read(path: string, query: URLSearchParams): Promise<unknown> {
    if (path === "told") {
      return { told: this.#told(), alarm: await this.#state.storage.getAlarm() };
    }
    const instance = query.get("instance") ?? "", wanted = query.get("status");
    if (wanted !== null) await this.#until(instance, wanted);
    const { state } = await this.#bpe.instance(instance);
    const definition = await this.#bpe.definition(state.definition);
    return {
      status: state.status,
      result: state.result ?? null,
      places: state.elements.flatMap(({ node }) => definition.nodes[node]?.id ?? []),
      incidents: state.incidents.length,
      trace: await traceOf(this.#bpe, instance),
    };
  }

  /** Resolves when an instance stands so. */
  async #until(instance: string, status: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = this.#bpe.observe(({ after }) => {
      if (after.id === instance && after.state.status === status) resolve();
    });
    try {
      if ((await this.#bpe.instance(instance)).state.status !== status) await promise;
    } finally {
      stop();
    }
  }

  async alarm(): Promise<void> {
    this.#tell("alarm");
    this.#kv.alarm();
    await this.#bpe.tick();
    await this.#bpe.idle();
    await this.#arm();
  }

  async #arm(): Promise<void> {
    this.#kv.wakeAt(await this.#bpe.nextDue() ?? Infinity);
  }
}

async function complete(
  bpe: Runtime,
  task: { readonly instance: string; readonly element: number },
  body: string,
): Promise<unknown> {
  return (await bpe.complete(task, JSON.parse(body || "{}"))).applied;
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
