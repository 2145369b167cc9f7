import { Buffer } from "node:buffer";
import { assert, equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { all, content, person } from "../../_support/server/person.ts";
import { sample } from "../../_support/server/sample.ts";

browserTest(
  "the sample: a file is a link in the room, fetched by who is in it and by nobody else",
  async (browser) => {
    await using served = await sample();
    await using olena = await person(browser, served);
    await using taras = await person(browser, served);
    await using other = await person(browser, served);
    for (
      const [who, name, room] of [[olena, "Olena", "files"], [taras, "Taras", "files"], [
        other,
        "Other",
        "else",
      ]] as const
    ) {
      await who.visit();
      await who.enter(name, room);
    }
    const name = "звіт <img src=x onerror=alert(1)>${1+1}.txt", buffer = Buffer.from("Привіт");
    await olena.page.getByLabel("Attach files").setInputFiles({
      name,
      mimeType: "text/plain",
      buffer,
    });
    await taras.sees(name);
    await all([olena, taras], [{ user: "Olena", text: `${name} 12 B` }]);
    const address = await taras.page.getByRole("link", { name }).getAttribute("href") ?? "";
    const where = new URL(address, taras.page.url()).href;
    const got = await taras.page.request.get(where);
    equal([got.status(), await got.text()], [200, "Привіт"]);
    const kept = got.headers()["content-disposition"] ?? "";
    assert(kept.includes(encodeURIComponent("звіт")), kept);
    equal((await other.page.request.get(where)).status(), 403);
    const nobody = await fetch(where, { redirect: "manual" });
    equal([nobody.ok, (await nobody.text()).includes("Привіт")], [false, false]);
    await content(olena, taras, other);
  },
);
