import { bpe } from "../../bpe/mod.ts";
import { bpeTopic } from "../../bpe/n2o.ts";
import { pictures, processes } from "../../host/bpe.ts";
import { kvs, n2o } from "../../mod.ts";
import { equal } from "../_support/assert.ts";
import { link, shownAnswer } from "../_support/server/wire.ts";
import { hello } from "../n2o/page.ts";
import { made } from "./made.ts";
import { testWith } from "../_support/permission.ts";

const test = testWith("net");

const TICKET =
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <process id="ticket" isExecutable="true">
    <startEvent id="begin"/><sequenceFlow id="f" sourceRef="begin" targetRef="do"/>
    <userTask id="do"/><sequenceFlow id="g" sourceRef="do" targetRef="end"/><endEvent id="end"/>
  </process>
</definitions>`;

test("a client makes a process over the connection of pages, and pages hear of it until the application stops", async () => {
  using kv = kvs.memoryKv();
  await using b = bpe(kv);
  await b.runtime.deploy(TICKET);
  const { server, start, book } = await made({
    kv,
    protocols: processes(b, { make: ["ticket"], anonymous: true }),
    port: 0,
    hostname: "127.0.0.1",
  });
  const { stop } = await start();
  const client = link(server, "/app/p");
  client.term(hello());
  await client.next();
  client.term(n2o.tuple(n2o.atom("Make"), "ticket", []));
  const answer = shownAnswer(await client.next()),
    [, , , [, , id = ""] = []] = answer as string[][][];
  equal(
    JSON.stringify(answer).startsWith('["{}",":io",[],["{}",":ok",'),
    true,
    JSON.stringify(answer),
  );
  const news: unknown[] = [];
  server.bus.reg(bpeTopic(String(id)), (message) => news.push(message));
  client.term(n2o.tuple(n2o.atom("Next"), String(id)));
  await client.next();
  equal(news.length, 1);
  await stop();
  await b.next(String(id));
  equal(news.length, 1);
  equal(book.take(), []);
});

Deno.test("the style of pictures is served with a tag", async () => {
  const { app } = await made({ app: pictures });
  const answer = await app.request("/bpe/picture.css"), tag = answer.headers.get("etag") ?? "";
  equal([answer.status, answer.headers.get("content-type")], [200, "text/css; charset=utf-8"]);
  equal((await answer.text()).includes("{"), true);
  equal((await app.request("/bpe/picture.css", { headers: { "if-none-match": tag } })).status, 304);
});
