/**
 * Every kind of action with the same text wherever an action takes one.
 *
 * @module
 */
import { type Action, api, confirm } from "../../../nitro/action/action.ts";
import { event } from "../../../nitro/event.ts";

/** Texts that would end a literal, run, or be markup, if one of them were not escaped. */
export const HOSTILE: readonly string[] = [
  "plain",
  "'+pwn()+'",
  '"+pwn()+"',
  "`+pwn()+`",
  "${pwn()}",
  "\\'+pwn()+\\'",
  "\\${pwn()}",
  "');pwn();//",
  "</script><script>pwn()</script>",
  "<!--<script>",
  "\n\r\u2028\u2029\0pwn()",
  "*/pwn()/*",
  "Є 😀 \ud83d\ude00",
];

/** The actions in which `text` stands wherever a text may stand, by their kind. */
export function actionsWith(text: string): Record<Action["action"], Action> {
  return {
    event: event({
      target: text,
      type: text,
      postback: text,
      source: [text, "b"],
      key: text,
      confirm: text,
    }),
    update: { action: "update", target: text, html: text },
    insert: { action: "insert", target: text, where: "afterbegin", html: text, tag: "div" },
    clear: { action: "clear", target: text },
    remove: { action: "remove", target: text },
    redirect: { action: "redirect", url: `/x?${text}` },
    set: { action: "set", target: text, path: "value", value: [text, [text], 1, true, null] },
    attr: { action: "attr", target: text, name: "data-x", value: text },
    text: { action: "text", target: text, text },
    move: { action: "move", target: text, where: "beforebegin", id: text },
    call: { action: "call", target: { qs: text }, method: "focus", args: [text, [text, false]] },
    reset: { action: "reset", target: text, text },
    confirm: confirm({ target: text, text, postback: text, source: [text] }),
    api: api({ name: "plus", postback: text, delegate: text }),
    cookie: { action: "cookie", text },
    hook: { action: "hook", name: text, data: [text] },
    upload: { action: "upload", target: text, meta: text, words: { done: text } },
    part: { action: "part", part: "combo", target: text },
    script: { action: "script", text: "" },
  };
}
