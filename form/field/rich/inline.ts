/**
 * What stands within a line of Markdown: emphasis, code and links.
 *
 * @module
 */
import { type Body, br, code, em, link, s, strong } from "../../../nitro/mod.ts";

/** A sign that opens and closes, and what stands between two of it. */
const MARKS = [
  { sign: "**", make: strong },
  { sign: "__", make: strong },
  { sign: "~~", make: s },
  { sign: "*", make: em },
  { sign: "_", make: em },
] as const;
type Mark = (typeof MARKS)[number];

/** A sign that was opened, and what came before it. */
interface Open {
  readonly mark: Mark;
  readonly before: Body[];
}

const LINK = /\[([^\[\]\n]{1,500})\]\(([^()\s]{1,2000})\)/y,
  CODE = /(`{1,3})(?!`)([^`\n]+)\1(?!`)/y;
const ADDRESS = /https?:\/\/[^\s<>()"']{1,2000}/y, ESCAPED = /\\([!-\/:-@\[-`{-~])/y;

/** The elements of what stands within a line. A sign that is not closed is itself. */
export function inline(text: string): Body {
  const stack: Open[] = [];
  let made: Body[] = [], at = 0, said = "";
  const flush = () => {
    if (said !== "") made.push(said);
    said = "";
  };
  const add = (body: Body, length: number) => {
    flush();
    made.push(body);
    at += length;
  };
  while (at < text.length) {
    const found = pieceAt(text, at), mark = found === undefined ? markAt(text, at) : undefined;
    if (found !== undefined) add(found.body, found.length);
    else if (mark === undefined) said += text.charAt(at++);
    else {
      flush();
      const open = stack.findLastIndex((each) => each.mark === mark);
      if (open >= 0 && !isBlank(text, at - 1)) {
        // What was opened within and is not closed is itself.
        while (stack.length > open + 1) made = unopened(stack, made);
        const before = stack.pop()?.before ?? [];
        before.push(mark.make({ body: made }));
        made = before;
      } else if (!isBlank(text, at + mark.sign.length) && stack.length < MARKS.length) {
        stack.push({ mark, before: made });
        made = [];
      } else said += mark.sign;
      at += mark.sign.length;
    }
  }
  flush();
  while (stack.length > 0) made = unopened(stack, made);
  return made;
}

function unopened(stack: Open[], made: Body[]): Body[] {
  const open = stack.pop();
  if (open === undefined) return made;
  open.before.push(open.mark.sign, made);
  return open.before;
}

/** A link, code, an escaped sign or the end of a line, with its length. */
function pieceAt(
  text: string,
  at: number,
): { readonly body: Body; readonly length: number } | undefined {
  switch (text.charAt(at)) {
    case "\n":
      return { body: br({}), length: 1 };
    case "\\":
      return piece(ESCAPED, text, at, ([, sign = ""]) => sign);
    case "`":
      return piece(CODE, text, at, ([, , inner = ""]) => code({ body: inner }));
    case "[":
      return piece(
        LINK,
        text,
        at,
        ([whole, inner = "", href = ""]) => isAddress(href) ? to(href, inner) : whole,
      );
    case "h":
      return piece(ADDRESS, text, at, ([href]) => isAddress(href) ? to(href, href) : href);
  }
  return undefined;
}

function piece(
  pattern: RegExp,
  text: string,
  at: number,
  make: (found: RegExpExecArray) => Body,
): { readonly body: Body; readonly length: number } | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? undefined : { body: make(found), length: found[0].length };
}

/** Addresses of the web and of mail only: others could run something. */
function isAddress(href: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(href) && URL.canParse(href);
}

function to(href: string, body: string): Body {
  return link({ href, rel: "noopener noreferrer nofollow", target: "_blank", body });
}

/** The mark at a place. An underline within a word is part of it. */
function markAt(text: string, at: number): Mark | undefined {
  return MARKS.find(({ sign }) =>
    text.startsWith(sign, at) &&
    !(sign.startsWith("_") && isWord(text, at - 1) && isWord(text, at + sign.length))
  );
}

function isBlank(text: string, at: number): boolean {
  return /^\s?$/.test(text.charAt(at));
}

function isWord(text: string, at: number): boolean {
  return /^[\p{L}\p{N}]$/u.test(text.charAt(at));
}
