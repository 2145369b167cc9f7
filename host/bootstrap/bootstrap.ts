/**
 * The bootstrap: from settings to an application, on whichever host.
 *
 * @module
 */
import { consoleLog, type Log, systemClock } from "../../base/mod.ts";
import type { Kv } from "../../kvs/mod.ts";
import * as n2o from "../../n2o/mod.ts";
import { checked, checkedProtocols, checkedRoutes } from "./checked.ts";
import type { Application, Config, Given, Listening, Made } from "../config.ts";
import { addChecks } from "../health.ts";
import type { Host } from "../host.ts";
import { chainOf } from "../protocols.ts";
import { routed } from "../routes.ts";
import { missingSecret, storage } from "../storage.ts";
import { start } from "../start.ts";

/**
 * Makes an application on a host.
 *
 * @throws {N2oError} `config` for settings that cannot work; the message names the key
 */
export async function application<Store extends Kv | undefined>(
  own: Host,
  settings: Config<Store>,
): Promise<Application> {
  const config = checked(settings);
  const host = { ...own, ...config.listener };
  checkStarted(host, config);
  const { kv, log = consoleLog, production = host.isProduction() } = config;
  const secret = config.secret ?? await missingSecret(kv, production, log);
  const routes: Record<string, n2o.Page> = {}, protocols: n2o.Protocol[] = [];
  const { isApart = false } = host;
  const once = config.once === "store" && kv && (await import("../claims.ts")).onceIn(kv);
  const server = n2o.server({
    ...optionsOf(config),
    ...(once ? { ledger: once } : {}),
    secret,
    routes,
    protocols,
    isApart,
  });
  addChecks(server, kv);
  const closers: (() => void | Promise<void>)[] = [];
  // As: without a store the setting's type is undefined as well.
  const given: Given<Store> = {
    server,
    kv: kv as Store,
    onStop: (close) => void closers.unshift(close),
  };
  const close = () => closeAll(closers, log);
  try {
    Object.assign(routes, checkedRoutes(await made(config.routes, given), config));
    protocols.push(...chainOf(checkedProtocols(
      await made(config.protocols ?? ["n2o_heart", "nitro_n2o"], given),
    )));
    // Only where it is developed: nothing of it is loaded elsewhere.
    if (!production) {
      const { overlap } = await import("../../n2o/overlap.ts");
      const { check } = await import("../../nitro/check/check.ts");
      protocols.unshift(overlap([...protocols], log));
      check(server);
    }
    for (const protocol of protocols) protocol.start?.(server);
    const app = await routed(host, config, given);
    return { app, server, start: onlyOnce(() => start({ app, server, host, config, close })) };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * That nothing is asked for that begins with `start` where nobody can start.
 *
 * @throws {N2oError} `config`; the message names the setting.
 */
function checkStarted(
  { listen, name }: Host,
  { tcp, udp, mqtt, metrics }: Pick<Config, "tcp" | "udp" | "mqtt" | "metrics">,
): void {
  if (listen !== undefined) return;
  const port = metrics !== undefined && "port" in metrics ? metrics : undefined;
  for (const [key, value] of Object.entries({ tcp, udp, mqtt, metrics: port })) {
    if (value === undefined) continue;
    const instead = key === "metrics" ? "give { guard }" : "clients come by WebSocket";
    throw new n2o.N2oError(
      "config",
      `${key}: ${name} listens itself, nothing is opened beside it: ${instead}`,
    );
  }
}

/** The settings that the server takes as they are. */
function optionsOf<Store extends Kv | undefined>(
  { kv, ...config }: Config<Store>,
): Omit<n2o.ServerOptions, "secret"> {
  const kept = config.storage ?? (kv && storage(kv, config.clock ?? systemClock));
  return defined({
    tables: config.tables,
    services: config.mqtt === undefined
      ? config.services
      : { ws: ["app"], mqtt: ["app"], ...config.services },
    storage: kept,
    cookie: config.cookie,
    ttl: config.ttl,
    lifetime: config.lifetime,
    prolongate: config.prolongate,
    keepAlive: config.keepAlive,
    pickleTtl: config.pickleTtl,
    scripts: config.scripts,
    limits: config.limits,
    bus: config.bus,
    presence: config.presence,
    formatter: config.formatter,
    log: config.log,
    clock: config.clock,
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the keys that are undefined. */
function defined<T extends object>(options: T): Defined<T> {
  // As: the entries that are left are those of T that are not undefined.
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}

async function made<T, Store extends Kv | undefined>(
  setting: Made<T, Store>,
  given: Given<Store>,
): Promise<T> {
  // As: no setting that a function may make is a function itself.
  return typeof setting === "function"
    ? await (setting as (given: Given<Store>) => T | Promise<T>)(given)
    : setting;
}

/** `begin`, which may be tried again when it has failed, but not when it has begun: what an end closes is closed for good. */
function onlyOnce(begin: () => Promise<Listening>): () => Promise<Listening> {
  let hasBegun = false;
  return async () => {
    if (hasBegun) {
      throw new n2o.N2oError("config", "start: the application was started before; make another");
    }
    hasBegun = true;
    try {
      return await begin();
    } catch (error) {
      hasBegun = false;
      throw error;
    }
  };
}

async function closeAll(
  closers: readonly (() => void | Promise<void>)[],
  log: Log,
): Promise<void> {
  for (const close of closers) {
    try {
      await close();
    } catch (error) {
      log("error", "something could not be closed", { error });
    }
  }
}
