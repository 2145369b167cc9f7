/**
 * Mounting an API in an application.
 *
 * @module
 */
import type { Kv } from "../../kvs/mod.ts";
import type { RestApp } from "../../rest/mod.ts";
import type { Given } from "../config.ts";
import type { App } from "../deps.ts";

/**
 * For the setting `app`: serves an API at its own base, `/rest` unless told. It is made once the application's services are there, which
 * `make` is given.
 *
 * @throws {RestError} `config`, from `make`
 */
export function api<Store extends Kv | undefined>(
  make: (given: Given<Store>) => RestApp | Promise<RestApp>,
): (app: App, given: Given<Store>) => Promise<void> {
  return async (app, given) => {
    app.route("/", await make(given));
  };
}
