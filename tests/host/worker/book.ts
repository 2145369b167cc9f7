/**
 * A guestbook of classic pages for any host: `/book` shows entries and takes them, `/book/login` takes a name, `/book/photo` a file.
 *
 * @module
 */
import { classic, classicPage, to, view } from "../../../host/classic/mod.ts";
import type { App, Given } from "../../../host/cloudflare/mod.ts";
import { files } from "../../../host/file/files.ts";
import { all, append, type Kv } from "../../../kvs/mod.ts";
import * as n2o from "../../../n2o/mod.ts";
import { memory, type Source, Templates } from "../../../nitro/dtl/mod.ts";
import * as nitro from "../../../nitro/mod.ts";

interface Entry {
  readonly id: string;
  readonly user: string;
  readonly text: string;
}

/** Its templates by their names. */
export const TEXTS: Readonly<Record<string, string>> = {
  "base.html": "<!doctype html><title>{% block title %}{% endblock %}</title>" +
    '{% for m in messages %}<p class="{{ m.kind }}">{{ m.text }}</p>{% endfor %}{% block main %}{% endblock %}',
  "book.html":
    '{% extends "base.html" %}{% block title %}Book of {{ user|default:"nobody" }}{% endblock %}' +
    '{% block main %}<form method="post"><input name="text" value="{{ typed.text }}">{{ wrong }}</form>' +
    "{% for e in entries %}<li>{{ e.user }}: {{ e.text }}</li>{% endfor %}{% endblock %}",
};

/** The guestbook on a store, with templates of a source. */
export function book(kv: Kv, source: Source = memory(TEXTS)): (app: App, given: Given) => void {
  const shown = async (aside: object = {}) => ({
    entries: await all<Entry>(kv, "/book"),
    ...aside,
  });
  const pages = {
    "/book": classicPage({
      fields: { text: "text" },
      get: async () => view("book.html", await shown()),
      async post({ values: { text }, fields }) {
        const user = n2o.user();
        if (user === "") return to("/book/login");
        if (text === "") {
          const aside = { wrong: "Write something.", typed: fields.first() };
          return view("book.html", await shown(aside), { status: 422 });
        }
        await append(kv, { id: crypto.randomUUID(), user, text }, "/book");
        nitro.flash("Thank you", "success");
        return to("/book");
      },
    }),
    "/book/login": classicPage({
      fields: { name: "text" },
      post({ values: { name } }) {
        n2o.user(name);
        return to("/book");
      },
    }),
    "/book/photo": classicPage({
      fields: { title: "text" },
      files: { sink: files(kv), limits: { size: 10_000 } },
      async post({ values: { title }, files: [file] }) {
        const text = `${title} ${file?.name} ${file?.size}`;
        await append(kv, { id: crypto.randomUUID(), user: n2o.user(), text }, "/book");
        return to("/book");
      },
    }),
  };
  return classic({ templates: new Templates({ source }), pages });
}
