/**
 * What the pages have in common: the head with the other pages and languages, and the code beside the form.
 *
 * @module
 */
import { type Locale, locale } from "../../form/mod.ts";
import { type kvs, nitro } from "../../mod.ts";
import type { Sink } from "../../n2o/file/mod.ts";

const { code, details, div, h1, header, link, main, nav, p, pre, summary } = nitro;

/** The languages of the gallery. */
export const LANGUAGES = ["en", "uk"] as const;
/** One of them. */
export type Lang = (typeof LANGUAGES)[number];

/** What a page is made with. */
export interface Given {
  /** The store. */
  readonly kv: kvs.Kv;
  /** Where files go. */
  readonly sink: Sink;
  /** The language of whoever it is for. */
  readonly lang: Lang;
}

/** What a page is about, and how it is made. */
export interface Subject {
  /** Its name in addresses, and of its file. */
  readonly name: string;
  /** Where it is, within its language. */
  readonly path: string;
  /** Where a link leads to it, where that is not its path. */
  readonly href?: string;
  readonly title: Said;
  /** What there is to see, in a sentence or two. */
  readonly says: Said;
  /** Makes it, for a language. */
  readonly page: (given: Given) => nitro.LivePage | Promise<nitro.LivePage>;
}

/** A text in each language. */
export type Said = Readonly<Record<Lang, string>>;

/** Chooses between the texts of a language. */
export type Say = (en: string, uk: string) => string;

/** See {@linkcode Say}. */
export const saying = (lang: Lang): Say => (en, uk) => lang === "uk" ? uk : en;

/** How pages look, and in which language their forms speak. */
export function look(lang: Lang): { readonly locale: Locale } & nitro.PageLook {
  return { lang, locale: locale(lang), styles: ["/static/documents.css"] };
}

/** The head of a page: the way back, and the other language. */
export function head(lang: Lang, path: string): nitro.Element {
  const say = saying(lang);
  return header({
    body: nav({
      aria: { label: say("Gallery", "Галерея") },
      body: [
        link({ href: `/${lang}`, body: say("Gallery of forms", "Галерея форм") }),
        lang === "en"
          ? link({ href: `/uk/${path}`, lang: "uk", body: "Українською" })
          : link({ href: `/en/${path}`, lang: "en", body: "In English" }),
      ],
    }),
  });
}

/** What stands around the forms of a subject. */
export async function around(
  subject: Subject,
  lang: Lang,
): Promise<(form: nitro.Body) => nitro.Body> {
  const { name, title, says, path, href = path } = subject, text = await codeOf(name);
  const label = saying(lang)("Code", "Код");
  return (body) => [
    head(lang, href),
    main({
      body: [
        h1({ body: title[lang] }),
        p({ class: "says", body: says[lang] }),
        div({ class: "shown", body }),
        details({
          body: [
            summary({ body: label }),
            pre({
              tabindex: 0,
              role: "region",
              aria: { label: `${label}: ${title[lang]}` },
              body: code({ body: text }),
            }),
          ],
        }),
      ],
    }),
  ];
}

/** The code of a page as its file has it, without what it imports and what stands above it. */
async function codeOf(name: string): Promise<string> {
  const text = await Deno.readTextFile(new URL(`./pages/${name}.ts`, import.meta.url));
  return text.slice(text.lastIndexOf("\nimport ")).replace(/^[^;]*;\n/, "").trim();
}
