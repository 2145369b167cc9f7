/**
 * Who hears of files that come by HTTP.
 *
 * @module
 */
import { formUploads } from "../../../host/file/mod.ts";
import { kvs, n2o, nitro } from "../../../mod.ts";
import { isUpload, memorySink } from "../../../n2o/file/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { shownAnswer } from "../../_support/server/wire.ts";
import { made } from "../made.ts";
import { person } from "../session/person.ts";

Deno.test("the pages of the session that sent a file hear of it on every node, nobody else does", async () => {
  using kv = kvs.memoryKv();
  const heard: string[] = [], bus = n2o.localBus();
  const node = (name: string) =>
    made({
      bus,
      kv,
      routes: {
        "/app/p": {
          event(event: unknown) {
            if (event === "init") nitro.wire(nitro.event({ target: "login", postback: "login" }));
            if (event === "login") n2o.user("ann");
            if (!isUpload(event)) return;
            const { owner, status, size, type, place, meta } = event;
            heard.push(`${name}: ${n2o.user()}`);
            nitro.update(
              "news",
              `${owner} ${status} ${event.name} ${size} ${type} ${meta} ${place !== ""}`,
            );
          },
        },
      },
      app: (app, given) => {
        for (const path of ["/one", "/two"]) {
          app.post(path, formUploads(given, { sink: memorySink() }));
        }
      },
    });
  const one = await node("one"),
    other = person(await node("two")),
    ann = person(one),
    bob = person(one);
  const [first, second, bobs] = [
    await ann.open("/app/p"),
    await ann.open("/app/p"),
    await bob.open("/app/p"),
  ];
  await first.click("login");
  await bobs.click("login");
  // Of the same browser, on another node.
  for (const [name, value] of ann.jar) other.jar.set(name, value);
  const far = await other.open("/app/p");
  const body = new FormData();
  body.append("meta", "5");
  body.append("file", new File(["tea"], "tea.txt"));
  equal((await ann.ask("/two", { method: "POST", body })).status, 201);
  for (const tab of [first, far]) {
    const text = JSON.stringify(shownAnswer(await tab.wire.next()));
    assert(text.includes("user/ann done tea.txt 3 text/plain 5 true"), text);
  }
  equal(heard.filter((each) => each.startsWith("two")), ["two: ann"]);
  // A page that the same browser had open before the login has another session, as its cookie's was none.
  await bobs.wire.settled();
  await second.wire.settled();
  assert(heard.length <= 3, heard.join());
  assert(!JSON.stringify(await bobs.wire.settled()).includes("tea.txt"));
});
