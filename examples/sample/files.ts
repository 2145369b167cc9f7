/**
 * The files of the chat: they lie in the store, belong to the room that they were sent to, and are fetched by who is in it.
 *
 * @module
 */
import { addressOf, downloads, formUploads } from "../../host/file/mod.ts";
import { files, uploads } from "../../host/file/files.ts";
import { type Config, type kvs, n2o, nitro } from "../../mod.ts";

/** A file of a message. */
export interface ChatFile {
  /** Where it lies. */
  readonly place: string;
  /** Its bytes. */
  readonly size: number;
}

/** The largest file, in bytes, and the largest that a form may send. */
const LARGEST = 100_000_000, LARGEST_OF_FORM = 16_777_216;
const UNITS = ["B", "kB", "MB"];

/** A file that arrived. */
export type Arrived = ChatFile & { readonly name: string };

/** What an application of a store needs so that its chat has files; `attach` says in the room that one came by a form. */
export function chatFiles(kv: kvs.Kv, attach: (file: Arrived) => Promise<void>): {
  protocols: NonNullable<Config["protocols"]>;
  app: NonNullable<Config["app"]>;
} {
  const source = files(kv), limits = { size: LARGEST };
  const isInRoom = () => n2o.user() !== "" && roomOf() !== "";
  return {
    protocols: async (given) => [
      "n2o_heart",
      "nitro_n2o",
      await uploads(given, source, { limits, accept: isInRoom }),
    ],
    app(app, given) {
      // As a browser without scripts sends them, and `curl -F file=@x`.
      const send = formUploads(given, {
        sink: source,
        limits: { size: LARGEST_OF_FORM },
        permit: isInRoom,
        done: async ({ files }) => {
          for (const file of files) await attach(file);
        },
        then: "/app/index.htm",
      });
      app.post("/app/files", n2o.guarded(send, {}));
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
  return [
    nitro.link({ href: addressOf(place), dir: "auto", body: name }),
    ` ${rounded} ${UNITS[step]}`,
  ];
}

function roomKey(place: string): string[] {
  return ["chat", "file", place];
}

function roomOf(): string {
  const room = n2o.session("room");
  return typeof room === "string" ? room : "";
}
