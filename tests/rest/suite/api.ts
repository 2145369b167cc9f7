/**
 * The API that the suite asks, over any store: resources, and processes with a runtime of their own.
 *
 * @module
 */
import { openRuntime } from "../../../bpe/mod.ts";
import { BPE_ERRORS, processes } from "../../../host/rest/mod.ts";
import { type Kv, table } from "../../../kvs/mod.ts";
import type { Person } from "../../../rest/mod.ts";
import { CSV, feeds, NDJSON, resource, rest, type RestApp } from "../../../rest/mod.ts";

/** An API that answers, until it is closed. */
export interface Served {
  readonly api: RestApp;
  close(): Promise<void>;
}

interface Note {
  readonly id: string;
  readonly n?: number;
  readonly text?: string;
  readonly tags?: readonly string[];
}

/** Who the header `x-person` says it is: `ann Manager,Personnel`. */
function who({ headers }: Request): Person | undefined {
  const [id = "", roles = ""] = headers.get("x-person")?.split(" ") ?? [];
  return id === "" ? undefined : { id, by: "key", user: { roles: roles.split(",") } };
}

const isAdmin = ({ user }: Person) => JSON.stringify(user).includes('"admin"');

/** Opens it; what fails inside is told to `failed`. */
export function suiteApi(kv: Kv, failed: (error: unknown) => void): Served {
  const runtime = openRuntime(kv, {
    index: ["customer"],
    handlers: {
      reserve: ({ variables }) => {
        if (variables.article === "none") throw new Error("there is none");
        return { reserved: Number(variables.quantity) };
      },
    },
    retries: 1,
    log: () => {},
  });
  const notes = resource({
    name: "notes",
    table: table<Note>("note", { fields: ["id", "n", "text", "tags"], keys: ["n"] }),
    may: "anyone",
    types: ["application/json", CSV, NDJSON],
  });
  const strict = resource({ name: "strict", table: "strict", may: "anyone", mustMatch: true });
  const api = rest({
    kv,
    resources: [notes, strict],
    feeds: [feeds({ prefix: "/chat", under: "apart", may: "anyone" })],
    operations: processes(runtime, {
      may: {
        definitions: "anyone",
        deploy: isAdmin,
        start: "known",
        instances: "known",
        tasks: "known",
        oversee: isAdmin,
        assign: isAdmin,
        set: "known",
        cancel: isAdmin,
        activate: "known",
        migrate: isAdmin,
        erase: isAdmin,
        resolve: "known",
        publish: "known",
        signal: isAdmin,
        conditions: isAdmin,
        row: (person, { process }) =>
          process !== "secret" || person !== undefined && isAdmin(person),
      },
    }),
    errors: [BPE_ERRORS],
    who,
    log: (level, _, details) => level === "error" && failed(details?.error),
  });
  return { api, close: () => runtime.close() };
}
