/**
 * The sample without a browser: what `steps.ts` has people do in Chromium, as far as no layout is in it.
 *
 * @module
 */
import { chat } from "../../../examples/sample/index.ts";
import { login } from "../../../examples/sample/login.ts";
import { application, kvs } from "../../../mod.ts";
import { type Stage, stage, type TestPage } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";

/** The sample, on a store in memory. */
async function sample(): Promise<Stage> {
  const kv = kvs.memoryKv();
  const made = await application({
    kv,
    routes: { "/app/login.htm": login, "/app/index.htm": chat(kvs.kvs(kv)) },
    app: (app) => void app.get("/", (c) => c.redirect("/app/login.htm")),
    secret: "a secret of more than sixteen letters",
    log: () => {},
  });
  const opened = stage(made);
  const close = opened[Symbol.asyncDispose].bind(opened);
  opened[Symbol.asyncDispose] = async () => {
    await close();
    kv.close();
  };
  return opened;
}

async function enter(page: TestPage, user: string, room: string): Promise<void> {
  await page.fill(page.getByLabel("Your name"), user);
  await page.fill(page.getByLabel("Room"), room);
  await page.press("Enter");
}

async function say(page: TestPage, text: string): Promise<void> {
  await page.fill(page.getByRole("textbox", { name: "Message" }), text);
  await page.click(page.getByRole("button", { name: "Chat" }));
}

/** What the history shows, the newest first. */
const history = (page: TestPage) =>
  page.all("#history > message").map((each) =>
    page.within(each).all("author, p").map((part) => part.textContent)
  );

Deno.test("two people of a room see what each says, at once and after they come again", async () => {
  await using theatre = await sample();
  const olena = await theatre.visit(), taras = await theatre.visit();
  equal(olena.path, "/app/login.htm");
  await olena.click(olena.getByRole("button", { name: "Login" }));
  equal(olena.getByRole("alert").textContent, "Please give a name.");
  await enter(olena, "Olena", "live");
  await enter(taras, "Taras", "live");
  equal([olena.path, taras.title], ["/app/index.htm?room=live", "live · N2O Chat"]);
  taras.getByRole("heading", { name: "live", level: 2 });

  await say(olena, "Hello, <b>Taras</b>");
  const log = taras.within(taras.getByRole("log"));
  await log.findByText("Hello, <b>Taras</b>");
  await taras.fill(taras.getByLabel("Message"), "Hello, Olena");
  await taras.press("Enter");
  await olena.findByText("Hello, Olena");
  equal([taras.getByLabel("Message").value, taras.focused.id], ["", "message"]);
  const said = [["Taras", "Hello, Olena"], ["Olena", "Hello, <b>Taras</b>"]];
  equal([history(olena), history(taras)], [said, said]);

  await olena.reload();
  equal(history(olena), said);
  await olena.click(olena.getByRole("button", { name: "Logout Olena" }));
  equal(olena.path, "/app/login.htm");
  await olena.visit("/app/index.htm?room=live");
  equal(olena.path, "/app/login.htm");
});

Deno.test("who loses the socket says what was typed when it is back, once, and reads what was missed", async () => {
  await using theatre = await sample();
  const session = { room: "far" }, path = "/app/index.htm?room=far";
  const ann = await theatre.visit({ path, user: "Ann", session });
  const bob = await theatre.visit({ path, user: "Bob", session });
  await ann.lose();
  await say(ann, "from the tunnel");
  await say(bob, "where are you?");
  equal([history(ann), history(bob)], [[], [["Bob", "where are you?"]]]);
  await ann.regain();
  await bob.findByText("from the tunnel");
  await ann.findByText("where are you?");
  const all = [["Ann", "from the tunnel"], ["Bob", "where are you?"]];
  equal([history(ann), history(bob)], [all, all]);
});
