/**
 * The guestbook: whoever logged in writes into it, and everybody reads it.
 *
 * @module
 */
import {
  classic,
  type ClassicPage,
  classicPage,
  to,
  type View,
  view,
} from "../../host/classic/mod.ts";
import { page as pageOf } from "../../kvs/page/page.ts";
import { type Application, application, type Config, kvs, n2o, nitro } from "../../mod.ts";
import { folder, Templates } from "../../nitro/dtl/mod.ts";

/** An entry of the book. */
interface Entry {
  /** A UUID. */
  readonly id: string;
  /** Who wrote it. */
  readonly user: string;
  /** What was written. */
  readonly text: string;
  /** From 1 to 5. */
  readonly stars: number;
  /** When, in milliseconds since the epoch. */
  readonly at: number;
}

const FEED = "/guestbook", SHOWN = 20, LONGEST = 1_000;

/** The application on a store. */
export async function guestbook(
  kv: kvs.Kv,
  config: Partial<Config> = {},
): Promise<Application> {
  const templates = new Templates({ source: folder(new URL("./templates/", import.meta.url)) });
  const pages = { "/": book(kv), "/login": login, "/logout": logout };
  return await application({
    kv,
    routes: {},
    app: classic({ templates, pages }),
    static: { "/classic/": new URL("./static/", import.meta.url) },
    ...config,
  });
}

/** The book, and the form that writes into it. */
function book(kv: kvs.Kv): ClassicPage {
  async function shown(after: string, aside: object = {}): Promise<View> {
    const { records, more, end } = await pageOf<Entry>(kv, FEED, {
      reverse: true,
      limit: SHOWN,
      ...after !== "" && { after },
    });
    const entries = records.map((entry) => ({ ...entry, when: new Date(entry.at) }));
    return view("book.html", { entries, earlier: more ? end : undefined, ...aside });
  }
  return classicPage({
    fields: { text: "text", stars: "number" },
    get: ({ query }) => shown(query.text("after")),
    async post({ values: { text, stars }, fields }) {
      const user = n2o.user();
      if (user === "") return to("/login");
      const wrong = {
        text: text.trim() === ""
          ? "Write something."
          : text.length > LONGEST
          ? `At most ${LONGEST} characters.`
          : undefined,
        stars: isStars(stars) ? undefined : "A whole number from 1 to 5.",
      };
      if (!isStars(stars) || wrong.text !== undefined) {
        const { name, data } = await shown("", { typed: fields.first(), wrong });
        return view(name, data, { status: 422 });
      }
      const entry = { id: crypto.randomUUID(), user, text, stars, at: Date.now() };
      await kvs.append(kv, entry, FEED);
      nitro.flash("Thank you, it is written.", "success");
      return to("/");
    },
  });
}

function isStars(stars: number | undefined): stars is number {
  return stars !== undefined && Number.isInteger(stars) && stars >= 1 && stars <= 5;
}

/** Whoever says who they are is believed: a guestbook, no bank. */
const login: ClassicPage = classicPage({
  fields: { name: "text" },
  get: () => view("login.html"),
  post({ values, fields }) {
    const name = values.name.trim();
    if (name === "" || name.length > 64) {
      const wrong = { name: "A name of at most 64 characters." };
      return view("login.html", { typed: fields.first(), wrong }, { status: 422 });
    }
    n2o.user(name);
    nitro.flash(`Good day, ${name}.`);
    return to(n2o.returnPath("/"));
  },
});

const logout: ClassicPage = classicPage({
  post() {
    n2o.user("");
    return to("/");
  },
});
