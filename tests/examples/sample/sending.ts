/**
 * Files in the sample's chat, on any host: sent by the control, fetched by the link.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { Browser } from "../../_support/server/browser.ts";
import { assert, equal } from "../../_support/assert.ts";
import { content, person } from "../../_support/server/person.ts";
import type { Server } from "../../_support/server/server.ts";

/** Somebody sends files of several chunks, of few bytes, and of none; another one in the room fetches them. */
export async function sendFiles(browser: Browser, served: Pick<Server, "origin">): Promise<void> {
  await using olena = await person(browser, served);
  await using taras = await person(browser, served);
  for (const [who, name] of [[olena, "Olena"], [taras, "Taras"]] as const) {
    await who.visit();
    await who.enter(name, "with files");
  }
  const sent: readonly [name: string, buffer: Buffer][] = [
    ["large.bin", Buffer.alloc(700_000, "no part is like the next, for 47 letters repeat")],
    ["звіт 👋.txt", Buffer.from("Привіт")],
    ["none", Buffer.alloc(0)],
  ];
  await olena.page.getByLabel("Attach files").setInputFiles(
    sent.map(([name, buffer]) => ({ name, mimeType: "application/octet-stream", buffer })),
  );
  for (const [name, buffer] of sent) {
    const link = taras.page.getByRole("link", { name, exact: true });
    const address = new URL(await link.getAttribute("href") ?? "", served.origin).href;
    const got = await taras.page.request.get(address);
    equal(got.status(), 200);
    assert(buffer.equals(await got.body()), `${name} is another`);
    const nobody = await fetch(address, { redirect: "manual" });
    await nobody.body?.cancel();
    assert(!nobody.ok, `${name} is for everybody`);
  }
  await content(olena, taras);
}
