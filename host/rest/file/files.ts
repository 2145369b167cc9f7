/**
 * Files of an API: up as a form or as a body, down by ranges, to whom they are granted or who has a link.
 *
 * @module
 */
import { type StoredFile, uploadPages } from "../../../n2o/file/mod.ts";
import type { Server } from "../../../n2o/mod.ts";
import { isRecord, systemClock } from "../../../base/mod.ts";
import {
  type Answer,
  type Incoming,
  isGranted,
  type Operation,
  type Person,
  refusal,
  RestError,
} from "../../../rest/mod.ts";
import { answerFile } from "../../file/answer.ts";
import { addressOf } from "../../file/downloads.ts";
import { boundsOf } from "../../file/uploads.ts";
import { Receiver, type Sender } from "../../file/receiver.ts";
import type { SentFile } from "../../file/storing.ts";
import { fileOperationsOf, type FileRuns } from "./declared.ts";
import type { FileAction, FileOperationsOptions } from "./options.ts";
import { answered, asProblem } from "./refused.ts";

/** How long a link lasts unless told, in seconds. */
const HOUR = 3_600;

/**
 * The operations of files. POST to `/files` takes a form, or a body as it is with its name as `?name=`; PUT to `/uploads/{id}` takes a body under an
 * id of the client's own, so that it may be sent again: it is stored once, and what is of another name or length is 409. GET of `/files/{place}` gives a file, whole or in part (RFC 9110, section
 * 14), POST there a link to it, DELETE takes it away.
 *
 * The owner of what is sent is `user/` and the id of the person, as over a page's connection: quotas are counted together, and pages of this
 * person hear of it, where `server` is given. What the sink or a bound refuses is a problem: 409 for an upload that another request has under way,
 * 413 for what is too much, 415 for a kind that is not taken, 507 where there is no room; and nothing is stored.
 *
 * @throws {N2oError} `config` for a bound that is none
 * @throws {RestError} `config` for links that are granted and not signed
 *
 * @example
 * ```ts
 * import { memorySink } from "@n2o/n2o/n2o/file";
 * import { fileOperations } from "@n2o/n2o/host/rest";
 * import { rest } from "@n2o/n2o/rest";
 *
 * const operations = fileOperations({ sink: memorySink(), may: { upload: "known", download: "known" } });
 * const api = rest({ operations, who: () => ({ id: "ann", by: "token" }) });
 * const sent = await api.request("/rest/files?name=tea.txt", { method: "POST", body: "tea" });
 * const [file] = await sent.json();
 * const part = await api.request(file.href, { headers: { range: "bytes=1-" } });
 * if (part.status !== 206 || await part.text() !== "ea") throw part;
 * ```
 */
export function fileOperations(
  options: FileOperationsOptions,
  server?: Server,
): readonly Operation[] {
  if (options.may.link !== undefined && options.links === undefined) {
    throw new RestError("config", "files: links are granted: give what signs them, as `links`");
  }
  return fileOperationsOf(options, new Files(options, server));
}

class Files implements FileRuns {
  readonly #options: FileOperationsOptions;
  readonly #server: Server | undefined;
  readonly #receiver: Receiver;

  constructor(options: FileOperationsOptions, server: Server | undefined) {
    this.#options = options;
    this.#server = server;
    const { limits, bounds } = boundsOf(options);
    this.#receiver = new Receiver(options.sink, limits, bounds);
  }

  /** A form, or a body as it is. */
  async send(incoming: Incoming): Promise<Answer> {
    const person = await this.#granted("upload", incoming), { name } = incoming.query;
    const receiver = this.#receiver, sender = this.#sender(person);
    return await asProblem(async () => {
      if (incoming.bodyType === "multipart/form-data") {
        const { files } = await receiver.receive(incoming.request, sender);
        this.#tell(files, sender.owner);
        return {
          status: 201,
          headers: NO_STORE,
          value: files.map((file) => shown(file, incoming.url)),
        };
      }
      if (name === undefined) throw unnamed();
      const { file } = await receiver.receiveOne(incoming.request, {
        ...sender,
        name: String(name),
      });
      this.#tell([file], sender.owner);
      const told = shown(file, incoming.url);
      return { status: 201, headers: { ...NO_STORE, location: told.href }, value: [told] };
    });
  }

  /** A body as it is, under an id of the client's own. */
  async put(incoming: Incoming): Promise<Answer> {
    const person = await this.#granted("upload", incoming), sender = this.#sender(person);
    const { id = "" } = incoming.path, { name } = incoming.query;
    if (id.length > 128 || !id.isWellFormed() || id.includes("\0")) {
      const errors = [{ parameter: "id", code: "id", detail: "1 to 128 characters" }];
      throw new RestError("bad_id", "the id of the upload is none", { errors });
    }
    return await asProblem(async () => {
      const { file, isNew } = await this.#receiver.receiveOne(incoming.request, {
        ...sender,
        id,
        name: String(name),
      });
      if (isNew) this.#tell([file], sender.owner);
      const told = shown(file, new URL(`../files`, incoming.url));
      return {
        status: isNew ? 201 : 200,
        headers: { ...NO_STORE, location: told.href },
        value: [told],
      };
    });
  }

  /** A file, to whom it is granted or who has a link. */
  async fetch(incoming: Incoming): Promise<Answer> {
    const file = await this.#isLinked(incoming)
      ? await this.#options.sink.stat(placeOf(incoming))
      : await this.#found("download", incoming);
    const { sink, show } = this.#options, { request } = incoming;
    const response = file && await answerFile(request, sink, file, show);
    if (response === undefined) throw missing(incoming);
    return { status: response.status, response: await answered(response) };
  }

  /** A link to a file. */
  async link(incoming: Incoming): Promise<Answer> {
    const person = await this.#granted("link", incoming), { links, may } = this.#options;
    const file = await this.#found("link", incoming);
    if (links === undefined) throw missing(incoming);
    // A link gives nobody what they may not fetch. Where nobody may without one, who makes links decides.
    if (may.download !== undefined) await this.#found("download", incoming);
    const { seconds, person: only } = linkIn(await incoming.body(), Math.min(HOUR, links.longest));
    const { expires, signature } = await links.sign({
      subject: file.place,
      ...only && { person: person.id },
    }, seconds);
    const query = new URLSearchParams({ expires: String(expires), signature });
    const href = `${incoming.url.pathname}?${query}`;
    return {
      status: 201,
      headers: NO_STORE,
      value: { href, expires: new Date(expires * 1_000).toISOString() },
    };
  }

  /** Takes a file away. */
  async remove(incoming: Incoming): Promise<Answer> {
    const { place } = await this.#found("delete", incoming);
    if (!await this.#options.sink.remove(place)) throw missing(incoming);
    return { status: 204 };
  }

  /** Whether a link holds. One that does not is refused, whoever asks, before it is looked whether there is such a file. */
  async #isLinked(incoming: Incoming): Promise<boolean> {
    const { links } = this.#options, { query: { expires, signature }, person } = incoming;
    if (links === undefined || expires === undefined && signature === undefined) return false;
    const linked = { subject: placeOf(incoming), ...person !== undefined && { person: person.id } };
    const given = { expires: Number(expires), signature: String(signature) };
    if (await links.isSigned(linked, given)) return true;
    throw new RestError("forbidden", "the link is none, is over, or is another's: ask for another");
  }

  /** A file that a person has to do with. */
  async #found(action: FileAction, incoming: Incoming): Promise<StoredFile> {
    const { may, sink } = this.#options, { person } = incoming;
    if (may[action] !== "anyone") await this.#granted(action, incoming);
    const file = await sink.stat(placeOf(incoming)), { row } = may;
    if (file === undefined || row !== undefined && await row(person, file, action) !== true) {
      throw missing(incoming);
    }
    return file;
  }

  async #granted(action: FileAction, { person }: Incoming): Promise<Person> {
    const grant = this.#options.may[action];
    if (person === undefined) {
      throw new RestError("unauthorized", "say who you are: log in, send a key, or take a link", {
        headers: { "www-authenticate": "Bearer" },
      });
    }
    if (await isGranted(grant, person)) return person;
    throw refusal(grant, person, `you may not ${action} files`);
  }

  #sender(person: Person): Sender {
    const { permit, done } = this.#options;
    return {
      owner: `user/${person.id}`,
      clock: this.#server?.clock ?? systemClock,
      permit: permit && ((file) => permit(person, file)),
      done: done && (({ files }) => done(person, files)),
    };
  }

  #tell(files: readonly SentFile[], owner: string): void {
    if (this.#server === undefined) return;
    const pages = uploadPages(this.#server);
    for (const { id, name, size, type, meta, place } of files) {
      pages.tell({ owner, id, name, size, type, meta, place, status: "done" });
    }
  }
}

const NO_STORE = { "cache-control": "no-store" };

function placeOf({ path }: Incoming): string {
  return path.place ?? "";
}

function missing(incoming: Incoming): RestError {
  return new RestError("not_found", `there is no file "${placeOf(incoming).slice(0, 80)}"`);
}

function unnamed(): RestError {
  const detail = "a body that is no form has its name in the query: ?name=tea.txt";
  return new RestError("bad_parameter", detail, {
    errors: [{ parameter: "name", code: "missing", detail }],
  });
}

/** What is told of a file; `url` is that of all. */
function shown({ name, size, type, place, control }: SentFile, { pathname }: URL) {
  const href = addressOf(place, `${pathname.replace(/\/$/, "")}/`);
  return { name, size, type, place, href, ...control !== "" && { control } };
}

/** @throws {RestError} `invalid` */
function linkIn(
  body: unknown,
  usual: number,
): { readonly seconds: number; readonly person: boolean } {
  const given = body ?? {};
  if (isRecord(given)) {
    const { seconds = usual, person = false, ...more } = given;
    const isNone = Object.keys(more).length === 0;
    if (typeof seconds === "number" && typeof person === "boolean" && isNone) {
      return { seconds, person };
    }
  }
  const detail = "there are `seconds`, a number, and `person`, whether it is for who asks alone";
  throw new RestError("invalid", `the link cannot be made: ${detail}`, {
    errors: [{ pointer: "", code: "schema", detail }],
  });
}
