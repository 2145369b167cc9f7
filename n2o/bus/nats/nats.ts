/**
 * The bus over NATS, for several machines: publish and subscribe of a server or a cluster of them, without JetStream.
 *
 * An entry point of its own, because it loads a client of NATS, which needs `--allow-net`, and `--allow-read` and `--allow-env` for what
 * its settings name. It runs where code may not be made of text.
 *
 * A node holds one subscription for each topic, however many of its connections are registered. What is sent goes through NATS, also from
 * a node to itself. Where NATS is away, `send` resolves to 0, `reg` at once; when it is back every receiver is told `Lost`, also those of
 * other nodes to which something could not be sent.
 *
 * @module
 */
import type { BusSettings, RemoteBus } from "../bus.ts";
import { natsBroker } from "./broker.ts";
import { N2oError } from "../../error.ts";
import { Remote } from "../remote.ts";

/** Which NATS, and how the bus uses it. */
export interface NatsBusOptions extends BusSettings {
  /** `host:port` of one or more servers: `localhost:4222` unless told. */
  readonly servers?: string | readonly string[];
  /** User and password, or a token. */
  readonly user?: string;
  /** Password of the user. */
  readonly pass?: string;
  /** Token, instead of a user. */
  readonly token?: string;
  /** Whether to use TLS, with the authorities that the host trusts; false by default. */
  readonly tls?: boolean;
}

/**
 * Connects the bus of an application to NATS.
 *
 * @throws {N2oError} `config` for settings that cannot work, `unavailable` where NATS cannot be reached.
 *
 * @example
 * ```ts ignore
 * import { application } from "@n2o/n2o";
 * import { natsBus } from "@n2o/n2o/n2o/nats";
 *
 * const secret = Deno.env.get("N2O_SECRET");
 * const bus = await natsBus({ application: "shop", servers: "localhost:4222", secret });
 * const { start } = await application({ bus, secret, routes: {} });
 * ```
 */
export async function natsBus(options: NatsBusOptions): Promise<RemoteBus> {
  const { servers = "localhost:4222", user, pass, token, tls } = options;
  const list = typeof servers === "string" ? [servers] : [...servers];
  if (list.length === 0 || list.some((each) => typeof each !== "string" || each === "")) {
    throw new N2oError("config", "servers: give host:port of a server of NATS, or a list of them");
  }
  return await Remote.open(options, (events) =>
    natsBroker({
      servers: list,
      ...user !== undefined && { user },
      ...pass !== undefined && { pass },
      ...token !== undefined && { token },
      ...tls === true && { tls: {} },
    }, events));
}
