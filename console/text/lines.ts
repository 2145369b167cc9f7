/**
 * Lines of a stream of bytes, numbered from 1.
 *
 * @module
 */
import { concatBytes } from "../../base/mod.ts";
import { ConsoleError } from "../error.ts";

/** The most bytes of a line: the largest record, 16 MiB, whatever characters it has. */
const MAX_LINE: number = 128 << 20;

const NEWLINE = 0x0a;

/**
 * The lines, without their ends.
 *
 * @param read is told of the bytes read
 * @throws {ConsoleError} `bad_line` for one that is over the limit or no UTF-8
 */
export async function* linesOf(
  bytes: AsyncIterable<Uint8Array>,
  read: (bytes: number) => void = () => {},
): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  let line = 0, parts: Uint8Array[] = [], size = 0;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const add = (part: Uint8Array) => {
    size += part.length;
    if (size > MAX_LINE) throw bad(line + 1, `over ${MAX_LINE} bytes long`);
    if (part.length > 0) parts.push(part);
  };
  const take = () => {
    line++;
    try {
      const [only = new Uint8Array()] = parts;
      return { text: decoder.decode(parts.length > 1 ? concatBytes(...parts) : only), line };
    } catch (cause) {
      throw bad(line, "not UTF-8", cause);
    } finally {
      parts = [];
      size = 0;
    }
  };
  for await (const chunk of bytes) {
    read(chunk.length);
    let start = 0;
    for (let end; (end = chunk.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
      add(chunk.subarray(start, end));
      yield take();
    }
    add(chunk.slice(start));
  }
  if (size > 0) yield take();
}

function bad(line: number, why: string, cause?: unknown): ConsoleError {
  return new ConsoleError("bad_line", `line ${line} is ${why}`, { cause });
}
