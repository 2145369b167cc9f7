/**
 * Files that are sent by HTTP on their way into a sink, as a form or as a body: all of a request become files, or none does.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import {
  complaintOfName,
  FileError,
  type FileReceiver,
  fileReceiver,
  type Sink,
  type UploadLimits,
} from "../../n2o/file/mod.ts";
import type { FormBounds } from "./bounds.ts";
import { multipart, type Part } from "./multipart/multipart.ts";
import { boundaryOf } from "./multipart/parameter.ts";
import { Refused } from "./multipart/refused.ts";
import type { Pieces } from "./multipart/source.ts";
import { addText, textOf } from "./multipart/text.ts";
import { checkCoding, paced } from "./pace.ts";
import { Batch, type SentFile } from "./storing.ts";

/** What is asked about a file before it is stored. */
export interface OfferedFile {
  /** Its name, one that is safe as a part of a path. */
  readonly name: string;
  /** The name of the form's control. */
  readonly control: string;
  /** What the form's field `meta` said before it. */
  readonly meta: string;
}

/** A form that was sent, its files whole and stored. */
export interface SentForm {
  /** Its files, in their order. */
  readonly files: readonly SentFile[];
  /** Its fields that are no files: the values by the name of the control, in their order. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Who sends, and what is asked and told. */
export interface Sender {
  /** Whose the files are: `user/ann`; empty for nobody, who is refused. */
  readonly owner: string;
  /** By which clock the body has to come. */
  readonly clock: Clock;
  /** Whether the sender is still who they were, asked before the files become files. */
  readonly isLiving?: () => boolean | Promise<boolean>;
  /** Whether a file is wanted. */
  readonly permit?: ((file: OfferedFile) => boolean | Promise<boolean>) | undefined;
  /** Told when all files of a request are stored; where it throws they are removed. */
  readonly done?: ((form: SentForm) => Response | void | Promise<Response | void>) | undefined;
}

/** A form that was received, and what `done` answered. */
export interface ReceivedForm extends SentForm {
  /** What is to be answered in place of the usual. */
  readonly answer: Response | undefined;
}

/** How many bytes a form may have beside its parts. */
const SLACK = 65_536;
/** Characters of what is said beside a file. */
const META = 1_024;

/** Forms on their way in. */
export class Receiver {
  readonly #sink: Sink;
  readonly #limits: UploadLimits;
  readonly #bounds: FormBounds;
  readonly #files: FileReceiver;
  #underWay = 0;

  /** What stores into a sink, within bounds. */
  constructor(sink: Sink, limits: UploadLimits, bounds: FormBounds) {
    this.#sink = sink;
    this.#limits = limits;
    this.#bounds = bounds;
    this.#files = fileReceiver(sink, limits);
  }

  /** Stores the files of a form. Rejects with {@linkcode Refused}, and as sink and application do; nothing is stored then. */
  async receive(request: Request, sender: Sender): Promise<ReceivedForm> {
    const boundary = this.#expected(request.headers, sender);
    return await this.#stored(request, sender, async (pieces, batch) => {
      const fields = await this.#parts(multipart(pieces, boundary, this.#bounds), batch, sender);
      return async () => {
        const files = await batch.finish();
        return {
          files,
          fields,
          answer: await sender.done?.({ files, fields }) ?? undefined,
        };
      };
    });
  }

  /**
   * Stores a body as a file. With an `id` it is the upload of that id of its sender: sent again it is the file that it has become. Rejects as
   * `receive` does.
   */
  async receiveOne(
    request: Request,
    { name: given, id, ...sender }: Sender & { readonly name: string; readonly id?: string },
  ): Promise<{ readonly file: SentFile; readonly isNew: boolean }> {
    const sink = this.#sink, { owner } = sender, name = given.normalize("NFC");
    this.#checkSender(request.headers, sender, this.#limits.size);
    if (request.body === null && !isMeasured(request.headers)) {
      throw new Refused("send a file along, and its length", 411);
    }
    await wanted({ name, control: "", meta: "" }, sender.permit);
    if (id !== undefined) {
      const known = await sink.find({ owner, id });
      if (known?.file !== undefined) {
        await request.body?.cancel().catch(() => {}); // who sends it may have gone already
        const length = request.headers.get("content-length"), { size } = known.file;
        // What is of another name or length is no upload that is sent again.
        if (known.name !== name || length !== null && Number(length) !== size) {
          throw new FileError("taken", `the upload is that of ${known.name}, of ${size} bytes`);
        }
        return { file: { ...known.file, control: "", meta: "", id }, isNew: false };
      }
      // What broke off before begins anew: nobody knows that the same bytes come.
      if (known !== undefined) await (await sink.open({ owner, id }, known)).abort();
    }
    return await this.#stored(request, sender, async (read, batch) => {
      await batch.store({ name: "", read }, name, "", id);
      return async () => {
        const [file] = await batch.finish();
        if (file === undefined) throw new FileError("taken", "the upload is there already");
        await sender.done?.({ files: [file], fields: new Map() });
        return { file, isNew: true };
      };
    });
  }

  /** Stores what `take` takes of a body, and finishes where that ends well and its sender is there still; else nothing is stored. */
  async #stored<T>(
    request: Request,
    { owner, clock, isLiving }: Sender,
    take: (pieces: Pieces, batch: Batch) => Promise<() => Promise<T>>,
  ): Promise<T> {
    const sink = this.#sink, body = paced(request.body, this.#bounds, clock);
    const batch = new Batch({ sink, files: this.#files, owner, limits: this.#limits });
    this.#underWay++;
    try {
      const finish = await take(body.pieces, batch);
      if (await isLiving?.() === false) {
        throw nobody("the session has ended meanwhile: log in again");
      }
      return await finish();
    } catch (error) {
      await Promise.all([body.cancel(), batch.abort()]);
      if (error instanceof Refused && body.size === 0 && !isMeasured(request.headers)) {
        throw new Refused("send a form along, and its length", 411);
      }
      throw error;
    } finally {
      batch.close();
      this.#underWay--;
    }
  }

  /** The boundary of a form that may be looked at. */
  #expected(headers: Headers, sender: Sender): string {
    const type = headers.get("content-type"), { size, uploads } = this.#limits;
    const { parts, header, field } = this.#bounds;
    if (!/^\s*multipart\/form-data\s*(?:;|$)/i.test(type ?? "")) {
      throw new Refused("send a form as multipart/form-data", 415, {
        "accept-post": "multipart/form-data",
      });
    }
    const boundary = boundaryOf(type);
    if (boundary === undefined) throw new Refused("the Content-Type names no boundary that is one");
    this.#checkSender(headers, sender, size * uploads + parts * (header + field) + SLACK);
    return boundary;
  }

  /** Refuses a body of which nothing need be read to know that it is not taken. */
  #checkSender(headers: Headers, { owner }: Sender, most: number): void {
    checkCoding(headers, "body");
    if (owner === "") throw nobody("log in first");
    if (Number(headers.get("content-length") ?? 0) > most) {
      throw new Refused(`a body of more than ${most} bytes`, 413);
    }
    if (this.#underWay >= this.#limits.total) {
      throw new Refused("too many uploads, try again later", 503);
    }
  }

  /** Stores what is a file, and answers the fields. */
  async #parts(
    parts: AsyncIterable<Part>,
    batch: Batch,
    { permit }: Sender,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const fields = new Map<string, string[]>();
    for await (const part of parts) {
      if (part.filename === undefined) {
        addText(fields, part.name, await textOf(part, this.#bounds.field));
      } else if (part.filename !== "") {
        const meta = fields.get("meta")?.[0] ?? "";
        const name = part.filename.normalize("NFC");
        if (meta.length > META) throw new Refused(`meta: more than ${META} characters`, 413);
        await wanted({ name, control: part.name, meta }, permit);
        await batch.store(part, name, meta);
      } // A control of which nobody chose a file is sent with an empty name and no bytes.
      else if (await part.read() !== undefined) throw new FileError("name", "a file has no name");
    }
    return fields;
  }
}

/** Refuses a file that is not to be stored. */
async function wanted(file: OfferedFile, permit: Sender["permit"]): Promise<void> {
  const complaint = complaintOfName(file.name);
  if (complaint !== undefined) throw new FileError("name", `the name of a file ${complaint}`);
  if (await permit?.(file) === false) {
    throw new FileError("denied", "this file is not wanted here");
  }
}

function nobody(message: string): Refused {
  return new Refused(message, 401, { "www-authenticate": "Session" });
}

/** Whether a request says that it has a body. */
function isMeasured(headers: Headers): boolean {
  return headers.has("content-length") || headers.has("transfer-encoding");
}
