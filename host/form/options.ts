/**
 * What lookups find, in feeds and tables of the store.
 *
 * @module
 */
import type { Options } from "../../form/mod.ts";
import { get, type Kv, type KvsRecord, type Source } from "../../kvs/mod.ts";
import { page } from "../../kvs/page/page.ts";
import { type Item, pagesOf, search } from "../../nitro/rich.ts";

/** Where a lookup looks. */
export interface FeedOf<T extends KvsRecord> {
  /** The feed or table. */
  readonly source: Source<T>;
  /** What a record is in the list. Its id is the record's own. */
  readonly item: (record: T) => Item;
}

/**
 * Choices of lookups, by what their fields have as `bind`: `options(kv, { "/crm/clients": { source: "/crm/clients", item } })`. Lists are
 * read page by page and searched by the words that were typed; a field that is bound to nothing of these finds nothing, and has nothing.
 */
export function options(
  kv: Kv,
  // deno-lint-ignore no-explicit-any -- whatever the records of each
  feeds: Readonly<Record<string, FeedOf<any>>>,
): Options {
  const feedOf = (bind: string | undefined) =>
    bind !== undefined && Object.hasOwn(feeds, bind) ? feeds[bind] : undefined;
  return {
    async find(asked, { bind }) {
      const feed = feedOf(bind);
      if (feed === undefined) return { items: [] };
      const { source, item } = feed;
      return await search(asked, pagesOf((options) => page<KvsRecord>(kv, source, options)), {
        item,
      });
    },
    async has({ id }, { bind }) {
      const feed = feedOf(bind);
      return feed !== undefined && await get<KvsRecord>(kv, feed.source, id) !== undefined;
    },
  };
}
