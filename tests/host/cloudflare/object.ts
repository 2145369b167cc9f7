/**
 * What the runtime of a Durable Object keeps while the object sleeps, in this process: its storage, its sockets with what is attached to
 * them, its alarm. The object itself is made anew whenever a test says so.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { serialize } from "node:v8";
import type {
  DurableApplication,
  DurableContext,
  HeldSocket,
} from "../../../host/cloudflare/mod.ts";
import { queue, type Wire, wire } from "../../_support/server/wire.ts";

/** What the runtime takes with a socket, in bytes. */
const ATTACHED = 16_384;

/** A socket as the runtime holds it. */
interface Kept extends HeldSocket {
  readonly tags: readonly string[];
  /** When a heartbeat was last answered in the object's stead. */
  answered: Date | null;
  attached: unknown;
}

/** An object, and whoever is connected to it. */
export interface Objected extends Disposable {
  /** Drops the object when it has nothing to do: the next event makes another. */
  evict(): Promise<void>;
  /** How many objects there were. */
  readonly count: number;
  /** When the alarm rings; undefined where it does not. */
  readonly alarm: number | undefined;
  /** Rings it. */
  ring(): Promise<void>;
  /** The rows in which the object keeps connections that are large. */
  readonly rows: number;
  /** Has the storage fail from now on, or not. */
  fail(doesFail: boolean): void;
  /** Bytes attached to each socket that is open. */
  readonly attached: number[];
  /** A client that asks for a path below `/ws`. */
  dial(path: string, headers?: Readonly<Record<string, string>>): Promise<Client>;
}

/** A client of the object. */
export interface Client extends Wire {
  /** Sends frames at once, without waiting for the first to be handled. */
  flood(frames: readonly string[]): Promise<void>;
  /** The heartbeat that the runtime answers. */
  beat(at: number): void;
  /** Is lost without a close. */
  lose(): Promise<void>;
  /** Closes with a code and a reason of its own. */
  leaveWith(code: number, reason: string): Promise<void>;
  /** Has what is kept with its socket replaced by what another program would have put there. */
  keep(attached: unknown): void;
}

/** Makes what the runtime keeps of an object that `make` makes. */
export function object(make: (context: DurableContext) => DurableApplication): Objected {
  const database = new DatabaseSync(":memory:"), sockets = new Set<Kept>();
  let made: DurableApplication | undefined, alarm: number | undefined, count = 0;
  let auto: readonly string[] | undefined, doesFail = false;
  const context: DurableContext = {
    storage: {
      sql: {
        exec: (query, ...bindings) => {
          if (doesFail) throw new Error("SQLITE_IOERR: the disk is gone");
          const rows = database.prepare(query).all(...bindings.map(given));
          return {
            toArray: () => rows.map((row) => Object.fromEntries(Object.entries(row).map(taken))),
          };
        },
      },
      transactionSync(run) {
        database.exec("BEGIN");
        try {
          const value = run();
          database.exec("COMMIT");
          return value;
        } catch (error) {
          database.exec("ROLLBACK");
          throw error;
        }
      },
      setAlarm: (at) => Promise.resolve(void (alarm = at)),
    },
    acceptWebSocket: (socket: Kept, tags = []) => void sockets.add(Object.assign(socket, { tags })),
    getWebSockets: (tag) =>
      [...sockets].filter(({ tags }) => tag === undefined || tags.includes(tag)),
    getTags: (socket: Kept) => [...socket.tags],
    setWebSocketAutoResponse: (pair) => void (auto = pair as readonly string[] | undefined),
    getWebSocketAutoResponseTimestamp: (socket: Kept) => socket.answered,
  };
  const awake = () => {
    if (made === undefined) count++;
    return made ??= make(context);
  };

  const handled = async (event: (made: DurableApplication) => Promise<void>) => {
    const now = awake();
    await event(now);
    await now.settled();
  };

  async function dial(path: string, headers = {}): Promise<Client> {
    const inbox = queue(), closed = Promise.withResolvers<readonly [number, string]>();
    let state = 1;
    const shut = (code: number, reason: string) => {
      inbox.end(`closed with ${code} ${reason}`);
      closed.resolve([code, reason]);
    };
    const end: Kept = {
      tags: [],
      answered: null,
      attached: null,
      get readyState() {
        return state;
      },
      send(frame) {
        if (state !== 1) throw new TypeError("sent to a socket that is closed");
        inbox.put(typeof frame === "string" ? frame : frame.slice().buffer);
      },
      close(code = 1000, reason = "") {
        if (state >= 3) throw new TypeError("closed twice");
        if (code < 1000 || code > 4999 || [1004, 1005, 1006, 1015].includes(code)) {
          throw new TypeError(`invalid close code: ${code}`);
        }
        if (new TextEncoder().encode(reason).length > 123) throw new SyntaxError("too long");
        shut(code, reason);
        if (state === 1) {
          // The client answers it, later.
          state = 2;
          // Of a handler that throws the runtime only tells its log.
          queueMicrotask(() => void leave(code, reason).catch(() => {}));
        } else state = 3;
      },
      serializeAttachment(value) {
        if (serialize(value).length > ATTACHED) throw new TypeError("too much is attached");
        this.attached = structuredClone(value);
      },
      deserializeAttachment() {
        return structuredClone(this.attached);
      },
    };
    const leave = async (code: number, reason: string) => {
      if (!sockets.has(end)) return;
      state = 2;
      try {
        await handled((made) => made.webSocketClose(end, code, reason));
      } finally {
        sockets.delete(end);
        state = 3;
        shut(code, reason);
      }
    };
    using _ = runtime(end);
    const request = new Request(`http://host/ws${path}`, {
      headers: { upgrade: "websocket", "sec-websocket-version": "13", ...headers },
    });
    const { status } = await awake().fetch(request);
    if (status !== 101) throw new Error(`no socket but ${status}`);
    const under: Promise<void>[] = [];
    const send = (frame: string | ArrayBuffer) => {
      if (frame === auto?.[0] && state === 1) inbox.put(auto[1] ?? "");
      else if (state === 1) under.push(handled((made) => made.webSocketMessage(end, frame)));
    };
    const base = wire(inbox, send, closed.promise, () => void leave(1005, ""));
    return {
      ...base,
      leave: () => leave(1005, ""),
      async flood(frames) {
        for (const frame of frames) send(frame);
        await Promise.all(under.splice(0));
      },
      leaveWith: leave,
      keep: (attached) => void (end.attached = attached),
      beat: (at) => void (end.answered = new Date(at)),
      async lose() {
        state = 3;
        sockets.delete(end);
        await handled((made) => made.webSocketError(end));
      },
    };
  }

  return {
    dial,
    async evict() {
      await made?.settled();
      made = undefined;
    },
    get count() {
      return count;
    },
    get alarm() {
      return alarm;
    },
    async ring() {
      alarm = undefined;
      await awake().alarm();
    },
    fail: (does) => void (doesFail = does),
    get rows() {
      return database.prepare("SELECT id FROM n2o_socket").all().length;
    },
    get attached() {
      return [...sockets].map(({ attached }) => serialize(attached).length);
    },
    [Symbol.dispose]: () => database.close(),
  };
}

const given = (value: unknown) =>
  // As: what a store binds is what SQLite takes, but for bytes without a view.
  (value instanceof ArrayBuffer ? new Uint8Array(value) : value) as
    | string
    | number
    | Uint8Array
    | null;

function taken([name, value]: [string, unknown]): [string, string | number | ArrayBuffer | null] {
  // As: these are all that SQLite gives.
  const plain = value as string | number | Uint8Array<ArrayBuffer> | null;
  return [name, plain instanceof Uint8Array ? plain.slice().buffer : plain];
}

/** Has this process be that runtime while a socket is opened. */
function runtime(end: Kept): Disposable {
  const { Response: before } = globalThis;
  class Answer extends before {
    readonly #status: number;
    constructor(body: BodyInit | null, init: ResponseInit = {}) {
      super(body, init.status === 101 ? { ...init, status: 200 } : init);
      this.#status = init.status ?? 200;
    }
    override get status(): number {
      return this.#status;
    }
  }
  Object.assign(globalThis, {
    Response: Answer,
    WebSocketPair: class {
      readonly 0 = {};
      readonly 1 = end;
    },
  });
  return { [Symbol.dispose]: () => void Object.assign(globalThis, { Response: before }) };
}

/** The runtime's own class of a text and the answer to it. */
Object.assign(globalThis, {
  WebSocketRequestResponsePair: function (request: string, response: string) {
    return [request, response];
  },
});
