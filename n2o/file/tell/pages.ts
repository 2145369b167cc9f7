/**
 * What pages hear of uploads, whichever way those came: of the end of one all pages of its owner hear, on every node, each once.
 *
 * @module
 */
import { isInteger, isObject, randomId } from "../../../base/mod.ts";
import { isSent } from "../../bus/news.ts";
import type { Cx, Req } from "../../cx.ts";
import type { News } from "../../proto.ts";
import type { Server } from "../../server.ts";
import { Upload, type UploadNews } from "../upload.ts";

/** Under which topic nodes tell each other. */
const TOPIC = ["n2o", "uploads"] as const;
/** How many files that it heard of are remembered of a page: a file is told of again only around a restart, or while nodes race. */
const REMEMBERED = 256;

/** A connection of a page. */
interface Hearing {
  readonly cx: Pick<Cx, "session" | "former">;
  readonly req: Pick<Req, "identity">;
  hear(news: News): void;
}

/** Who hears of an upload beside the pages of its owner. */
export interface Hearer {
  /** The connection: the same object in all its messages. */
  readonly link: object;
  /** Puts news into its mailbox. */
  readonly receiver: (news: News) => void;
}

/** Tells pages of uploads. */
export interface UploadPages {
  /** Tells these, and at an end all pages of the owner on every node; answers whether any that is open in this process has heard. */
  tell(news: UploadNews, hearers?: readonly Hearer[]): boolean;
}

const known = new WeakMap<Server, UploadPages>();

/** What tells the pages of a server (where those are apart, only who sends over a connection), and hears of the uploads of other nodes from the first call on until the server stops. */
export function uploadPages(server: Server): UploadPages {
  const before = known.get(server);
  if (before !== undefined) return before;
  const { bus, closers, log } = server, pages = new Pages(server);
  // Made as it is needed: a Worker has no chance before its first request.
  let node = "";
  const receiver = (sent: unknown): void => {
    const told = isSent(sent) && isObject(sent.message) ? sent.message : undefined;
    if (told !== undefined && told.node !== node && isEnd(told.news)) pages.tell(told.news, []);
  };
  const made: UploadPages = {
    tell(news, hearers = []) {
      if (news.status !== "begun") {
        node ||= randomId();
        Promise.resolve(bus.send(TOPIC, { node, news: { ...news } })).catch((error) =>
          log("warning", "pages on other nodes do not hear of an upload", { error })
        );
      }
      return pages.tell(news, hearers);
    },
  };
  Promise.resolve(bus.reg(TOPIC, receiver)).catch((error) =>
    log("warning", "pages do not hear of uploads to other nodes", { error })
  );
  closers.add(() => bus.unreg(TOPIC, receiver));
  known.set(server, made);
  return made;
}

/** The pages of this process. */
class Pages {
  readonly #server: Server;
  /** The places of the files that a page has heard of, the latest last. */
  readonly #heard = new WeakMap<object, Set<string>>();

  constructor(server: Server) {
    this.#server = server;
  }

  tell(news: UploadNews, hearers: readonly Hearer[]): boolean {
    const upload = new Upload(news), told = new Set<object>();
    const all: ReadonlySet<object> = this.#server.connections;
    let isHeard = false;
    const once = (link: object, hear: (news: News) => void) => {
      if (told.has(link)) return;
      told.add(link);
      isHeard ||= all.has(link);
      if (this.#isNew(link, news)) hear(upload);
    };
    const { isApart } = this.#server;
    // The latest is who sends: it is its own message that is being handled.
    for (const { link, receiver } of isApart ? hearers.slice(-1) : hearers) once(link, receiver);
    if (news.status === "begun" || isApart) return isHeard;
    for (const each of all) {
      if (isHearing(each) && this.#isOf(each, news)) once(each, (heard) => each.hear(heard));
    }
    return isHeard;
  }

  #isNew(link: object, { status, place }: UploadNews): boolean {
    if (status !== "done") return true;
    const heard = this.#heard.get(link) ?? new Set();
    if (heard.has(place)) return false;
    const [oldest] = heard;
    if (heard.size >= REMEMBERED && oldest !== undefined) heard.delete(oldest);
    this.#heard.set(link, heard.add(place));
    return true;
  }

  /** Whether a page is the owner's: of the user, in whichever session, or of the session, whichever id it has by now. */
  #isOf({ cx: { session, former }, req }: Hearing, { owner }: UploadNews): boolean {
    if ([session, ...former].some((each) => each !== "" && owner === `session/${each}`)) {
      return true;
    }
    const name = this.#server.sessions.getValue(session, "user", "") || req.identity?.user;
    return name !== undefined && owner === `user/${name}`;
  }
}

function isHearing(connection: object): connection is Hearing {
  return "hear" in connection && "cx" in connection && "req" in connection;
}

/** What a bus brought may come from anywhere. */
function isEnd(value: unknown): value is UploadNews {
  return isObject(value) && (value.status === "done" || value.status === "aborted") &&
    isInteger(value.size, 0, Number.MAX_SAFE_INTEGER) &&
    ["owner", "id", "name", "type", "meta", "place"].every((key) => typeof value[key] === "string");
}
