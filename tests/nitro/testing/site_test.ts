import { application, nitro } from "../../../mod.ts";
import { stage, testClock, TestingError } from "../../../nitro/testing.ts";
import { assert, equal } from "../../_support/assert.ts";
import { needs } from "../../_support/permission.ts";
const { button, link, p, page, panel } = nitro;

needs("net");

const secret = "a secret of more than sixteen letters";

const routes = {
  "/page": page({
    title: "Page",
    on: { go: () => nitro.update("said", p({ id: "said", body: "went" })) },
    body: ({ on }) => [
      p({ id: "said" }),
      button({ id: "go", body: "Go", ...on.go() }),
      link({ href: "/list.csv", body: "As a file" }),
      link({ href: "/away", body: "Away" }),
    ],
  }),
  "/own": page({
    title: "Own",
    guard: { roles: ["admin"], login: "/page" },
    body: panel({ body: "for admins" }),
  }),
};

const made = (clock = testClock()) =>
  application({
    routes,
    secret,
    clock,
    log: () => {},
    port: 0,
    hostname: "127.0.0.1",
    app(app) {
      app.get("/list.csv", (c) => {
        const headers = {
          "content-type": "text/csv",
          "content-disposition": 'attachment; filename="list.csv"',
        };
        return c.body("a,b\n1,2\n", 200, headers);
      });
      app.get("/away", (c) => c.redirect("https://elsewhere.example/x"));
    },
  });

Deno.test("an application is asked as a browser asks: files are saved, guards hold, other sites are left alone", async () => {
  await using theatre = stage(await made());
  const ann = await theatre.visit({ path: "/page" });
  await ann.click(ann.getByRole("link", { name: "As a file" }));
  const [{ name, type, bytes } = { name: "", type: "", bytes: new Uint8Array() }] = ann.downloads;
  equal([name, type, new TextDecoder().decode(bytes)], ["list.csv", "text/csv", "a,b\n1,2\n"]);
  equal([ann.path, ann.status], ["/page", "online"]);
  await ann.visit("/own");
  equal(ann.path.split("?")[0], "/page");
  const admin = await theatre.visit({ path: "/own", user: "root", roles: ["admin"] });
  admin.getByText("for admins");
  await ann.click(ann.getByRole("link", { name: "Away" }));
  equal(ann.path, "https://elsewhere.example/x");
});

Deno.test("what listens at an address is tested over its socket; nobody comes there logged in", async () => {
  const { port, stop } = await (await made()).start();
  try {
    await using theatre = stage(`http://127.0.0.1:${port}`);
    const ann = await theatre.visit({ path: "/page" });
    equal(ann.status, "online");
    await ann.click(ann.getByRole("button", { name: "Go" }));
    ann.getByText("went");
    await ann.lose();
    ann.click(ann.getByRole("button", { name: "Go" }));
    equal(ann.status, "offline");
    await ann.regain();
    await ann.findByText("went");
    const error = await theatre.visit({ user: "root" }).catch((error) => error);
    assert(TestingError.is(error, "config"));
  } finally {
    await stop();
  }
});
