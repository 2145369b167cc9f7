import { browserTest } from "../../_support/server/browser.ts";
import { assert, equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { lacks } from "../../_support/permission.ts";
import { absent } from "../../_support/program.ts";
import { person } from "../../_support/server/person.ts";
import { sample } from "../../_support/server/sample.ts";

/** Runs curl; what it prints, and the status of the answer. */
async function curl(...args: readonly string[]): Promise<readonly [status: number, text: string]> {
  const { stdout } = await new Deno.Command("curl", {
    args: [
      "--silent",
      "--show-error",
      "--max-time",
      "20",
      "--write-out",
      "\n%{http_code}",
      ...args,
    ],
  }).output();
  const [, text = "", status] = /^(.*)\n(\d+)$/s.exec(new TextDecoder().decode(stdout)) ?? [];
  return [Number(status), text];
}

if (!absent("curl") && !lacks("run", "write")) {
  browserTest(
    "a file that curl sends is a link in the chat, which a browser saves",
    async (browser) => {
      await using served = await sample();
      await using folder = await temporaryFolder();
      await using ann = await person(browser, served);
      await ann.visit();
      await ann.enter("Ann", "files");
      const [cookie] = await ann.page.context().cookies();
      const who = [
        "--cookie",
        `${cookie?.name}=${cookie?.value}`,
        "--header",
        `Origin: ${served.origin}`,
      ];
      const url = `${served.origin}/app/files`,
        name = 'звіт "1".html',
        path = `${folder.path}/${name}`;
      const bytes = new TextEncoder().encode("<script>alert(1)</script>".repeat(20_000));
      await Deno.writeFile(path, bytes);
      const form = `file=@"${path.replace(/["\\]/g, "\\$&")}"`;

      const [sent, told] = await curl(...who, "--form", form, url);
      equal(sent, 201, told);
      await ann.sees(name);
      const shown = ann.page.getByRole("link", { name }),
        href = await shown.getAttribute("href") ?? "";
      const [download] = await Promise.all([ann.page.waitForEvent("download"), shown.click()]);
      // Chromium's own word for a quote in a name.
      equal(download.suggestedFilename(), name.replaceAll('"', "_"));
      equal(await Deno.readFile(await download.path()), bytes);

      // As programs fetch it: whole, in part, on from where they were cut off, and its headers only.
      const file = served.origin + href, saved = `${folder.path}/saved`;
      equal(await curl(...who, "--range", "8-19", file), [206, "alert(1)</sc"]);
      await Deno.writeFile(saved, bytes.slice(0, 77_777));
      equal((await curl(...who, "--continue-at", "-", "--output", saved, file))[0], 206);
      equal(await Deno.readFile(saved), bytes);
      const [status, head] = await curl(...who, "--head", file);
      equal(status, 200);
      for (
        const said of [
          /^content-length: 500000\r$/im,
          /^accept-ranges: bytes\r$/im,
          /^content-type: text\/html\r$/im,
        ]
      ) {
        assert(said.test(head), head);
      }

      // What a page of another server, or somebody who is nobody, would have it do.
      const session = who.slice(0, 2), origin = who.slice(2);
      equal((await curl(...session, "--form", form, url))[0], 403);
      equal(
        (await curl(...session, "--header", "Origin: https://evil.example", "--form", form, url))[
          0
        ],
        403,
      );
      equal((await curl(...origin, "--form", form, url))[0], 401);
      equal((await curl("--header", "Sec-Fetch-Mode: cors", file))[0], 401);
      const large = `${folder.path}/large`;
      await Deno.writeFile(large, new Uint8Array(16_777_217));
      equal(await curl(...who, "--form", `file=@${large}`, url), [
        413,
        "a file has at most 16777216 bytes\n",
      ]);
      await ann.count(1);

      await ann.page.getByRole("button", { name: "Logout Ann" }).click();
      await ann.page.waitForURL("**/app/login.htm");
      equal((await curl(...who, "--header", "Sec-Fetch-Mode: cors", file))[0], 401);
      equal((await curl(...who, "--form", form, url))[0], 401);
      equal(await ann.complaints(), []);
    },
  );
}
