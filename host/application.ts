/**
 * Applications, and how they are made on whichever host.
 *
 * @module
 */
import type { Bootstrap } from "./config.ts";
import type { Host } from "./host.ts";

export type { Application, Bootstrap } from "./config.ts";

/**
 * The function `application` of a host: pages over `/ws/`, the client under `/n2o/n2o.js`, files where `static` says.
 *
 * What it answers rejects with an {@linkcode N2oError} `config` for settings that cannot work; the message names the key.
 */
export function applicationOn(host: Host): Bootstrap {
  return async (config) => {
    // Whoever imports this for its store, its terms or its elements makes none: what makes one is loaded with the first.
    const { application } = await import("./bootstrap/bootstrap.ts");
    return await application(host, config);
  };
}
