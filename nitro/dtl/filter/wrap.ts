/**
 * Words in lines, as `textwrap` of Python sets them: no word is broken.
 *
 * @module
 */
import { DtlError } from "../error.ts";
import { isWhite, linesOf } from "../value/white.ts";

/** A text in lines of at most `width` characters, if no word is longer. */
export function wrapped(text: string, width: number): string {
  if (width <= 0) throw new DtlError("value", "lines are at least one character wide");
  const made: string[] = [];
  for (const line of linesOf(text, true)) lines(line, width, made);
  return made.join("\n");
}

function lines(line: string, width: number, made: string[]): void {
  const first = made.length;
  let current: string[] = [], length = 0;
  const end = () => {
    if (isWhite(current.at(-1) ?? "")) current.pop();
    if (current.length > 0) made.push(current.join(""));
    current = [];
    length = 0;
  };
  for (const chunk of spaced(line).split(/( +)/).filter((each) => each !== "")) {
    const isSpace = isWhite(chunk), size = [...chunk].length;
    if (length + size > width) {
      if (current.length > 0) end();
      if (isSpace) {
        if (size <= width && made.length === first) [current, length] = [[chunk], size];
        continue;
      }
    } else if (isSpace && current.length === 0 && made.length > first) continue;
    current.push(chunk);
    length += size;
  }
  end();
}

/** Tabs as spaces up to the next stop, all that is white as spaces. */
function spaced(line: string): string {
  let column = 0, made = "";
  for (const sign of line) {
    const isTab = sign === "\t", width = isTab ? 8 - column % 8 : 1;
    made += isTab ? " ".repeat(width) : /[\n\v\f\r]/.test(sign) ? " " : sign;
    column = /[\n\r]/.test(sign) ? 0 : column + width;
  }
  return made;
}
