/**
 * What a browser keeps for a person, and for a tab.
 *
 * @module
 */

/** Storage of a tab or of a browser: keys are properties, as scripts have them. */
export class Storage {
  [key: string]: unknown;

  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? String(this[key]) : null;
  }
  setItem(key: string, value: string): void {
    this[key] = String(value);
  }
  removeItem(key: string): void {
    delete this[key];
  }
  clear(): void {
    for (const key of Object.keys(this)) delete this[key];
  }
}

/** Cookies of one site. */
export class Jar {
  readonly #cookies = new Map<string, string>();

  /** What requests carry; undefined without any. */
  get header(): string | undefined {
    const all = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    return all.length === 0 ? undefined : all.join("; ");
  }

  /** Keeps a cookie as a server sets it, or a script. */
  keep(text: string): void {
    const [pair = "", ...rest] = text.split(";"), at = pair.indexOf("=");
    if (at < 0) return;
    const name = pair.slice(0, at).trim();
    const isOver = rest.some((each) => /^\s*max-age=(0|-\d+)\s*$/i.test(each) || isPast(each));
    if (isOver) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(at + 1).trim());
  }

  /** Keeps those that an answer sets. */
  take({ headers }: Response): void {
    for (const each of headers.getSetCookie()) this.keep(each);
  }
}

function isPast(text: string): boolean {
  const [, date] = /^\s*expires=(.*)$/i.exec(text) ?? [];
  return date !== undefined && Date.parse(date) <= 0;
}
