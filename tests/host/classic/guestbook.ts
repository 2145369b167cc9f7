/**
 * The guestbook of `../worker/book.ts` on any host, as a browser without scripts uses it.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";

/** Logs in, writes, makes a mistake, sends a file, and is refused as another site. */
export async function writeInto(origin: string): Promise<void> {
  let cookie = "";
  async function ask(path: string, body?: BodyInit, from = origin): Promise<Response> {
    const headers = { origin: from, ...cookie !== "" && { cookie } };
    const init = body === undefined ? { headers } : { method: "POST", body, headers };
    const answer = await fetch(origin + path, { ...init, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) cookie = line.split(";")[0] ?? "";
    return answer;
  }
  const form = (fields: Record<string, string>) => new URLSearchParams(fields);
  const led = async (answer: Response) => {
    await answer.body?.cancel();
    return [answer.status, answer.headers.get("location")];
  };
  const shown = async () => {
    const answer = await ask("/book");
    return [answer.status, answer.headers.get("content-type"), await answer.text()] as const;
  };

  const [status, type, first] = await shown();
  equal([status, type], [200, "text/html; charset=utf-8"]);
  assert(first.startsWith("<!doctype html><title>Book of nobody</title>"), first);
  equal(await led(await ask("/book", form({ text: "too early" }))), [303, "/book/login"]);
  equal(await led(await ask("/book/login", form({ name: "Ann" }))), [303, "/book"]);
  equal(await led(await ask("/book", form({ text: "<b>чай</b>" }))), [303, "/book"]);
  const [, , written] = await shown();
  assert(written.includes("<title>Book of Ann</title>"), written);
  assert(written.includes('<p class="success">Thank you</p>'), written);
  assert(written.includes("<li>Ann: &lt;b&gt;чай&lt;/b&gt;</li>"), written);
  assert(!(await shown())[2].includes("Thank you"), "it was said twice");

  const wrong = await ask("/book", form({ text: "" }));
  equal([wrong.status, (await wrong.text()).includes("Write something.")], [422, true]);
  for (const from of ["https://evil.example", "null"]) {
    const forged = await ask("/book", form({ text: "forged" }), from);
    await forged.body?.cancel();
    equal(forged.status, 403, from);
  }

  const photo = new FormData(), large = new FormData();
  photo.set("title", "Tea");
  photo.set("file", new File(["x".repeat(5_000)], "чай.png"));
  equal(await led(await ask("/book/photo", photo)), [303, "/book"]);
  large.set("file", new File(["x".repeat(10_001)], "large.png"));
  equal((await led(await ask("/book/photo", large)))[0], 413);
  const [, , all] = await shown();
  assert(all.includes("<li>Ann: Tea чай.png 5000</li>"), all);
  equal(all.match(/<li>/g)?.length, 2, all);
}
