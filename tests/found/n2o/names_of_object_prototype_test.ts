import * as n2o from "../../../n2o/mod.ts";
import * as nitro from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { data, hello, pickle, scene } from "../../n2o/page.ts";

const NAMES = Object.getOwnPropertyNames(Object.prototype);

Deno.test("names_of_object_prototype: state, the query, values and sources know only what was put there", async () => {
  const seen: unknown[] = [];
  const event = () => {
    for (const name of NAMES) {
      seen.push(nitro.state(name), nitro.qc(name), nitro.qv(name), n2o.session(name));
      seen.push(n2o.cache("caching", name));
    }
  };
  await scene(event).greeted();
  equal(seen.filter((each) => each !== undefined), []);
  equal(seen.length, NAMES.length * 5);
});

Deno.test("names_of_object_prototype: what is put under such a name is there, and nothing else changes", async () => {
  const seen: unknown[] = [];
  const { greeted } = scene((event) => {
    if (event !== "init") return;
    for (const name of NAMES) {
      nitro.state(name, `state ${name}`);
      n2o.session(name, `value ${name}`);
    }
    for (const name of NAMES) seen.push(nitro.state(name), n2o.session(name));
  });
  await greeted();
  equal(seen, NAMES.flatMap((name) => [`state ${name}`, `value ${name}`]));
  equal(nitro.render(nitro.p({ body: "x" })), "<p>x</p>");
});

Deno.test("names_of_object_prototype: an event delegated to such a module is refused as to any that is not there", async () => {
  for (const delegate of [...NAMES, "nobody"]) {
    const { greeted, book } = scene((event) => {
      if (event === "init") nitro.wire(nitro.event({ target: "go", postback: "go", delegate }));
    });
    const client = await greeted();
    client.term(pickle("go", client.pickles["go click"] ?? "", [], 1));
    equal(await data(client), ["{}", ":error", 1, "failed"], delegate);
    equal(String(book.entries[0]?.details?.error).includes(`no module "${delegate}"`), true);
  }
});

Deno.test("names_of_object_prototype: no such path is a page, and no such token or client names a session", async () => {
  const { server, open } = scene();
  for (const name of NAMES) {
    equal([n2o.route(server.routes, name), n2o.route(server.routes, `/${name}`)], [
      undefined,
      undefined,
    ]);
    const client = open();
    client.term(hello(name, "constructor"));
    await client.next();
  }
  equal([...server.tables.get("cookies")?.rows() ?? []].length, NAMES.length);
});
