/**
 * `{% lorem %}`: text where there is none yet.
 *
 * @module
 */
import type { Tag } from "../compile/parser.ts";
import type { Context } from "../run/context.ts";
import { toCount } from "../value/number.ts";
import { wants } from "./words.ts";

const TEXT = "Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor " +
  "incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation " +
  "ullamco laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit " +
  "in voluptate velit esse cillum dolore eu fugiat nulla pariatur. Excepteur sint occaecat cupidatat " +
  "non proident, sunt in culpa qui officia deserunt mollit anim id est laborum.";
const WORDS = TEXT.toLowerCase().replace(/[.,]/g, "").split(" ");
/** How many of them begin every text. */
const COMMON = 19;

/** Words (`w`), paragraphs of HTML (`p`) or of plain text (`b`). */
export const lorem: Tag = (parser, words) => {
  const given = words.slice(1), isCommon = given.at(-1) !== "random";
  if (!isCommon) given.pop();
  const method = /^[wpb]$/.test(given.at(-1) ?? "") ? given.pop() ?? "b" : "b";
  wants(given.length < 2, "{% lorem 3 p random %}");
  const value = parser.expression(given[0] ?? "1");
  return (cx) => {
    const count = toCount(value(cx)) ?? 1;
    cx.spend(Math.max(0, count), 0);
    if (method === "w") return counted(chosen(count, isCommon, cx).join(" "), cx);
    const all = Array.from(
      { length: Math.max(0, count) },
      (_, at) => counted(isCommon && at === 0 ? TEXT : paragraph(cx), cx),
    );
    return (method === "p" ? all.map((each) => `<p>${each}</p>`) : all).join("\n\n");
  };
};

function counted(text: string, cx: Context): string {
  cx.spend(text.length >> 5, text.length);
  return text;
}

function chosen(count: number, isCommon: boolean, cx: Context): string[] {
  const words = isCommon ? WORDS.slice(0, COMMON).slice(0, count) : [];
  while (words.length < count) words.push(WORDS[below(WORDS.length, cx)] ?? "");
  return words;
}

function paragraph(cx: Context): string {
  return Array.from({ length: 1 + below(4, cx) }, () => {
    const [first = "", ...rest] = chosen(3 + below(10, cx), false, cx).join(" ");
    return `${first.toUpperCase()}${rest.join("")}.`;
  }).join(" ");
}

function below(n: number, cx: Context): number {
  return Math.floor(cx.setting.random() * n);
}
