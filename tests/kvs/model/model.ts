/**
 * What a store of feeds and a table should do, as plainly as can be: arrays that are searched and
 * sorted.
 */

/** An entry; `serial` is the order of the appends. */
export interface Item {
  path: string;
  id: string;
  v: number;
  serial: number;
}

/** Where a reader stands: half a serial behind an entry, and at -1 in front of all of a path. */
export interface ModelReader {
  feed: string;
  at: Pick<Item, "path" | "serial"> | undefined;
  dir: 0 | 1;
  pos: number;
}

/** The model. */
export class Model {
  /** All entries of all feeds. */
  items: Item[] = [];
  /** Paths that were appended to. */
  paths: Set<string> = new Set();
  /** The table. */
  rows: Map<string, { id: string; city: string }> = new Map();
  #serial = 0;

  append(path: string, records: { id: string; v: number }[]): void {
    if (records.length > 0) this.paths.add(path);
    for (const { id, v } of records) {
      const known = this.items.find((item) => item.path === path && item.id === id);
      if (known) known.v = v;
      else this.items.push({ path, id, v, serial: this.#serial++ });
    }
  }

  own(path: string): Item[] {
    return this.items.filter((item) => item.path === path).sort(compare);
  }

  feed(path: string): Item[] {
    const under = path === "/" ? path : `${path}/`;
    return this.items.filter((item) => item.path === path || item.path.startsWith(under)).sort(
      compare,
    );
  }

  remove(path: string, id: string): number | undefined {
    this.items = this.items.filter((item) => item.path !== path || item.id !== id);
    return this.paths.has(path) ? this.own(path).length : undefined;
  }

  /** The number of entries that went; undefined where `id` names none. */
  cut(path: string, id?: string): number | undefined {
    const own = this.own(path),
      last = id === undefined ? own.length - 1 : own.findIndex((item) => item.id === id);
    if (id !== undefined && last < 0) return undefined;
    const gone = new Set(own.slice(0, last + 1));
    this.items = this.items.filter((item) => !gone.has(item));
    if (id === undefined) this.paths.delete(path);
    return gone.size;
  }

  /** Where a reader stands that has passed `n` of the entries ahead of it. */
  passed(reader: ModelReader, n: number): ModelReader["at"] {
    const ahead = this.ahead(reader), last = ahead.at(-1);
    if (ahead[n] !== undefined || last === undefined) return ahead[n] ?? reader.at;
    return { path: last.path, serial: last.serial + (reader.dir === 0 ? 0.5 : -0.5) };
  }

  take(reader: ModelReader, n: number): Item[] {
    return n < 0 ? this.ahead(reader) : this.ahead(reader).slice(0, n);
  }

  /** The entries from where the reader stands, in its direction. */
  ahead({ feed, at, dir }: ModelReader): Item[] {
    if (at === undefined) return [];
    const forward = this.feed(feed);
    return dir === 0
      ? forward.filter((item) => compare(item, at) >= 0)
      : forward.filter((item) => compare(item, at) <= 0).reverse();
  }
}

/** A feed's own before its children's; feeds by name; entries by their appends. */
function compare(a: Pick<Item, "path" | "serial">, b: Pick<Item, "path" | "serial">): number {
  if (a.path === b.path) return a.serial - b.serial;
  const [x, y] = [a.path.split("/"), b.path.split("/")];
  for (let i = 0;; i++) {
    const [left, right] = [x[i], y[i]];
    if (left === right) continue;
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    return left < right ? -1 : 1;
  }
}
