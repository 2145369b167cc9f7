/**
 * Logging in, keys, tokens and files over HTTP, as cases for an application on any host.
 *
 * @module
 */
import { assert, equal } from "../../../_support/assert.ts";

/** A case, for an application at an origin. */
export interface EntryCase {
  readonly name: string;
  run(origin: string): Promise<void>;
}

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: BodyInit;
}

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // deno-lint-ignore no-explicit-any -- a test says what it expects
  readonly json: any;
}

/** Somebody with a browser, or with none: a cookie that is kept, and the origin of pages where it is told. */
class Client {
  cookie = "";
  readonly #origin: string;
  readonly #from: string | undefined;

  constructor(origin: string, from: string | undefined = origin) {
    this.#origin = origin;
    this.#from = from;
  }

  async ask(method: string, path: string, { headers = {}, json, body }: Sent = {}): Promise<Told> {
    const answer = await fetch(`${this.#origin}${path}`, {
      method,
      headers: {
        ...this.#from !== undefined && { origin: this.#from },
        ...this.cookie !== "" && { cookie: this.cookie },
        ...json !== undefined && { "content-type": "application/json" },
        ...headers,
      },
      ...json !== undefined ? { body: JSON.stringify(json) } : body !== undefined && { body },
    });
    const text = await answer.text(), set = answer.headers.get("set-cookie");
    if (set !== null) this.cookie = set.split(";")[0] ?? "";
    const isJson = /json/.test(answer.headers.get("content-type") ?? "");
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  }

  async login(user: string, password: string): Promise<Told> {
    return await this.ask("POST", "/rest/login", { json: { user, password } });
  }
}

async function ann(origin: string): Promise<Client> {
  const client = new Client(origin), told = await client.login("ann", "tea");
  equal(told.status, 200, told.text);
  return client;
}

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

export const ENTRY_CASES: readonly EntryCase[] = [
  {
    name: "a login gives a cookie, a logout takes it back on every address",
    async run(origin) {
      const client = new Client(origin);
      const wrong = await client.login("ann", "oil"), none = await client.login("eve", "oil");
      equal([wrong.status, wrong.text], [401, none.text]);
      equal((await client.ask("GET", "/rest/session")).json, { id: null, by: null });
      const right = await client.login("ann", "tea");
      equal([right.status, right.json], [200, { id: "ann", by: "cookie" }]);
      assert(
        /HttpOnly; SameSite=Lax/.test(right.headers.get("set-cookie") ?? ""),
        "a loose cookie",
      );
      equal((await client.ask("GET", "/rest/session")).json, { id: "ann", by: "cookie" });
      const { cookie } = client;
      equal((await client.ask("GET", "/rest/notes")).status, 200);
      equal((await client.ask("POST", "/rest/logout")).status, 204);
      client.cookie = cookie;
      equal((await client.ask("GET", "/rest/notes")).status, 401);
      const form = new Client(origin), body = new URLSearchParams({ user: "bob", password: "oil" });
      equal((await form.ask("POST", "/rest/login", { body })).status, 200);
    },
  },
  {
    name: "what a cookie changes needs the right origin, what a key changes needs none",
    async run(origin) {
      const client = await ann(origin), { cookie } = client;
      const json = { id: crypto.randomUUID() };
      equal((await client.ask("POST", "/rest/notes", { json })).status, 201);
      for (const from of ["https://evil.example", "null", undefined]) {
        const foreign = new Client(origin, from ?? "");
        foreign.cookie = cookie;
        const headers: Record<string, string> = from === undefined ? { origin: "" } : {};
        const told = await foreign.ask("POST", "/rest/notes", { headers, json: { id: "x" } });
        equal([told.status, from], [403, from]);
      }
      equal((await new Client(origin, "https://evil.example").login("ann", "tea")).status, 403);
      const { json: key } = await client.ask("POST", "/rest/keys", {
        json: { name: "all", scopes: ["notes:write"] },
      });
      const program = new Client(origin, "https://evil.example");
      const headers = { authorization: `Bearer ${key.secret}` };
      const sent = { headers, json: { id: crypto.randomUUID() } };
      equal((await program.ask("POST", "/rest/notes", sent)).status, 201);
    },
  },
  {
    name: "a key does what its scopes say, until it is revoked, whatever cookie comes along",
    async run(origin) {
      const client = await ann(origin);
      const made = await client.ask("POST", "/rest/keys", {
        json: { name: "report", scopes: ["notes:read"] },
      });
      equal(made.status, 201, made.text);
      const { secret: text, id } = made.json, bearer = { authorization: `Bearer ${text}` };
      const program = new Client(origin, "https://elsewhere.example");
      equal((await program.ask("GET", "/rest/notes", { headers: bearer })).status, 200);
      equal(
        (await program.ask("GET", "/rest/notes", { headers: { "x-api-key": text } })).status,
        200,
      );
      const both = { ...bearer, "x-api-key": text };
      equal((await program.ask("GET", "/rest/notes", { headers: both })).status, 400);
      const lacking = await program.ask("POST", "/rest/notes", {
        headers: bearer,
        json: { id: "1" },
      });
      equal(lacking.status, 403);
      assert(/insufficient_scope.*notes:write/.test(lacking.headers.get("www-authenticate") ?? ""));
      equal((await client.ask("DELETE", `/rest/keys/${id}`)).status, 204);
      const late = await client.ask("GET", "/rest/notes", { headers: bearer });
      equal([late.status, late.json.code], [401, "unauthorized"]);
    },
  },
  {
    name: "a token of the application's own speaks for whom it says, and a forged one for nobody",
    async run(origin) {
      const program = new Client(origin, "https://elsewhere.example");
      const ask = (token: string, method = "GET") =>
        program.ask(method, "/rest/notes", {
          headers: { authorization: `Bearer ${token}` },
          ...method === "POST" && { json: { id: "2" } },
        });
      equal((await ask("from-elsewhere")).status, 200);
      equal((await ask("from-elsewhere", "POST")).status, 403);
      const forged = await ask("forged");
      equal(forged.status, 401);
      assert(/invalid_token/.test(forged.headers.get("www-authenticate") ?? ""));
    },
  },
  {
    name: "files come as bodies and forms, go down whole and in parts, and by links without a name",
    async run(origin) {
      const client = await ann(origin), stranger = new Client(origin, "https://elsewhere.example");
      const id = crypto.randomUUID().replaceAll("-", "");
      const sent = await client.ask("PUT", `/rest/uploads/${id}?name=tea.png`, { body: PNG });
      equal(sent.status, 201, sent.text);
      const [{ href, type, size }] = sent.json;
      equal([type, size], ["image/png", PNG.length]);
      const headers = { range: "bytes=1-3" };
      const part = await client.ask("GET", href, { headers });
      equal([part.status, part.text, part.headers.get("content-range")], [
        206,
        "PNG",
        `bytes 1-3/${PNG.length}`,
      ]);
      equal((await stranger.ask("GET", href)).status, 401);
      const link = (await client.ask("POST", href)).json.href;
      const down = await stranger.ask("GET", link);
      equal([down.status, down.headers.get("content-type")], [200, "image/png"]);
      const forged = link.replace(
        /signature=(.)/,
        (_: string, at: string) => `signature=${at === "A" ? "B" : "A"}`,
      );
      const refused = await stranger.ask("GET", forged);
      assert(refused.status === 401 || refused.status === 403, `${refused.status}`);
      const form = new FormData();
      form.append("file", new File(["чай"], "чай.txt"));
      const [{ name, href: text }] = (await client.ask("POST", "/rest/files", { body: form })).json;
      equal([name, (await client.ask("GET", text)).text], ["чай.txt", "чай"]);
      const large = await client.ask("POST", "/rest/files?name=a.txt", {
        body: "a".repeat(1_000_001),
      });
      equal(large.status, 413);
      equal((await client.ask("DELETE", href)).status, 204);
      equal((await stranger.ask("GET", link)).status, 404);
    },
  },
  {
    name: "who tries too many passwords of a name is told when to come again",
    async run(origin) {
      const client = new Client(origin);
      for (let n = 0; n < 10; n++) equal((await client.login("victim", `${n}`)).status, 401);
      const late = await client.login("victim", "10");
      equal([late.status, late.json.code], [429, "limited"]);
      assert(Number(late.headers.get("retry-after")) <= 300);
    },
  },
];
