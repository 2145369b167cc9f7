import { Buffer } from "node:buffer";
import { mqttCarrier } from "../../../n2o/endpoint/mqtt/mqtt.ts";
import { assert, equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { type Browser, browserTest, type WebSocketRoute } from "../../_support/server/browser.ts";
import {
  type Mosquitto,
  mosquittoAbsent,
  startMosquitto,
} from "../../_support/server/mosquitto.ts";
import { all, content, type Person, person } from "../../_support/server/person.ts";
import { notebook, sampleApplication } from "../../_support/server/wire.ts";

const STATIC = new URL("../../../examples/sample/static/", import.meta.url);

/** Who may do what at the broker, as it is shipped. */
const ACL = new URL("../../../n2o/endpoint/mqtt/mosquitto.acl", import.meta.url);
const PASSWORD = "a password of the servers";

/** The sample's files, with the attribute that has its pages come over the broker. */
async function files(folder: string): Promise<URL> {
  for await (const { name } of Deno.readDir(STATIC)) {
    const bytes = await Deno.readFile(new URL(name, STATIC)),
      text = new TextDecoder().decode(bytes);
    const own = text.replace(`src="/n2o/n2o.js" defer`, `src="/n2o/n2o.js" data-mqtt defer`);
    await Deno.writeTextFile(`${folder}/${name}`, own);
  }
  return new URL(`file://${folder}/`);
}

/** The sample over a broker, within this process. */
async function served(broker: Mosquitto, folder: string) {
  const { log, take } = notebook();
  const { start } = await sampleApplication({
    log,
    static: { "/app/": await files(folder) },
    app: (app) => void app.get("/", (c) => c.redirect("/app/login.htm")),
    mqtt: mqttCarrier({
      url: broker.url.replace("//", `//n2o:${PASSWORD}@`),
      browser: { url: broker.ws },
    }),
  });
  const { port, stop } = await start();
  return { origin: `http://127.0.0.1:${port}`, stop, take };
}

/** Passes frames on, those of the broker byte by byte. */
function dribble(client: WebSocketRoute): void {
  const broker = client.connectToServer();
  client.onMessage((frame) => broker.send(frame));
  broker.onMessage((frame) => {
    for (const byte of Buffer.from(frame as Buffer)) client.send(Buffer.from([byte]));
  });
}

/** Somebody whose page notes which sockets it opened. */
async function watched(
  browser: Browser,
  server: { origin: string },
): Promise<Person & { sockets: string[] }> {
  const each = await person(browser, server), sockets: string[] = [];
  each.page.on("websocket", (socket) => sockets.push(socket.url()));
  return Object.assign(each, { sockets });
}

browserTest("the sample over a broker", async (browser, t) => {
  const acl = await Deno.readTextFile(ACL), users = { n2o: PASSWORD };
  await using broker = await startMosquitto({ acl, users });
  await using folder = await temporaryFolder();
  const server = await served(broker, folder.path);
  try {
    await t.step(
      "login, chat between two browsers, and a reload, with every frame over the broker",
      async () => {
        await using olena = await watched(browser, server);
        await using taras = await watched(browser, server);
        const answer = await fetch(`${server.origin}/app/login.htm`);
        await answer.body?.cancel();
        const policy = answer.headers.get("content-security-policy") ?? "";
        assert(policy.startsWith("default-src 'self'; "));
        assert(policy.endsWith(`; connect-src 'self' ${broker.ws}`));
        await olena.visit();
        await olena.enter("Olena", "broker");
        await taras.visit();
        await taras.enter("Taras", "broker");
        await olena.say("over a broker");
        await taras.sees("over a broker");
        await taras.say("and back, їжаче");
        await olena.sees("and back, їжаче");
        const said = [{ user: "Olena", text: "over a broker" }, {
          user: "Taras",
          text: "and back, їжаче",
        }];
        await all([olena, taras], said);
        await taras.page.reload();
        await taras.state("online");
        await all([taras], said);
        await olena.say("still here");
        await taras.sees("still here");
        for (const { sockets } of [olena, taras]) {
          assert(sockets.length >= 2 && sockets.every((url) => url === `${broker.ws}/`));
        }
        await content(olena, taras);
      },
    );
    equal(server.take(), []);

    await t.step(
      "the broker killed and started again: both come back with all they had",
      async () => {
        await using olena = await watched(browser, server);
        await using taras = await watched(browser, server);
        await olena.visit();
        await olena.enter("Olena", "killed");
        await taras.visit();
        await taras.enter("Taras", "killed");
        await olena.say("before");
        await taras.sees("before");
        await taras.page.getByRole("textbox", { name: "Message" }).focus();
        await taras.page.keyboard.type("typed before, ");
        await broker.kill();
        await olena.state("offline");
        await taras.state("offline");
        await taras.page.keyboard.type("typed while down");
        await olena.send("sent while down");
        await broker.start();
        await taras.sees("sent while down");
        await taras.state("online");
        const typed = "typed before, typed while down";
        equal(await taras.composer(), { focused: true, value: typed, caret: typed.length });
        await taras.page.keyboard.press("Enter");
        await olena.sees(typed);
        await all([olena, taras], [
          { user: "Olena", text: "before" },
          { user: "Olena", text: "sent while down" },
          { user: "Taras", text: typed },
        ]);
        await content(olena, taras);
      },
    );

    await t.step({
      name:
        "nonsense from a broker closes its connection, and the page comes back; frames may be cut anywhere",
      ignore: !long,
      fn: async () => {
        await using olena = await person(browser, server);
        const nonsense: (string | Buffer)[] = [
          Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]),
          "CONNACK",
          Buffer.from([0x20, 2, 0, 0, 0x90, 3, 0, 1, 1, 0x36, 0]),
        ];
        let ended = 0;
        await olena.page.routeWebSocket(/./, (client) => {
          const answer = nonsense.shift();
          if (answer === undefined) return dribble(client);
          client.onClose(() => void ended++);
          client.onMessage(() => client.send(answer));
        });
        await olena.visit();
        equal([nonsense.length, ended], [0, 3]);
        await olena.enter("Olena", "dribble");
        await olena.say("byte by byte");
        await all([olena], [{ user: "Olena", text: "byte by byte" }]);
        await content(olena);
      },
    });

    await t.step(
      "a broker that refuses is the page's failed state; it asks again when somebody is there",
      async () => {
        await using olena = await person(browser, server);
        let refusals = 0;
        await olena.page.routeWebSocket(/./, (client) => {
          if (refusals++ > 0) return void client.connectToServer();
          client.onMessage(() => client.send(Buffer.from([0x20, 2, 0, 5])));
        });
        await olena.page.addInitScript(() => {
          const errors: unknown[] = [];
          document.addEventListener("n2o:error", (e) => errors.push((e as CustomEvent).detail));
          Object.assign(globalThis, { errors });
        });
        await olena.page.goto(server.origin);
        await olena.state("failed");
        await olena.page.getByRole("status").getByText("does not let this page in").waitFor();
        equal(await olena.page.evaluate("errors"), [{ seq: 0, reason: "broker 5" }]);
        equal(refusals, 1);
        await olena.page.evaluate(() => void dispatchEvent(new Event("online")));
        await olena.state("online");
        await olena.enter("Olena", "let in");
        await content(olena);
      },
    );

    await t.step({
      name: "the part is asked for again when it could not be loaded",
      ignore: !long,
      fn: async () => {
        await using olena = await person(browser, server);
        let isLost = true;
        await olena.page.route("**/n2o/mqtt.js*", (route) => {
          const lost = isLost;
          isLost = false;
          return lost ? route.abort("connectionreset") : route.continue();
        });
        await olena.visit();
        await content(olena);
      },
    });
    equal(server.take().filter((line) => !/broker|MQTT/.test(line)), []);
  } finally {
    await server.stop();
  }
}, mosquittoAbsent);
