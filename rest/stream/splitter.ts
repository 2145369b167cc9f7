/**
 * Cutting a stream of bytes into rows, each of a bounded size, whatever the pieces are that it comes in.
 *
 * @module
 */

/** A row as it came. */
export interface Row {
  /** The line that it begins in, counted from 1. */
  readonly line: number;
  /** Without the LF behind it. */
  readonly bytes: Uint8Array;
}

const LF = 0x0a, QUOTE = 0x22, COMMA = 0x2c;
const MARK = [0xef, 0xbb, 0xbf];

/** Cuts at line feeds; of CSV not at those within quotes. A mark of UTF-8 in front of all is left out. */
export class Splitter {
  readonly #most: number;
  readonly #isCsv: boolean;
  /** What has come of the row that is not whole yet stands at its beginning. */
  #held = new Uint8Array(256);
  #size = 0;
  #line = 1;
  #begun = 1;
  #isFirst = true;
  /** Of CSV: whether what comes next is within quotes, and whether a quote may open there. */
  #isQuoted = false;
  #mayOpen = true;

  /** Rows of at most so many bytes. */
  constructor({ most, isCsv }: { readonly most: number; readonly isCsv: boolean }) {
    this.#most = most;
    this.#isCsv = isCsv;
  }

  /** The line that the row begins in which is not whole yet. */
  get line(): number {
    return this.#begun;
  }

  /** Whether that row has more bytes than a row may have: nothing more is to be pushed then. */
  get isOver(): boolean {
    return this.#size > this.#most;
  }

  /** The rows that are whole by these bytes, up to one that is too long. They are good until the bytes are used again. */
  push(bytes: Uint8Array): Row[] {
    const rows: Row[] = [];
    for (let from = 0; from < bytes.length;) {
      const end = this.#isCsv ? this.#endOfCells(bytes, from) : bytes.indexOf(LF, from);
      const part = bytes.subarray(from, end < 0 ? bytes.length : end);
      if (this.#size + part.length > this.#most) {
        this.#size += part.length;
        break;
      }
      if (end < 0) {
        this.#hold(part);
        break;
      }
      rows.push(this.#whole(part));
      from = end + 1;
    }
    return rows;
  }

  /** What is left behind the last line feed; undefined where nothing is. */
  rest(): Row | undefined {
    return this.#size === 0 ? undefined : this.#whole(NOTHING);
  }

  /** Doubled until it has the room: many small parts cost no more than a large one. */
  #hold(part: Uint8Array): void {
    const wanted = this.#size + part.length;
    if (wanted > this.#held.length) {
      const larger = new Uint8Array(Math.max(wanted, this.#held.length * 2));
      larger.set(this.#held.subarray(0, this.#size));
      this.#held = larger;
    }
    this.#held.set(part, this.#size);
    this.#size = wanted;
  }

  #whole(part: Uint8Array): Row {
    let bytes = part;
    if (this.#size > 0) {
      this.#hold(part);
      bytes = this.#held.slice(0, this.#size);
    }
    const row = { line: this.#begun, bytes: this.#isFirst ? withoutMark(bytes) : bytes };
    this.#isFirst = false;
    this.#size = 0;
    this.#isQuoted = false;
    this.#mayOpen = true;
    this.#begun = ++this.#line;
    return row;
  }

  /**
   * Where a row of CSV ends; -1 where that is not among these bytes. A quote opens at the beginning of a cell, and right behind one that has closed: two of
   * them within quotes are one of the text.
   */
  #endOfCells(bytes: Uint8Array, from: number): number {
    let isQuoted = this.#isQuoted, mayOpen = this.#mayOpen, end = -1;
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        const isOpen = isQuoted;
        isQuoted = !isOpen && mayOpen;
        mayOpen = isOpen;
      } else if (byte === LF && !isQuoted) {
        end = at;
        break;
      } else {
        if (byte === LF) this.#line++;
        mayOpen = byte === COMMA || this.#isFirst && MARK.includes(byte ?? 0) && mayOpen;
      }
    }
    this.#isQuoted = isQuoted;
    this.#mayOpen = mayOpen;
    return end;
  }
}

const NOTHING = new Uint8Array();

function withoutMark(bytes: Uint8Array): Uint8Array {
  return MARK.every((byte, at) => bytes[at] === byte) ? bytes.subarray(MARK.length) : bytes;
}
