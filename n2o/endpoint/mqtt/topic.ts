/**
 * Names of topics, as the original's `n2o_mqtt` has them: events of clients, actions for them, and which machines there are.
 *
 * @module
 */
import { N2oError } from "../../error.ts";
import { route, type Routes } from "../../cx.ts";

/** Who serves: the owner and the application, a level of the topics each. */
export interface Service {
  readonly owner: string;
  readonly service: string;
}

/** What the topic of a client's events says. */
export interface EventsTopic {
  /** The level of the page, as it stands in the topic: that of the actions has the same. */
  readonly page: string;
  /** The client's id at the broker. */
  readonly client: string;
}

/** Bytes of the longest topic of a client, and of any that is published to. */
const LONGEST = 1_024, MOST = 65_535;
/** What a level of our own may be, and an id of a client. */
const NAME = /^[\w.-]{1,64}$/;
const utf8 = new TextEncoder();

/**
 * A name that is a level of a topic.
 *
 * @throws {N2oError} `config` for one with `+`, `#`, `/`, a sign that is not among `A-Z a-z 0-9 _ . -`, or of more than 64.
 */
export function level(name: string, what: string): string {
  if (typeof name === "string" && NAME.test(name)) return name;
  throw new N2oError(
    "config",
    `${what}: give 1 to 64 of A-Z a-z 0-9 _ . -, it is a level of a topic`,
  );
}

/** The topic of a client's events. */
export function eventsTopic(
  { owner, service }: Service,
  { page, node, client }: EventsTopic & { readonly node: number },
): string {
  return `/events/${owner}/${service}/${page}/${node}/1/${client}`;
}

/** What a member subscribes to: the events of all clients that chose its number. */
export function eventsFilter({ owner, service }: Service, node: number): string {
  return `/events/${owner}/${service}/+/${node}/+/+`;
}

/** The topic of the actions for a client. */
export function actionsTopic({ page, client }: EventsTopic): string {
  return `/actions/${page}/${client}`;
}

/** Where a machine says that it is there; without its name, where all do. */
export function nodesTopic(owner: string, id = "+"): string {
  return `/nodes/${owner}/${id}`;
}

/** What the topic of a client's events says; `undefined` for one that is none, or whose answers a broker would not take. */
export function readEvents(topic: string): EventsTopic | undefined {
  if (topic.length > LONGEST || utf8.encode(topic).length > LONGEST) return undefined;
  const [none, , , , page = "", , version = "", client = "", more] = topic.split("/");
  if (none !== "" || more !== undefined || !/^\d{1,2}$/.test(version)) return undefined;
  if (page === "" || !NAME.test(client) || /[+#]/.test(page) || isControl(page)) return undefined;
  return { page, client };
}

/** What MQTT forbids in a topic, or asks not to be there (section 1.5.4 of version 5). */
function isControl(text: string): boolean {
  // deno-lint-ignore no-control-regex -- these are meant
  return /[\0-\x1f\x7f-\x9f\ufffd\ufffe\uffff]/.test(text);
}

/** The level of a page's path and query. */
export function pageLevel(address: string): string {
  return encodeURIComponent(address);
}

/** The page that a level names: its path, its query, and the name of its route; `undefined` where there is none. */
export function readPage(
  routes: Routes,
  level: string,
): { readonly path: string; readonly query: string; readonly page: string } | undefined {
  const address = decoded(level);
  if (address === undefined || isControl(address)) return undefined;
  if (!address.startsWith("/")) return named(routes, address);
  const at = address.indexOf("?"), path = at < 0 ? address : address.slice(0, at);
  const page = route(routes, path);
  return page === undefined
    ? undefined
    : { path, query: at < 0 ? "" : address.slice(at + 1), page };
}

/** The page whose file has this name, as the original's client says it, if it is the only one. */
function named(routes: Routes, name: string): ReturnType<typeof readPage> {
  const found = Object.keys(routes).filter((path) =>
    path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "") === name
  );
  const [path] = found;
  return found.length === 1 && path !== undefined ? { path, query: "", page: path } : undefined;
}

function decoded(level: string): string | undefined {
  try {
    return decodeURIComponent(level);
  } catch {
    return undefined;
  }
}

/**
 * A topic that may be published to.
 *
 * @throws {N2oError} `value` for one that is empty, has `+`, `#` or a NUL, or more than 65,535 bytes.
 */
export function checkedTopic(topic: string): string {
  if (typeof topic === "string" && topic !== "" && !/[+#\0]/.test(topic)) {
    if (topic.isWellFormed() && utf8.encode(topic).length <= MOST) return topic;
  }
  throw new N2oError("value", "topic: give 1 to 65,535 bytes of text without +, # and NUL");
}
