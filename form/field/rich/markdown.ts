/**
 * A subset of Markdown, as elements of nitro: headings, paragraphs, quotes, lists, code, emphasis and links. There is no HTML in it: what
 * looks like some is text.
 *
 * Blocks are told line by line, and what stands within a line is read once from left to right: time and what comes of it are linear in
 * the length of the text, however it is nested.
 *
 * @module
 */
import {
  blockquote,
  type Body,
  code,
  h3,
  h4,
  h5,
  hr,
  li,
  ol,
  p,
  pre,
  ul,
} from "../../../nitro/mod.ts";
import { inline } from "./inline.ts";

/** How deep quotes stand in each other; what is deeper is text. */
const DEEPEST = 8;

/** The elements of a text. Headings begin at `h3`: the page and the form have those above. */
export function markdown(text: string, depth = 0): Body {
  const lines = text.split("\n"), made: Body[] = [];
  let at = 0;
  while (at < lines.length) {
    const block = blockAt(lines, at, depth);
    if (block.body !== null) made.push(block.body);
    at = Math.max(block.end, at + 1);
  }
  return made;
}

/** A block, and the line behind it. */
interface Block {
  readonly body: Body;
  readonly end: number;
}

const HEADING = /^(#{1,3}) +(.*)$/,
  FENCE = /^(`{3,}|~{3,})/,
  RULE = /^(?:\*{3,}|-{3,}|_{3,})$/;
const BULLET = /^[-*+] +(.*)$/, NUMBERED = /^(\d{1,9})[.)] +(.*)$/, QUOTE = /^> ?(.*)$/;
const HEADINGS = [h3, h4, h5];

function blockAt(lines: readonly string[], at: number, depth: number): Block {
  const line = (lines[at] ?? "").trimEnd();
  if (line === "") return { body: null, end: at + 1 };
  const heading = HEADING.exec(line);
  if (heading !== null) {
    const make = HEADINGS[(heading[1]?.length ?? 1) - 1] ?? h5;
    return { body: make({ body: inline(heading[2] ?? "") }), end: at + 1 };
  }
  if (RULE.test(line)) return { body: hr({}), end: at + 1 };
  if (FENCE.test(line)) return fenced(lines, at);
  if (QUOTE.test(line) && depth < DEEPEST) return quoted(lines, at, depth);
  if (BULLET.test(line)) return listed(lines, at, BULLET);
  return NUMBERED.test(line) ? listed(lines, at, NUMBERED) : paragraph(lines, at, depth);
}

/** Code, up to a fence of the same kind or the end. */
function fenced(lines: readonly string[], at: number): Block {
  const fence = FENCE.exec(lines[at] ?? "")?.[1] ?? "```";
  let end = at + 1;
  while (end < lines.length && !lines[end]?.startsWith(fence)) end++;
  return { body: pre({ body: code({ body: lines.slice(at + 1, end).join("\n") }) }), end: end + 1 };
}

function quoted(lines: readonly string[], at: number, depth: number): Block {
  const inner: string[] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const found = QUOTE.exec(lines[end] ?? "");
    if (found === null) break;
    inner.push(found[1] ?? "");
  }
  return { body: blockquote({ body: markdown(inner.join("\n"), depth + 1) }), end };
}

/** Items of one kind, each of one line and those behind it that are set in. */
function listed(lines: readonly string[], at: number, kind: RegExp): Block {
  const items: string[][] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? "", found = kind.exec(line.trimEnd());
    if (found !== null) items.push([found.at(-1) ?? ""]);
    else if (/^ {2,}\S/.test(line)) items.at(-1)?.push(line.trim());
    else break;
  }
  const body = items.map((each) => li({ body: inline(each.join("\n")) }));
  const first = Number(NUMBERED.exec(lines[at] ?? "")?.[1] ?? 1);
  return {
    body: kind === BULLET ? ul({ body }) : ol({ start: first === 1 ? undefined : first, body }),
    end,
  };
}

/** Lines up to an empty one, or one that begins something else. */
function paragraph(lines: readonly string[], at: number, depth: number): Block {
  let end = at + 1;
  for (; end < lines.length; end++) {
    const line = (lines[end] ?? "").trimEnd();
    const isOther = line === "" || [HEADING, FENCE, RULE, BULLET].some((each) => each.test(line)) ||
      QUOTE.test(line) && depth < DEEPEST;
    if (isOther) break;
  }
  const text = lines.slice(at, end).map((line) => line.trimEnd()).join("\n");
  return { body: p({ body: inline(text) }), end };
}
