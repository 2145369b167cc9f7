/**
 * Forms that are sent as `multipart/form-data` (RFC 7578, on the grammar of RFC 2046), read as they come: no part is held as a whole.
 *
 * One of our own: of the parsers at hand one holds each file in memory, one has the streams of Node only, and one loses names beyond
 * Latin-1.
 *
 * @module
 */
import { type Head, headOf } from "./head.ts";
import { Refused } from "./refused.ts";
import { type Pieces, Source } from "./source.ts";

/** Bounds of a form. */
export interface FormLimits {
  /** The most parts, fields and files together: a form with more is refused with 413. */
  readonly parts: number;
  /** Most bytes of one part's headers, of what stands before the first part, and of what stands behind the last. */
  readonly header: number;
}

/** A part of a form. */
export interface Part extends Head {
  /** The next bytes of its content, at least one; undefined at its end. What is not read is gone when the next part is asked for. */
  read(): Promise<Uint8Array | undefined>;
}

/** What ends a content. */
interface Ending {
  /** Bytes of the line. */
  readonly length: number;
  /** Whether it is the last of the form. */
  readonly isLast: boolean;
}

const CR = 13, LF = 10, DASH = 45, SPACE = 32, TAB = 9;
/** How many spaces gateways may put behind a boundary, where RFC 2046 says no number. */
const PADDING = 128;
const CRLF = Uint8Array.of(CR, LF), BLANK = Uint8Array.of(CR, LF, CR, LF);

/**
 * The parts of a form, in their order, each to be read before the next one is asked for.
 *
 * A line is a boundary where nothing but spaces stands behind it; one that goes on is content.
 *
 * @throws {Refused} for a form that is not written so, that ends before its last boundary, or that is over a bound.
 */
export async function* multipart(
  pieces: Pieces,
  boundary: string,
  { parts, header }: FormLimits,
): AsyncGenerator<Part> {
  const form = new Form(pieces, boundary);
  await skipped(form, header, "stands before the first part");
  for (let count = 0; !form.isOver; count++) {
    if (count === parts) throw new Refused(`a form of more than ${parts} parts`, 413);
    const head = await form.head(header);
    yield { ...head, read: () => form.read() };
    while (await form.read() !== undefined);
  }
  await form.rest(header);
}

/** Reads a content that nobody wants. */
async function skipped(form: Form, most: number, what: string): Promise<void> {
  let size = 0;
  for (let piece = await form.read(); piece !== undefined; piece = await form.read()) {
    size += piece.length;
    if (size > most) throw new Refused(`more than ${most} bytes: ${what}`);
  }
}

/** A form, and how far it was read. */
class Form {
  readonly #source: Source;
  readonly #delimiter: Uint8Array;
  #isContent = true;
  /** Whether its last boundary was read. */
  isOver = false;

  constructor(pieces: Pieces, boundary: string) {
    // The first boundary needs no line before it.
    this.#source = new Source(CRLF, pieces);
    this.#delimiter = new TextEncoder().encode(`\r\n--${boundary}`);
  }

  /** The next bytes of the content; undefined at its end. */
  async read(): Promise<Uint8Array | undefined> {
    const source = this.#source, delimiter = this.#delimiter;
    while (this.#isContent) {
      const at = source.find(delimiter), safe = source.length - delimiter.length + 1;
      if (at > 0) return source.take(at);
      if (at < 0 && safe > 0) return source.take(safe);
      if (at < 0) await this.#more();
      else {
        const ending = await this.#ending();
        // No boundary has a line break in it: the next one begins behind this.
        if (ending === undefined) return source.take(delimiter.length);
        source.take(ending.length);
        this.isOver = ending.isLast;
        this.#isContent = false;
      }
    }
    return undefined;
  }

  /** The headers of the part that begins; its content is what is read next. */
  async head(most: number): Promise<Head> {
    const source = this.#source;
    let length = 0;
    if (!await source.startsWith(CRLF)) {
      for (let from = 0;; from = Math.max(0, source.length - 3), await this.#more()) {
        length = source.find(BLANK, from);
        if (length > most || (length < 0 && source.length > most)) {
          throw new Refused(`a part has more than ${most} bytes of headers`, 413);
        }
        if (length >= 0) break;
      }
    }
    const head = headOf(source.take(length));
    if (length > 0) source.take(CRLF.length);
    // Of a part without a content the empty line may be the one before the boundary.
    const isEmpty = await source.startsWith(this.#delimiter) && await this.#ending() !== undefined;
    if (!isEmpty) source.take(CRLF.length);
    this.#isContent = true;
    return head;
  }

  /** Reads what stands behind the last part. */
  async rest(most: number): Promise<void> {
    const source = this.#source;
    let size = 0;
    do {
      size += source.take(source.length).length;
      if (size > most) throw new Refused(`more than ${most} bytes stand behind the last part`);
    } while (await source.more());
  }

  async #more(): Promise<void> {
    if (!await this.#source.more()) throw new Refused("the form ends before its last boundary");
  }

  /** What the delimiter that comes next is the end of; undefined where it is content. */
  async #ending(): Promise<Ending | undefined> {
    const source = this.#source, from = this.#delimiter.length;
    const isLast = await source.byte(from) === DASH && await source.byte(from + 1) === DASH;
    let at = isLast ? from + 2 : from, byte = await source.byte(at);
    for (let spaces = 0; byte === SPACE || byte === TAB; spaces++) {
      if (spaces === PADDING) return undefined;
      byte = await source.byte(++at);
    }
    if (byte === undefined) return isLast ? { length: at, isLast } : undefined;
    const isLine = byte === CR && await source.byte(at + 1) === LF;
    return isLine ? { length: at + 2, isLast } : undefined;
  }
}
