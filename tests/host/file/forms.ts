/**
 * Forms with files on any host: `/in` logs in, `/app/files` takes forms of who is in the room, `/files/*` gives them back.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import { dial, shownAnswer, type Wire } from "../../_support/server/wire.ts";
import { hello } from "../../n2o/page.ts";

/** Who has logged in by HTTP, and a page of theirs. */
export interface Sender {
  readonly page: Wire;
  post(body: BodyInit, headers?: Record<string, string>): Promise<Response>;
  get(place: string, headers?: Record<string, string>): Promise<Response>;
}

/** Logs in, and opens the chat. */
export async function sender(origin: string): Promise<Sender> {
  const answer = await fetch(`${origin}/in`);
  await answer.body?.cancel();
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const who = { cookie, origin };
  const page = await dial(`${origin.replace("http", "ws")}/ws/app/index.htm?room=tea`, who);
  page.term(hello("", "client-forms"));
  await page.next();
  return {
    page,
    post: (body, headers = {}) =>
      fetch(`${origin}/app/files`, { method: "POST", body, headers: { ...who, ...headers } }),
    get: (place, headers = {}) =>
      fetch(`${origin}/files/${place}`, { headers: { ...who, ...headers } }),
  };
}

/** Sends forms that are good and that are not, and fetches what was sent; `isTold`: whether the page hears of it. */
export async function sendForms(origin: string, isTold = true): Promise<void> {
  const { page, post, get } = await sender(origin), bytes = new Uint8Array(300_000).fill(7);
  const form = new FormData();
  form.append("file", new File([bytes], "large.bin"));
  form.append("file", new File(["tea"], "чай.txt"));
  const sent = await post(form);
  equal(sent.status, 201);
  const [large, tea]: { place: string; size: number; type: string }[] = await sent.json();
  assert(large !== undefined && tea !== undefined);
  equal([large.size, tea.size, tea.type], [bytes.length, 3, "text/plain"]);
  if (isTold) {
    for (let text = ""; !text.includes("чай.txt");) {
      text = JSON.stringify(shownAnswer(await page.next()));
    }
  }
  equal(await (await get(tea.place)).text(), "tea");
  const part = await get(large.place, { range: "bytes=299999-" });
  equal([part.status, [...await part.bytes()]], [206, [7]]);
  const bad = new FormData(), small = new FormData();
  small.append("file", new File(["x"], "small.txt"));
  bad.append("file", new File(["x"], "fine.txt"));
  bad.append("file", new File(["x"], "../../passwd"));
  for (
    const [what, status, answer] of [
      ["a name that is a path", 400, await post(bad)],
      ["no form", 415, await post("{}", { "content-type": "application/json" })],
      ["no end", 400, await post("--b\r\n", { "content-type": "multipart/form-data; boundary=b" })],
      ["nobody", 401, await post(small, { cookie: "" })],
      ["another origin", 403, await post(small, { origin: "https://evil.example" })],
      ["another's file", 401, await get(tea.place, { cookie: "", "sec-fetch-mode": "cors" })],
    ] as const
  ) {
    await answer.body?.cancel();
    equal(answer.status, status, what);
  }
  await page.settled();
  await page.leave();
}
