/**
 * The files of the chat: they lie in the store, belong to the room that they were sent to, and are fetched by who is in it.
 *
 * @module
 */
import { addressOf, downloads } from "../../host/file/mod.ts";
import { files, uploads } from "../../host/file/files.ts";
import { type Config, type kvs, n2o, nitro } from "../../mod.ts";

/** A file of a message. */
export interface ChatFile {
  /** Where it lies. */
  readonly place: string;
  /** Its bytes. */
  readonly size: number;
}

/** The largest file, in bytes. */
const LARGEST = 100_000_000;
const UNITS = ["B", "kB", "MB"];

/** What an application of a store needs so that its chat has files. */
export function chatFiles(kv: kvs.Kv): {
  protocols: NonNullable<Config["protocols"]>;
  app: NonNullable<Config["app"]>;
} {
  const source = files(kv), limits = { size: LARGEST };
  return {
    protocols: async (given) => [
      "n2o_heart",
      "nitro_n2o",
      await uploads(given, source, { limits, accept: () => n2o.user() !== "" && roomOf() !== "" }),
    ],
    app(app) {
      const permit = async ({ place }: { readonly place: string }) =>
        n2o.user() !== "" && (await kv.get<string>(roomKey(place))).value === roomOf();
      app.get("/files/*", downloads({ source, permit, login: "/app/login.htm" }));
    },
  };
}

/** Says, in the commit of its message, which room a file belongs to; a commit that says it a second time fails. */
export function share(commit: ReturnType<kvs.Kv["atomic"]>, place: string, room: string): void {
  commit.check({ key: roomKey(place), versionstamp: null }).set(roomKey(place), room);
}

/** The link to a file, with its size. */
export function linkTo(name: string, { place, size }: ChatFile): nitro.Body {
  const step = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), UNITS.length - 1);
  const rounded = Math.round(size / 1_000 ** step * 10) / 10;
  return [nitro.link({ href: addressOf(place), body: name }), ` ${rounded} ${UNITS[step]}`];
}

function roomKey(place: string): string[] {
  return ["chat", "file", place];
}

function roomOf(): string {
  const room = n2o.session("room");
  return typeof room === "string" ? room : "";
}
