/**
 * What pages hear of files that came by HTTP: those of the session that sent them, on every node.
 *
 * @module
 */
import { isInteger, isObject } from "../../base/mod.ts";
import { Upload, type UploadNews } from "../../n2o/file/mod.ts";
import { isSent, type News, type Server } from "../../n2o/mod.ts";
import type { Given } from "../config.ts";

/** Under which topic nodes tell each other. */
const TOPIC = ["n2o", "uploads"] as const;

/** A connection of a page. */
interface Hearing {
  readonly cx: { readonly session: string; readonly former: readonly string[] };
  hear(news: News): void;
}

/** Tells the pages of a session. */
export type Telling = (session: string, news: UploadNews) => Promise<void>;

/** Servers that listen, so that of several routes each page hears once. */
const telling = new WeakMap<Server, Telling>();

/** Has a server hear of files that come to any node, and answers what tells them. */
export function pagesOf({ server, onStop }: Pick<Given, "server" | "onStop">): Telling {
  const known = telling.get(server);
  if (known !== undefined) return known;
  const { bus, connections, log } = server;
  const receiver = (news: unknown): void => {
    const told = isSent(news) && isObject(news.message) ? news.message : undefined;
    if (told === undefined || typeof told.session !== "string" || !isNews(told.news)) return;
    for (const each of connections) {
      if (!isHearing(each)) continue;
      const { session, former } = each.cx;
      if (session === told.session || former.includes(told.session)) {
        each.hear(new Upload(told.news));
      }
    }
  };
  Promise.resolve(bus.reg(TOPIC, receiver)).catch((error) =>
    log("warning", "pages do not hear of files that come by HTTP", { error })
  );
  onStop(async () => {
    await bus.unreg(TOPIC, receiver);
  });
  const tell: Telling = async (session, news) => {
    await bus.send(TOPIC, { session, news: { ...news } });
  };
  telling.set(server, tell);
  return tell;
}

function isHearing(connection: object): connection is Hearing {
  return "hear" in connection && "cx" in connection;
}

/** What a bus brought may come from anywhere. */
function isNews(value: unknown): value is UploadNews {
  return isObject(value) && value.status === "done" &&
    isInteger(value.size, 0, Number.MAX_SAFE_INTEGER) &&
    ["owner", "id", "name", "type", "meta", "place"].every((key) => typeof value[key] === "string");
}
