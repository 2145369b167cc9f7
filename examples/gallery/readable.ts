/**
 * Markup as a person reads it.
 *
 * @module
 */

/** The widest line. */
const WIDE = 100;
/** Elements without an end tag. */
const VOID = /^<(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b/;
/** Elements whose blanks are text. */
const AS_IT_IS = /^<(pre|textarea|code)\b/;
/** What the server seals is another text each time. */
const SEALED = /"[\w-]{80,}"/g;

/** A piece of markup that stands on its lines. */
interface Piece {
  /** Its start tag, or a text. */
  readonly start: string;
  /** What is in it; undefined for a text, and for an element without an end tag. */
  readonly within: Piece[] | undefined;
  /** Its end tag. */
  end: string;
}

/** Lines of markup, elements that are too wide for one line with what is in them below them; what is sealed is left out. */
export function readable(html: string): string {
  return lines(pieces(html.replaceAll(SEALED, '"..."')), "").join("\n");
}

function pieces(html: string): Piece[] {
  const top: Piece[] = [], open: Piece[] = [];
  for (const [text] of html.matchAll(/<[^>]*>|[^<]+/g)) {
    const parent = open.at(-1);
    if (text.startsWith("</")) {
      if (parent !== undefined) parent.end = text;
      open.pop();
      continue;
    }
    const isElement = text.startsWith("<") && !VOID.test(text) && !text.endsWith("/>");
    const made: Piece = { start: text, within: isElement ? [] : undefined, end: "" };
    (parent?.within ?? top).push(made);
    if (isElement) open.push(made);
  }
  return top;
}

function flat({ start, within = [], end }: Piece): string {
  return start + within.map(flat).join("") + end;
}

function lines(all: readonly Piece[], indent: string): string[] {
  // A text among elements would get blanks that it does not have.
  if (all.some(({ start }) => !start.startsWith("<"))) return [indent + all.map(flat).join("")];
  return all.flatMap((piece) => {
    const whole = indent + flat(piece);
    const { start, within = [], end } = piece;
    if (whole.length <= WIDE || within.length === 0 || AS_IT_IS.test(start)) return [whole];
    return [indent + start, ...lines(within, `${indent}  `), indent + end];
  });
}
