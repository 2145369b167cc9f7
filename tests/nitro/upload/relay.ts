/**
 * A way to a server over which bytes can be counted, held back, and lost with their connections.
 *
 * @module
 */

/** What stands between browsers and a server. */
export interface Relay extends AsyncDisposable {
  /** Where browsers come to. */
  readonly origin: string;
  /** The server's port. */
  target: number;
  /** Resolves when this many more bytes came from browsers; nothing goes on in either direction before `flow`. */
  hold(bytes: number): Promise<void>;
  /** Lets bytes go on. */
  flow(): void;
  /** Ends every connection. */
  cut(): void;
}

/** Starts a relay on a free port. */
export function relay(): Relay {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>(), tasks = new Set<Promise<void>>();
  let left = Infinity, gate = Promise.resolve(), flow = () => {}, held = () => {};

  async function pass(from: Deno.TcpConn, to: Deno.TcpConn, isUp: boolean): Promise<void> {
    const data = new Uint8Array(16_384);
    try {
      for (let n = await from.read(data); n !== null; n = await from.read(data)) {
        if (isUp && (left -= n) <= 0) {
          left = Infinity;
          ({ promise: gate, resolve: flow } = Promise.withResolvers<void>());
          held();
        }
        await gate;
        for (let at = 0; at < n;) at += await to.write(data.subarray(at, n));
      }
    } catch { /* the other side has ended */ }
    for (const each of [from, to]) if (open.delete(each)) each.close();
  }

  async function serve(client: Deno.TcpConn): Promise<void> {
    open.add(client);
    try {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: self.target });
      open.add(server);
      await Promise.all([pass(client, server, true), pass(server, client, false)]);
    } catch {
      if (open.delete(client)) client.close(); // no server is there
    }
  }

  const self: Relay = {
    origin: `http://127.0.0.1:${listener.addr.port}`,
    target: 0,
    hold(bytes) {
      const { promise, resolve } = Promise.withResolvers<void>();
      [left, held] = [bytes, resolve];
      return promise;
    },
    flow: () => flow(),
    cut() {
      for (const each of open) each.close();
      open.clear();
      flow();
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      self.cut();
      await Promise.all(tasks);
    },
  };
  tasks.add((async () => {
    for await (const client of listener) {
      const task = serve(client);
      tasks.add(task);
      task.finally(() => tasks.delete(task));
    }
  })());
  return self;
}
