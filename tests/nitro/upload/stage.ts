/**
 * An application that takes uploads, behind a relay, and its page in a browser.
 *
 * @module
 */
import { uploads } from "../../../host/file/files.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { type Application, application, n2o, nitro } from "../../../mod.ts";
import { type AddressSink, type FtpOptions, isUpload, type Sink } from "../../../n2o/file/mod.ts";
import { folderSink } from "../../../n2o/file/folder/folder.ts";
import { equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import type { Browser, BrowserContext, Page } from "../../_support/server/browser.ts";
import { notebook } from "../../_support/server/wire.ts";
import { type Relay, relay } from "./relay.ts";

const { button, panel, p, upload } = nitro;

/** How a stage is opened. */
export interface Options extends FtpOptions {
  /** Properties of the control. */
  readonly control?: nitro.elements.UploadProps;
  /** Where browsers may send files beside the server. */
  readonly elsewhere?: string;
  /** Where files go; a folder of the stage's own by default. */
  readonly sink?: Sink | AddressSink;
}

/** A server and a browser. */
export interface Stage extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly relay: Relay;
  /** A folder for the test's own files. */
  readonly files: string;
  /** What pages heard: status, name, size and what was said beside. */
  readonly heard: string[];
  /** What the page complained of. */
  readonly complaints: string[];
  /** What lies in the sink, in the order in which it was done: name and bytes. */
  stored(): Promise<[name: string, bytes: Uint8Array][]>;
  /** Chooses files by their paths. */
  choose(...paths: string[]): Promise<void>;
  /** Writes a file of the test's own; answers its path. */
  file(name: string, bytes: Uint8Array | string): Promise<string>;
  /** Waits until the row of a file has a state. */
  row(name: string, state: string): Promise<void>;
  /** Waits until the control works. */
  ready(): Promise<void>;
  /** How many uploads the sink keeps that are not whole. */
  left(): Promise<number>;
  /** Ends the server, and starts it again on the same files. */
  restart(): Promise<void>;
}

/** Opens the page of an application; it is connected when this resolves. */
export async function stage(browser: Browser, options: Options = {}): Promise<Stage> {
  const folder = await temporaryFolder(), heard: string[] = [], complaints: string[] = [];
  await Deno.mkdir(`${folder.path}/sink`);
  const sink = options.sink ?? folderSink(`${folder.path}/sink`), kv = memoryKv();
  const owners = new Set<string>();
  const way = relay(), places: [name: string, place: string][] = [];
  let running: Awaited<ReturnType<Application["start"]>>;

  const page: n2o.Page = {
    event(event: unknown) {
      if (event === "init") {
        nitro.update(
          "main",
          panel({
            id: "main",
            body: [
              upload({ id: "files", meta: "here", ...options.control }),
              button({ id: "count", body: "0", postback: "count" }),
              button({ id: "who", body: "Log in or out", postback: "who" }),
              panel({ id: "log" }),
            ],
          }),
        );
      } else if (event === "who") {
        n2o.user(n2o.user() === "" ? "ann" : "");
      } else if (event === "count") {
        const count = Number(nitro.state("count") ?? 0) + 1;
        nitro.state("count", count);
        nitro.update("count", button({ id: "count", body: count, postback: "count" }));
      } else if (isUpload(event)) {
        const said = `${event.status} ${event.name} ${event.size} ${event.meta}`;
        heard.push(said);
        owners.add(event.owner);
        if (event.status === "done") places.push([event.name, event.place]);
        nitro.insertBottom("log", p({ body: said }));
      }
    },
  };

  async function start(): Promise<void> {
    const made = await application({
      kv,
      routes: { "/app": page },
      secret: "a secret of more than sixteen letters",
      hostname: "127.0.0.1",
      port: 0,
      csp: `default-src 'self'${
        options.elsewhere ? `; connect-src 'self' ${options.elsewhere}` : ""
      }`,
      log: notebook().log,
      protocols: async (given) => ["n2o_heart", "nitro_n2o", await uploads(given, sink, options)],
    });
    running = await made.start();
    way.target = running.port;
  }

  await start();
  const context = await browser.newContext();
  const tab = await context.newPage();
  tab.on("pageerror", (error) => complaints.push(error.message));
  tab.on("console", (message) => {
    // What Chromium itself says of a server that is away.
    if (!/failed|ERR_/i.test(message.text())) complaints.push(message.text());
  });
  await tab.goto(`${way.origin}/app`);
  const ready = async () => {
    await tab.waitForFunction(() => document.getElementById("files")?.ondrop);
  };
  await ready();
  return {
    context,
    page: tab,
    relay: way,
    files: folder.path,
    heard,
    complaints,
    async stored() {
      if (!("read" in sink)) return [];
      return await Promise.all(places.map(async ([name, place]) => {
        const bytes = await new Response(await sink.read(place)).bytes();
        return [name, bytes] as [string, Uint8Array];
      }));
    },
    choose: (...paths) => tab.locator("#files input").setInputFiles(paths),
    async file(name, bytes) {
      const path = `${folder.path}/${name}`;
      await Deno.writeFile(
        path,
        typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
      );
      return path;
    },
    async row(name, state) {
      await tab.locator(`#files li[data-state=${state}]`, { hasText: name }).waitFor();
    },
    ready,
    async left() {
      const [owner] = owners;
      if (owner === undefined || !("of" in sink)) return 0;
      return (await sink.of(owner)).filter(({ file }) => file === undefined).length;
    },
    async restart() {
      way.cut();
      await running.stop();
      await start();
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      await way[Symbol.asyncDispose]();
      await running.stop();
      kv.close();
      await folder[Symbol.asyncDispose]();
      equal(complaints, []);
    },
  };
}
