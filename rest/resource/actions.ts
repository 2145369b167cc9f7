/**
 * What is done with the records of a resource: the actions behind its operations.
 *
 * @module
 */
import { KvsError, type KvsRecord } from "../../kvs/mod.ts";
import { FORM } from "../body/body.ts";
import type { Answer, Incoming } from "../operation.ts";
import { mustMatch, notModified, precondition } from "../precondition.ts";
import { preferred } from "../prefer.ts";
import { idText } from "../value/id.ts";
import { isFields } from "../value/json.ts";
import { type Bulk, oneByOne, together } from "./bulk.ts";
import { Access, type Found, type Reaching } from "./access.ts";
import { distinct, oneText } from "./id/distinct.ts";
import { LISTED, listed } from "./listed.ts";
import { importing } from "./stream/import.ts";
import { changeBody } from "./form_body.ts";
import { type Keeping, keptOnce } from "./once.ts";
import type { Action } from "./may.ts";
import { JSON_PATCH, patched } from "./patch.ts";
import { type Before, checkKnown, invalid, recordOf } from "./read.ts";
import type { Resource } from "./resource.ts";
import type { Source, Stored } from "./source.ts";
import { fieldsOf, hidden, variantFor, view } from "./view.ts";
import { writtenAll, writtenOne } from "./written.ts";

/** How often a change is tried anew where others come first; who sends If-Match is told at once. */
const TRIES = 20;

/** The actions of a resource. */
export class Actions<T extends KvsRecord> {
  readonly #resource: Resource<T>;
  readonly #source: Source<T>;
  readonly #access: Access<T>;

  /** Those of a resource, whose records are in a source; `base` is where the API is mounted. */
  constructor(resource: Resource<T>, source: Source<T>, base: string) {
    const access = new Access(resource, source, base);
    this.#resource = resource;
    this.#source = distinct(resource, source, (id) => access.taken(id));
    this.#access = access;
  }

  /** What is asked for of the list: a page, the whole of it as a stream, or what changes of it. */
  async list(incoming: Incoming): Promise<Answer> {
    await this.#access.granted("list", incoming);
    return await listed(this.#reaching(incoming));
  }

  #reaching(incoming: Incoming): Reaching<T> {
    return { resource: this.#resource, source: this.#source, access: this.#access, incoming };
  }

  /** Tells the record that the address means, or by 304 that the one the client has still stands. */
  async get(incoming: Incoming): Promise<Answer> {
    await this.#access.granted("get", incoming);
    const { stored } = await this.#access.find(incoming, "get");
    if (stored === undefined) throw this.#access.missing(incoming);
    const without = await hidden(this.#resource, incoming.person);
    const variant = variantFor(without, incoming.variant);
    const etag = notModified(incoming.request, { version: stored.version, variant });
    if (etag !== undefined) return { status: 304, headers: { etag } };
    return this.#shown(200, stored, incoming, without);
  }

  /** A new record. */
  async create(incoming: Incoming): Promise<Answer> {
    await this.#access.granted("create", incoming);
    precondition(incoming.request, LISTED);
    if (this.#resource.imports?.includes(incoming.bodyType)) {
      const made = (json: unknown) => this.#read(json, incoming);
      return await importing({ ...this.#reaching(incoming), made });
    }
    const body = await changeBody(this.#resource, incoming), { limits } = this.#resource;
    const asked = { path: this.#access.list, body, keepMs: limits?.keyMs };
    const make = (keep: Keeping) => this.#create(body, incoming, keep);
    return await keptOnce(incoming, this.#source, asked, make);
  }

  async #create(body: unknown, incoming: Incoming, keep: Keeping): Promise<Answer> {
    const { table, limits } = this.#resource;
    const takesLists = table !== undefined || limits?.bulk !== undefined;
    if (!takesLists || !Array.isArray(body)) {
      return await this.#made(await this.#read(body, incoming), incoming, keep);
    }
    const create = incoming.query.each === true ? oneByOne : together;
    return await create(body, this.#bulk(incoming, keep));
  }

  /** The new record that a value means. */
  async #read(value: unknown, incoming: Incoming): Promise<T> {
    const { hidden, locked } = await fieldsOf(this.#resource, incoming.person);
    const record = await recordOf(this.#resource, value, { stored: undefined, hidden, locked });
    await this.#access.allowed(record, "create", incoming);
    return record;
  }

  /** How several records are made. */
  #bulk(incoming: Incoming, keep: Keeping): Bulk<T> {
    const { limits } = this.#resource;
    return {
      most: limits?.bulk,
      read: (value) => this.#read(value, incoming),
      store: async (records, answer) => {
        const changes = records.map((record) => ({ id: record.id, record, version: null }));
        await this.#source.alter(changes, keep?.(answer, false));
      },
      tell: async (record) =>
        view(this.#resource, record, await hidden(this.#resource, incoming.person)),
      address: (record) => this.#access.address(record.id),
      nameOf: ({ id }) => oneText(this.#resource, id),
      write: (told) => writtenAll(this.#resource.name, told, incoming),
    };
  }

  /** A record in the place of another, or a new one. */
  async put(incoming: Incoming): Promise<Answer> {
    await this.#access.granted("replace", incoming);
    const body = await changeBody(this.#resource, incoming);
    return await this.#tried(incoming, "replace", async ({ id, stored, isTaken }) => {
      const merges = incoming.bodyType === FORM || this.#resource.put === "merge";
      const before = await this.#before(stored, incoming);
      const old = merges && stored !== undefined
        ? view(this.#resource, stored.record, before.hidden)
        : {};
      const given = isFields(body) ? { id, ...isFields(old) ? old : {}, ...body } : body;
      const record = await recordOf(this.#resource, given, before);
      if (stored !== undefined) return await this.#stored(record, stored, incoming, "replace");
      const { module } = this.#resource;
      if (module !== undefined && module.post === undefined) throw this.#access.missing(incoming);
      await this.#access.granted("create", incoming);
      if (idText(record.id) !== idText(id)) {
        throw invalid([{
          pointer: "/id",
          code: "id",
          detail: "what is new has the id of its address",
        }]);
      }
      await this.#access.allowed(record, "create", incoming);
      if (isTaken === true) throw this.#access.taken(id);
      return await this.#made(record, incoming);
    });
  }

  /** Parts of a record. */
  async patch(incoming: Incoming): Promise<Answer> {
    await this.#access.granted("patch", incoming);
    const body = await changeBody(this.#resource, incoming);
    return await this.#tried(incoming, "patch", async ({ stored }) => {
      if (stored === undefined) throw this.#access.missing(incoming);
      const before = await this.#before(stored, incoming);
      if (incoming.bodyType !== JSON_PATCH && isFields(body)) {
        checkKnown(this.#resource, Object.keys(body));
      }
      const old = view(this.#resource, stored.record, before.hidden);
      const given = patched(old, body, incoming.bodyType);
      const record = await recordOf(this.#resource, given, before);
      return await this.#stored(record, stored, incoming, "patch");
    });
  }

  /** What a change is read against: of who may not read the record all of it is hidden, a `test` would tell it. */
  async #before(stored: Stored<T> | undefined, incoming: Incoming): Promise<Before<T>> {
    const fields = await fieldsOf(this.#resource, incoming.person);
    if (stored === undefined) return { stored: undefined, ...fields };
    const { record } = stored, isTold = await this.#access.isTold(record, incoming);
    const hidden = isTold ? fields.hidden : new Set([...fields.hidden, ...Object.keys(record)]);
    return { stored: record, locked: fields.locked, hidden };
  }

  /** Takes a record away. */
  async delete(incoming: Incoming): Promise<Answer> {
    await this.#access.granted("delete", incoming);
    return await this.#tried(incoming, "delete", async ({ id, stored }) => {
      if (stored === undefined) throw this.#access.missing(incoming);
      await this.#source.alter([{ id, version: stored.version }]);
      return { status: 204 };
    });
  }

  /** Tries a change until nobody else comes first. */
  async #tried(
    incoming: Incoming,
    action: Action,
    change: (found: Found<T>) => Promise<Answer>,
  ): Promise<Answer> {
    const { request } = incoming, isAsked = request.headers.has("if-match");
    for (let n = 0;; n++) {
      const found = await this.#access.find(incoming, action);
      precondition(request, { version: found.stored?.version });
      if (this.#resource.mustMatch === true && found.stored !== undefined && !isAsked) {
        throw mustMatch();
      }
      try {
        return await change(found);
      } catch (error) {
        if (!KvsError.is(error, "conflict")) throw error;
        // What is there now tells whether the request's own conditions still hold.
        if (n >= TRIES) throw error;
        if (isAsked) {
          precondition(request, {
            version: (await this.#access.find(incoming, action)).stored?.version,
          });
        }
      }
    }
  }

  /** Puts what is new, and tells it. */
  async #made(record: T, incoming: Incoming, keep?: Keeping): Promise<Answer> {
    const told = await this.#after(201, record, undefined, incoming);
    const answer = {
      ...told,
      headers: { ...told.headers, location: this.#access.address(record.id) },
    };
    try {
      const change = { id: record.id, record, version: null };
      const version = await this.#source.alter([change], keep?.(answer, true));
      return version === undefined ? answer : { ...answer, version };
    } catch (cause) {
      if (!KvsError.is(cause, "conflict") || incoming.request.method !== "POST") throw cause;
      throw this.#access.taken(record.id, cause);
    }
  }

  /** Puts what was there, under its own id or another, and tells it. */
  async #stored(record: T, stored: Stored<T>, incoming: Incoming, action: Action): Promise<Answer> {
    await this.#access.allowed(record, action, incoming);
    const { version, record: old } = stored, { id } = old;
    if (idText(record.id) === idText(id)) {
      return await this.#after(
        200,
        record,
        await this.#source.alter([{ id, record, version }]),
        incoming,
      );
    }
    if (await this.#source.read(record.id) !== undefined) throw this.#access.taken(record.id);
    const now = await this.#source.alter([{ id, version }, {
      id: record.id,
      record,
      version: null,
    }]);
    const answer = await this.#after(200, record, now, incoming);
    return {
      ...answer,
      headers: { ...answer.headers, "content-location": this.#access.address(record.id) },
    };
  }

  /** What is told of a record that was just stored: where its version is not known what was changed is read; what is new is told without a tag. */
  async #after(
    status: number,
    record: T,
    version: string | undefined,
    incoming: Incoming,
  ): Promise<Answer> {
    const isKnown = version !== undefined || status === 201;
    const stored = isKnown ? { record, version } : await this.#source.read(record.id);
    const prefer = preferred(incoming.request);
    // What is new was said by who made it; what was there is told to those who may read it.
    const isTold = stored !== undefined &&
      (status === 201 || await this.#access.isTold(stored.record, incoming));
    if (!isTold || prefer === "minimal") {
      return {
        status: status === 200 ? 204 : status,
        ...(stored?.version !== undefined && { version: stored.version }),
        ...(prefer === "minimal" && { headers: { "preference-applied": "return=minimal" } }),
      };
    }
    const answer = await this.#told(status, stored, incoming);
    return prefer === undefined
      ? answer
      : { ...answer, headers: { "preference-applied": `return=${prefer}` } };
  }

  async #told(
    status: number,
    { record, version }: { readonly record: T; readonly version: string | undefined },
    incoming: Incoming,
  ): Promise<Answer> {
    const without = await hidden(this.#resource, incoming.person);
    return this.#shown(status, { record, version }, incoming, without);
  }

  #shown(
    status: number,
    { record, version }: { readonly record: T; readonly version: string | undefined },
    incoming: Incoming,
    without: ReadonlySet<string>,
  ): Answer {
    return {
      status,
      ...(version !== undefined && { version }),
      ...(without.size > 0 && { variant: variantFor(without, "") }),
      ...writtenOne(this.#resource, record, { incoming, without }),
    };
  }
}
