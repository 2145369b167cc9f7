/**
 * An application whose API has a log in, keys, tokens and files: the same on each host.
 *
 * @module
 */
import { toHex } from "../../../../base/mod.ts";
import {
  api,
  clientNetwork,
  fileOperations,
  requestOrigin,
  visitor,
  visitorSessions,
} from "../../../../host/rest/mod.ts";
import type { Kv } from "../../../../kvs/mod.ts";
import type { Config } from "../../../../mod.ts";
import { memorySink } from "../../../../n2o/file/mod.ts";
import { resource, rest } from "../../../../rest/mod.ts";
import {
  apiKeys,
  credentials,
  keyOperations,
  knownNetworks,
  loginOperations,
  passwordCheck,
  signedLinks,
} from "../../../../rest/auth/mod.ts";

const utf8 = new TextEncoder();

/** The hash of a password, by what every host has. */
async function hashOf(password: string): Promise<string> {
  const key = await crypto.subtle.importKey("raw", utf8.encode(password), "PBKDF2", false, [
    "deriveBits",
  ]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: utf8.encode("salt"), iterations: 1_000 };
  return toHex(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)));
}

const PASSWORDS: Readonly<Record<string, string>> = { ann: "tea", bob: "oil" };

/** The settings over a store. */
export function entrySettings(kv: Kv): Pick<Config, "routes" | "secret" | "log" | "app"> {
  const keys = apiKeys(kv);
  const notes = resource({
    name: "notes",
    table: "note",
    may: { list: { scope: "notes:read" }, create: { scope: "notes:write" } },
  });
  const operations = [
    ...loginOperations({
      sessions: visitorSessions,
      check: passwordCheck({
        async find(id) {
          const password = PASSWORDS[id];
          return password === undefined ? undefined : { id, hash: await hashOf(password) };
        },
        verify: async (password, hash) => await hashOf(password) === hash,
        nobody: "",
      }),
      address: clientNetwork,
      known: knownNetworks(kv),
    }),
    ...keyOperations(keys, { own: { scope: "keys" } }),
    ...fileOperations({
      sink: memorySink(),
      may: { upload: "known", download: "known", link: "known", delete: "known" },
      links: signedLinks({ secret: "another secret of sixteen letters" }),
      limits: { size: 1_000_000, kinds: ["image/*", "text/plain"] },
    }),
  ];
  return {
    routes: { "/": { event() {} } },
    secret: "a secret of more than sixteen letters",
    log: () => {},
    app: api(() =>
      rest({
        kv,
        resources: [notes],
        operations,
        who: credentials({
          keys,
          verify: (token) =>
            token === "from-elsewhere" ? { id: "bob", scopes: ["notes:read"] } : undefined,
          session: visitor,
        }),
        origin: requestOrigin,
      })
    ),
  };
}
