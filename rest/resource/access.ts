/**
 * Reaching records: by the address of a request, within what its person may.
 *
 * @module
 */
import type { Id, KvsRecord } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";
import type { Incoming } from "../operation.ts";
import { idsOf, idText, isKeySize, parseId } from "../value/id.ts";
import type { Person } from "../who.ts";
import { type Action, type Grant, isGranted, refusal } from "./may.ts";
import type { Resource } from "./resource.ts";
import type { Source, Stored } from "./source.ts";

/** A record that is there, and by which id. */
export interface Found<T extends KvsRecord> {
  /** The id that the address means; of several that of what is there. */
  readonly id: Id;
  /** What is there, and what the person has to do with. */
  readonly stored: Stored<T> | undefined;
  /** Whether the id is another's: what is there is not told, but nothing new can have it. */
  readonly isTaken?: true;
}

/** Which records a request reaches. */
export interface Reaching<T extends KvsRecord> {
  /** Of which resource. */
  readonly resource: Resource<T>;
  /** Where they are. */
  readonly source: Source<T>;
  /** What a person reaches of it. */
  readonly access: Access<T>;
  /** The request that reaches for them. */
  readonly incoming: Incoming;
}

/** What of a request says who asks; nobody is known where `person` is undefined. */
export type Asking = Pick<Incoming, "person">;

/** What a person reaches of a resource. */
export class Access<T extends KvsRecord> {
  readonly #resource: Resource<T>;
  readonly #source: Source<T>;
  readonly #base: string;

  /** That of a resource, whose records are in a source; `base` is where the API is mounted. */
  constructor(resource: Resource<T>, source: Source<T>, base: string) {
    this.#resource = resource;
    this.#source = source;
    this.#base = base;
  }

  /** The record that an address means, of those that a person has to do with: what they have not is found no more than what is not there. */
  async find(incoming: Incoming, action: Action): Promise<Found<T>> {
    const text = incoming.path.id ?? "", kinds = this.#resource.id;
    if (text === "" || !isKeySize(text)) throw this.missing(incoming);
    for (const id of idsOf(text, kinds)) {
      const stored = await this.#source.read(id);
      if (stored === undefined) continue;
      const isSeen = this.isSeen(stored.record, action, incoming);
      if (isSeen === true || await isSeen) return { id, stored };
      return { id, stored: undefined, isTaken: true };
    }
    return { id: parseId(text, kinds), stored: undefined };
  }

  /** @throws {RestError} `forbidden` where an action is not granted */
  granted(action: Action, { person }: Asking): void | Promise<void> {
    const grant = this.#resource.may[action];
    if (grant !== "anyone") return this.#asked(action, grant, person);
  }

  async #asked(
    action: Action,
    grant: Grant | undefined,
    person: Person | undefined,
  ): Promise<void> {
    if (await isGranted(grant, person)) return;
    throw refusal(grant, person, `you may not ${action} ${this.#resource.name}`);
  }

  /** Whether a record may be told to the person: who may change it need not be one who may read it. */
  async isTold(record: T, incoming: Incoming): Promise<boolean> {
    const { may } = this.#resource;
    for (const action of ["get", "list"] as const) {
      if (!await isGranted(may[action], incoming.person)) continue;
      if (await this.isSeen(record, action, incoming)) return true;
    }
    return false;
  }

  /** Whether a record is one that the person has to do with. */
  isSeen(record: T, action: Action, { person }: Asking): boolean | Promise<boolean> {
    const { row } = this.#resource.may;
    return row === undefined || row(person, record, action);
  }

  /** Which records a list has for the person; undefined where it has all that are read for it. */
  listedTo(
    incoming: Asking,
    { isPlain }: { readonly isPlain: boolean },
  ): ((record: T) => boolean | Promise<boolean>) | undefined {
    const isTheirs = this.#resource.may.row &&
      ((record: T) => this.isSeen(record, "list", incoming));
    if (!isPlain) return isTheirs;
    return (record) => !Array.isArray(record.id) && (isTheirs?.(record) ?? true);
  }

  /** Those of some records that the person has to do with. */
  async seen(records: readonly T[], action: Action, incoming: Incoming): Promise<readonly T[]> {
    if (this.#resource.may.row === undefined) return records;
    const seen: T[] = [];
    for (const record of records) {
      if (await this.isSeen(record, action, incoming)) seen.push(record);
    }
    return seen;
  }

  /** @throws {RestError} `forbidden` for a record that is about to be somebody else's */
  async allowed(record: T, action: Action, incoming: Asking): Promise<void> {
    if (await this.isSeen(record, action, incoming)) return;
    const { name } = this.#resource;
    throw new RestError("forbidden", `you may not ${action} such a record of ${name}`);
  }

  /** Where the list is. */
  get list(): string {
    return this.#resource.place?.list ?? `${this.#base}/${this.#resource.name}`;
  }

  /** Where a record is. */
  address(id: Id): string {
    const { place, id: kinds } = this.#resource;
    const segment = encodeURIComponent(idText(id, kinds)).replaceAll("%2C", ",");
    return place === undefined ? `${this.list}/${segment}` : place.item(segment);
  }

  /** The error of an address that nothing is at. */
  missing({ path }: Incoming): RestError {
    const { name } = this.#resource;
    return new RestError("not_found", `${name} has no "${(path.id ?? "").slice(0, 80)}"`);
  }

  /** The error of an id that another record has. */
  taken(id: Id, cause?: unknown): RestError {
    const detail = `${this.#resource.name} has "${idText(id).slice(0, 80)}" already`;
    const errors = [{ pointer: "/id", code: "taken", detail }];
    return new RestError("conflict", detail, { cause, errors });
  }
}
