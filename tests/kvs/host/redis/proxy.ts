/**
 * A way to a redis-server that loses answers when it is told to.
 *
 * @module
 */

/** What stands between a client and a server. */
export interface Proxy extends Disposable {
  /** Where it listens. */
  readonly socket: string;
  /** From now on the answer to every command with this text in it is lost, `times` times, with its connection. */
  lose(text: string, times: number): void;
  /** From now on no connection is let through, or again. */
  open: boolean;
}

/** Starts a proxy before the server at a socket. */
export function startProxy(server: string): Proxy {
  const socket = `${server}.proxy${crypto.randomUUID().slice(0, 8)}`;
  const listener = Deno.listen({ transport: "unix", path: socket });
  const connections = new Set<Deno.Conn>();
  let text = "", times = 0, isOpen = true;

  function end(...both: Deno.Conn[]): void {
    for (const connection of both) if (connections.delete(connection)) connection.close();
  }

  async function pass(
    from: Deno.Conn,
    to: Deno.Conn,
    filter: (data: string) => boolean,
  ): Promise<void> {
    const data = new Uint8Array(65_536), latin1 = new TextDecoder("latin1");
    try {
      for (let n = await from.read(data); n !== null; n = await from.read(data)) {
        if (!filter(latin1.decode(data.subarray(0, n)))) break;
        for (let at = 0; at < n;) at += await to.write(data.subarray(at, n));
      }
    } catch { /* the other side has ended */ }
    end(from, to);
  }

  async function serve(client: Deno.Conn): Promise<void> {
    const upstream = await Deno.connect({ transport: "unix", path: server });
    connections.add(client).add(upstream);
    if (!isOpen) return end(client, upstream);
    let losing = false;
    const up = pass(client, upstream, (data) => {
      if (times > 0 && data.includes(text)) {
        times--;
        losing = true;
      }
      return true;
    });
    await Promise.all([up, pass(upstream, client, () => !losing)]);
  }

  (async () => {
    for await (const client of listener) serve(client).catch(() => client.close());
  })();
  return {
    socket,
    lose(what, n) {
      [text, times] = [what, n];
    },
    get open() {
      return isOpen;
    },
    set open(value) {
      isOpen = value;
      if (!value) end(...connections);
    },
    [Symbol.dispose]() {
      listener.close();
      end(...connections);
    },
  };
}
