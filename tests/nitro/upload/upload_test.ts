import { assert, equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { type AddressSink, FileError, memorySink, type Sink } from "../../../n2o/file/mod.ts";
import { stage } from "./stage.ts";

/** Bytes that no part of is like another. */
function bytes(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size);
  for (let at = 0, x = seed; at < size; at++) {
    x = Math.imul(x, 1_103_515_245) + 12_345 | 0;
    all[at] = x >>> 16;
  }
  return all;
}

browserTest("files go to the server under the page's own policy", async (browser, t) => {
  /** A step of long runs. */
  const seldom = (name: string, fn: () => Promise<void>) => t.step({ name, ignore: !long, fn });

  await t.step(
    "by choice, several at once, and each is heard of with what the control says",
    async () => {
      await using s = await stage(browser);
      const [small, large] = [bytes(3, 2), bytes(1_000_000)];
      await s.choose(
        await s.file("small.bin", small),
        await s.file("great є.bin", large),
        await s.file("none", ""),
      );
      for (const name of ["small.bin", "great є.bin", "none"]) await s.row(name, "done");
      const stored = new Map(await s.stored());
      equal(stored.get("small.bin"), small);
      equal(stored.get("great є.bin"), large);
      equal(stored.get("none"), new Uint8Array());
      for (const status of ["begun", "done"]) {
        equal(s.heard.filter((each) => each.startsWith(status)).toSorted(), [
          `${status} great є.bin 1000000 here`,
          `${status} none 0 here`,
          `${status} small.bin 3 here`,
        ]);
      }
      equal(await s.page.locator("#files input").inputValue(), "");
    },
  );

  await t.step(
    "by drop; two of one name are two files, and the same one once more is a third",
    async () => {
      await using s = await stage(browser);
      const drop = (...texts: string[]) =>
        s.page.evaluate((texts) => {
          const dataTransfer = new DataTransfer(), zone = document.getElementById("files")!;
          texts.forEach((text) =>
            dataTransfer.items.add(new File([text], "same.txt", { lastModified: 1 }))
          );
          const tell = (type: string) =>
            zone.dispatchEvent(
              new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
            );
          const isKept = !tell("dragover"), isShown = zone.matches("[data-over]");
          tell("drop");
          return isKept && isShown && !zone.matches("[data-over]");
        }, texts);
      assert(await drop("one", "two"), "the browser would open what is dropped");
      await s.page.locator("#files li[data-state=done]").nth(1).waitFor();
      assert(await drop("one"), "nor later");
      await s.page.locator("#files li[data-state=done]").nth(2).waitFor();
      const texts = (await s.stored()).map(([name, data]) => name + new TextDecoder().decode(data));
      equal(texts.toSorted(), ["same.txtone", "same.txtone", "same.txttwo"]);
    },
  );

  await t.step(
    "with progress, and the page stays live beside; a cut socket and a new server go on from what is stored",
    async () => {
      await using s = await stage(browser);
      const large = bytes(6_000_000, 3), item = s.page.locator("#files li");
      const progress = () =>
        item.locator("progress").evaluate((bar: HTMLProgressElement) => bar.value);
      let held = s.relay.hold(1_000_000);
      await s.choose(await s.file("large.bin", large));
      await held;
      await s.row("large.bin", "running");
      equal(await item.getByRole("progressbar", { name: "large.bin" }).count(), 1);
      // A click stands behind what is under way, four chunks at most, and is answered long before the upload is done.
      await s.page.getByRole("button", { name: "0", exact: true }).click();
      held = s.relay.hold(2_500_000);
      s.relay.flow();
      await s.page.getByRole("button", { name: "1", exact: true }).waitFor();
      await held;
      const before = await progress();
      assert(before > 0 && before < large.length, `progress ${before}`);

      const again = s.relay.hold(1_000_000);
      s.relay.cut();
      await again;
      assert(await progress() >= before, "it went back");
      const next = s.relay.hold(500_000);
      await s.restart();
      await next;
      s.relay.flow();
      await s.row("large.bin", "done");
      equal(await s.stored(), [["large.bin", large]]);
      equal(s.heard, ["begun", "done"].map((status) => `${status} large.bin 6000000 here`));
    },
  );

  await t.step(
    "after a reload the same file goes on, and cancelling gives the space back",
    async () => {
      await using s = await stage(browser);
      const large = bytes(3_000_000, 4), path = await s.file("large.bin", large);
      const held = s.relay.hold(1_500_000);
      await s.choose(path);
      await held;
      s.relay.cut();
      await s.page.reload();
      await s.ready();
      equal(await s.page.locator("#files li").count(), 0);
      const sent = s.relay.hold(2_200_000);
      await s.choose(path);
      await s.row("large.bin", "done");
      s.relay.flow();
      equal(await s.stored(), [["large.bin", large]]);
      equal(s.heard.map((each) => each.split(" ")[0]), ["begun", "done"]);
      void sent;

      const stopped = s.relay.hold(1_000_000);
      await s.choose(path);
      await stopped;
      await s.page.getByRole("button", { name: "Cancel large.bin" }).click();
      equal(await s.page.locator("#files li").count(), 1);
      assert(await s.page.locator("#files input:focus").count() === 1, "the focus is lost");
      s.relay.flow();
      await s.page.locator("#log", { hasText: "aborted large.bin" }).waitFor();
      equal(await s.left(), 0);
      await s.page.getByRole("button", { name: "Dismiss large.bin" }).click();
      equal(await s.page.locator("#files li").count(), 0);
    },
  );

  await seldom("what is refused is said in words, for good or to be tried again", async () => {
    let isFull = true;
    const sink = memorySink(),
      open: Sink["open"] = (key, announced) => {
        if (isFull && announced.name === "last.txt") throw new FileError("full", "no room");
        return sink.open(key, announced);
      };
    const limits = { size: 1_000, kinds: ["text/*"] };
    await using s = await stage(browser, {
      sink: { ...sink, open },
      limits,
      accept: ({ name }) => name !== "secret.txt",
      control: { words: { size: "Завеликий" } },
    });
    await s.choose(
      await s.file("large.txt", "x".repeat(1_001)),
      await s.file("pixel.txt", Uint8Array.from([0x89, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13])),
      await s.file("secret.txt", "x"),
      await s.file("last.txt", "room"),
    );
    const row = (name: string) => s.page.locator("#files li", { hasText: name });
    for (
      const [name, words] of [
        ["large.txt", "Завеликий"],
        ["pixel.txt", "Files of this kind are not taken here."],
        ["secret.txt", "You may not upload this file here."],
        ["last.txt", "The server has no room left. Please try again later."],
      ] as const
    ) {
      await s.row(name, "failed");
      equal(await row(name).getByRole("status").textContent(), words);
      equal(
        await row(name).getByRole("button", { name: "Try again" }).count(),
        name === "last.txt" ? 1 : 0,
      );
    }
    isFull = false;
    await row("last.txt").getByRole("button", { name: "Try again last.txt" }).click();
    await s.row("last.txt", "done");
    equal((await s.stored()).map(([name]) => name), ["last.txt"]);
  });

  await seldom(
    "to an address that the server names, with its headers; what went wrong there is tried again",
    async () => {
      const kept = new Map<string, Uint8Array>(), tries: string[] = [];
      let cut = () => {};
      await using elsewhere = Deno.serve(
        { port: 0, hostname: "127.0.0.1", onListen() {} },
        async (request) => {
          const { pathname } = new URL(request.url), { method, headers } = request;
          const cors = new Headers({
            "access-control-allow-origin": "*",
            "access-control-allow-headers": "*",
            "access-control-allow-methods": "*",
          });
          if (method === "OPTIONS") return new Response(null, { headers: cors });
          const data = await request.bytes();
          tries.push(`${method} ${headers.get("x-key")}`);
          if (tries.length === 1) return new Response(null, { status: 503, headers: cors });
          cut(); // which is nothing to what goes past the server
          kept.set(pathname, data);
          return new Response(null, { headers: cors });
        },
      );
      const origin = `http://127.0.0.1:${elsewhere.addr.port}`;
      const sink: AddressSink = {
        address: ({ id }) => ({ url: `${origin}/${id}`, headers: { "x-key": "k" } }),
        arrived({ id }, { name, size }) {
          const data = kept.get(`/${id}`);
          return data && data.length === size
            ? { place: id, name, size: data.length, type: "text/plain", modified: 0 }
            : undefined;
        },
        abort: ({ id }) => void kept.delete(`/${id}`),
      };
      await using s = await stage(browser, { sink, elsewhere: origin });
      cut = s.relay.cut;
      await s.choose(await s.file("a.txt", "far away"));
      await s.row("a.txt", "done");
      equal([tries, [...kept.values()].map((data) => new TextDecoder().decode(data))], [[
        "PUT k",
        "PUT k",
      ], ["far away"]]);
      equal(s.heard.at(-1), "done a.txt 8 here");
    },
  );
});
