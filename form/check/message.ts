/**
 * What a person is told of an issue.
 *
 * @module
 */
import type { Messages } from "../declaration/message.ts";
import type { Compiled } from "../document/compile.ts";
import type { Issue } from "../issue.ts";
import { locale as localeOf } from "../locale/language.ts";
import type { Locale } from "../locale/locale.ts";
import { placeAt } from "./walk.ts";

/**
 * What a person is told, where `scope` is the document of it: the words of the field for the key, else of the document (its `messages`), else those of whoever found it, else
 * those of the language. It is a text: whoever shows it escapes it, as elements do.
 *
 * @example
 * ```ts
 * import { locale, messageOf } from "@n2o/n2o/form";
 *
 * const issue = { path: "lines", code: "mincount", args: { count: 2, length: 1 } };
 * const text = messageOf(issue, locale("uk"));
 * if (text !== "Потрібно щонайменше 2 елементи.") throw new Error(text);
 * ```
 */
export function messageOf(issue: Issue, locale: Locale, scope?: Compiled): string {
  const { path, code, args = {}, message } = issue;
  const own = scope === undefined ? undefined : placeAt(scope, path).node?.field.messages;
  for (const messages of [own, scope?.document.messages]) {
    if (messages !== undefined && Object.hasOwn(messages, code)) {
      return said(messages, locale, code, args);
    }
  }
  if (message !== undefined) return message;
  const text = locale.say(code, args);
  // A key of the application's own, for which nobody has words.
  return text === code ? locale.say("invalid") : text;
}

function said(
  messages: Messages,
  { tag }: Locale,
  code: string,
  args: NonNullable<Issue["args"]>,
): string {
  return localeOf(tag, messages).say(code, args);
}
