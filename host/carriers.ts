/**
 * What clients of an application come over beside its WebSockets: endpoints and a broker, as the settings hand them in.
 *
 * @module
 */
import { N2oError, type Server } from "../n2o/mod.ts";
import type { Config, OpenedEndpoint } from "./config.ts";
import { listenError } from "./host.ts";

/** The endpoints that are open. */
export interface Carriers {
  readonly tcp: OpenedEndpoint | undefined;
  readonly udp: OpenedEndpoint | undefined;
  /** Takes nobody more; resolves when all have left. */
  close(): Promise<void>;
}

/**
 * Opens the endpoints of the settings; none stays open where one cannot be.
 *
 * Rejects with {@linkcode N2oError} `config` for a port or an address that cannot be had, and for a path that is no page's.
 */
export async function carriers(
  server: Server,
  settings: Pick<Config, "tcp" | "udp" | "mqtt">,
): Promise<Carriers> {
  const open: { close(): Promise<void> }[] = [];
  const close = async () => void await Promise.all(open.map((each) => each.close()));
  const kept = async <T extends { close(): Promise<void> }>(opening: Promise<T | undefined>) => {
    const made = await opening;
    if (made !== undefined) open.push(made);
    return made;
  };
  try {
    const tcp = await kept(opened("tcp", server, settings));
    const udp = await kept(opened("udp", server, settings));
    await kept(Promise.resolve(settings.mqtt?.start(server)));
    return { tcp, udp, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function opened(
  name: "tcp" | "udp",
  server: Server,
  settings: Pick<Config, "tcp" | "udp">,
): Promise<OpenedEndpoint | undefined> {
  try {
    const endpoint = await settings[name]?.(server);
    if (endpoint !== undefined) server.log("info", `listening on ${name} port ${endpoint.port}`);
    return endpoint;
  } catch (cause) {
    const error = listenError(cause, addressOf(cause));
    if (!N2oError.is(error, "config")) throw error;
    throw new N2oError("config", `${name}: ${error.message}`, { cause });
  }
}

/** The address that a system says could not be had. */
function addressOf(cause: unknown): { readonly port: number; readonly hostname: string } {
  const { port, address } = Object(cause);
  return { port: Number(port ?? 0), hostname: String(address ?? "") };
}
