import { equal } from "../../_support/assert.ts";
import { files, made } from "../made.ts";
import { asked, unharmed } from "../raw.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("net", "read");

test("no target of a request, however written, leads out of the folder or breaks the server", async () => {
  const { start, book } = await made({
    static: { "/app/": files },
    port: 0,
    hostname: "127.0.0.1",
  });
  const { port, stop } = await start();
  try {
    await unharmed(port);
    for (const range of ["bytes=0-,".repeat(500), "bytes=-", `bytes=${"9".repeat(5_000)}-`]) {
      const [line = ""] = (await asked(port, "/app/login.htm", `Range: ${range}`)).split("\r\n");
      equal(/^HTTP\/1\.1 (200|416) /.test(line), true, line);
    }
    equal(book.take(), []);
  } finally {
    await stop();
  }
});
