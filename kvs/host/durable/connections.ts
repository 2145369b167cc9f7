/**
 * The WebSockets of other isolates: what they watch and whether they take messages. All of it is in
 * tables, by names that are tags of the sockets: these outlive hibernation and a crash, as what the
 * host attaches to a socket does not.
 */
import { fromBinary, toBinary } from "../../value/bytes.ts";
import type { DurableSocket, DurableSql, DurableState } from "./host.ts";
import type { Runner } from "./queue.ts";
import { bytesOf, textOf } from "./row.ts";
import { type Downward, encode, MOST_WATCHED } from "./wire.ts";

/** Tells our sockets from others that the object may hold. */
const TAG = "n2o-kv";

const ADD = "INSERT OR IGNORE INTO n2o_kv_watch VALUES (?, ?)";
const LISTEN = "INSERT OR IGNORE INTO n2o_kv_listener VALUES (?)";
const IGNORE = "DELETE FROM n2o_kv_listener WHERE socket = ?";
const LISTENERS = "SELECT socket FROM n2o_kv_listener";
const REMOVE = "DELETE FROM n2o_kv_watch WHERE key = ? AND socket = ?";
const FORGET = "DELETE FROM n2o_kv_watch WHERE socket = ?";
const ALL = "SELECT key, socket FROM n2o_kv_watch";

/** The connections of an object. */
export class Connections {
  readonly #state: DurableState;
  readonly #sql: DurableSql;
  /** The table, in memory: sockets by key. */
  readonly #watches = new Map<string, Set<string>>();
  /** The table, in memory: sockets that take messages. */
  readonly #listeners = new Set<string>();

  constructor(state: DurableState) {
    this.#state = state;
    this.#sql = state.storage.sql;
    const alive = this.ids();
    for (const row of this.#sql.exec(ALL).toArray()) {
      const socket = textOf(row.socket);
      if (alive.has(socket)) this.#remember(toBinary(bytesOf(row.key)), socket);
      else this.#sql.exec(FORGET, socket);
    }
    for (const row of this.#sql.exec(LISTENERS).toArray()) {
      const socket = textOf(row.socket);
      if (alive.has(socket)) this.#listeners.add(socket);
      else this.#sql.exec(IGNORE, socket);
    }
  }

  /** Takes a socket over. */
  accept(socket: DurableSocket): void {
    const id = `socket:${crypto.randomUUID()}`;
    // the host's own type of a socket, which `DurableSocket` is a part of
    this.#state.acceptWebSocket(socket as never, [TAG, id]);
  }

  /** The name of a socket; undefined for one that is not of this store. */
  idOf(socket: DurableSocket): string | undefined {
    const [tag, id] = this.#state.getTags(socket as never);
    return tag === TAG ? id : undefined;
  }

  /** The names of all. */
  ids(): Set<string> {
    return new Set(this.#state.getWebSockets(TAG).map((socket) => this.idOf(socket) ?? ""));
  }

  /** Those that take messages. */
  runners(): Runner[] {
    return [...this.#listeners].flatMap((id) =>
      this.#state.getWebSockets(id).map((socket) => ({
        id,
        ready: () => true,
        deliver: (message) => send(socket, { type: "message", ...message }),
      }))
    );
  }

  /** Whether a socket takes messages from now on. */
  listen(id: string, on: boolean): void {
    this.#sql.exec(on ? LISTEN : IGNORE, id);
    if (on) this.#listeners.add(id);
    else this.#listeners.delete(id);
  }

  /**
   * Tells a socket of changes of these keys from now on. It is told of them once at once: they may
   * have changed since it read them.
   */
  watch(socket: DurableSocket, id: string, keys: readonly Uint8Array[]): void {
    for (const key of keys) {
      this.#sql.exec(ADD, key, id);
      this.#remember(toBinary(key), id);
    }
    const watched = [...this.#watches.values()].filter((sockets) => sockets.has(id)).length;
    if (watched > MOST_WATCHED) socket.close(1008, `more than ${MOST_WATCHED} keys are watched`);
    else send(socket, { type: "touched", keys });
  }

  /** Tells a socket of changes of these keys no more. */
  unwatch(id: string, keys: readonly Uint8Array[]): void {
    for (const key of keys) {
      this.#sql.exec(REMOVE, key, id);
      this.#drop(toBinary(key), id);
    }
  }

  #remember(key: string, socket: string): void {
    const sockets = this.#watches.get(key);
    if (sockets) sockets.add(socket);
    else this.#watches.set(key, new Set([socket]));
  }

  #drop(key: string, socket: string): void {
    const sockets = this.#watches.get(key);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#watches.delete(key);
  }

  /** A socket is no more. */
  forget(id: string): void {
    this.#sql.exec(FORGET, id);
    this.listen(id, false);
    for (const key of [...this.#watches.keys()]) this.#drop(key, id);
  }

  /** Tells those that watch one of these keys. */
  notify(keys: readonly Uint8Array[]): void {
    if (this.#watches.size === 0) return;
    const touched = new Map<string, string[]>();
    for (const key of new Set(keys.map(toBinary))) {
      for (const socket of this.#watches.get(key) ?? []) {
        const known = touched.get(socket);
        if (known) known.push(key);
        else touched.set(socket, [key]);
      }
    }
    for (const [id, changed] of touched) {
      for (const socket of this.#state.getWebSockets(id)) {
        send(socket, { type: "touched", keys: changed.map(fromBinary) });
      }
    }
  }
}

/** A socket that is closing is told nothing: its end is told of by itself. */
function send(socket: DurableSocket, frame: Downward): void {
  try {
    socket.send(encode(frame));
  } catch {
    // what it was to get is delivered again when its end is told
  }
}
