/**
 * Mounting an API in an application.
 *
 * @module
 */
import type { Kv } from "../../kvs/mod.ts";
import type { RestApp } from "../../rest/mod.ts";
import type { Given } from "../config.ts";
import type { App } from "../deps.ts";
import { leave } from "../session/request.ts";

/**
 * For the setting `app`: serves an API at its own base, `/rest` unless told. It is made once the application's services are there, which
 * `make` is given.
 *
 * What is asked below the base is the API's alone: the application's guard against foreign origins leaves it to the rule of the API, which knows
 * keys and tokens as well. Give it {@linkcode requestOrigin} as `origin`, so that it knows of the proxies and origins of the settings.
 *
 * @param base that of the API
 * @throws {RestError} `config`, from `make`
 */
export function api<Store extends Kv | undefined>(
  make: (given: Given<Store>) => RestApp | Promise<RestApp>,
  base: string = "/rest",
): (app: App, given: Given<Store>) => Promise<void> {
  return async (app, given) => {
    leave(given.server, base);
    app.route("/", await make(given));
  };
}
