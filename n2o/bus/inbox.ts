/**
 * What waits of the bus at one receiver: bounded, so that who is slow delays nobody and costs no memory.
 *
 * @module
 */
import { isLost, Lost } from "./news.ts";
import { type Key, keyText } from "../term/plain.ts";

/** The bound before a mailbox. */
export interface Inbox<News> {
  /** Takes news: puts them into the mailbox, or one `Lost` for each topic whose messages do not fit. */
  receive(news: News | Lost): void;
  /** Takes note that the mailbox has handed news out. */
  taken(news: News | Lost): void;
  /** How many news are in the mailbox. */
  readonly waiting: number;
}

/** The bound of `limit` messages before a mailbox, which `put` puts into. */
export function inbox<News extends { readonly topic: Key }>(
  limit: number,
  put: (news: News | Lost) => void,
): Inbox<News> {
  /** Topics for which a `Lost` waits: whatever comes before it is taken, it tells. */
  const lost = new Set<string>();
  let sent = 0;
  return {
    receive(news) {
      if (!isLost(news)) {
        if (sent < limit) {
          sent++;
          return put(news);
        }
      }
      const name = keyText(news.topic);
      if (lost.has(name)) return;
      lost.add(name);
      put(isLost(news) ? news : new Lost(news.topic));
    },
    taken(news) {
      if (isLost(news)) lost.delete(keyText(news.topic));
      else sent--;
    },
    get waiting() {
      return sent + lost.size;
    },
  };
}
