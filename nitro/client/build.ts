/**
 * Builds the browser client: bundles `main.ts` and each of its parts into `../client.gen.ts`, a module that exports them as text, and
 * prints their sizes.
 *
 * A part is what a page loads when it first uses it: a module that is served beside the client and that `load` imports by its name. It
 * takes no value from the client's own files, for its bundle would hold them, and their state, a second time; its default export is
 * a function that is handed what it needs.
 *
 * A module of text is what every runtime and bundler can import, also from a URL. With `--check` nothing is written and the exit
 * code is 1 when `client.gen.ts` is not what the sources give.
 *
 * @module
 */
import { gzipSync } from "node:zlib";
import { minify } from "./deps.ts";

/** The most that the client may weigh under `gzip -9`: four TCP segments, the manual's window of 4 MSS. */
export const LIMIT = 5_840;

/** The most that a part may weigh under `gzip -9`. */
export const PART_LIMIT = 1_500;

/** The parts: name, as in `/n2o/NAME.js`, and entry. */
const PARTS: Readonly<Record<string, string>> = {
  api: "./api.ts",
  calendar: "./calendar/calendar.ts",
  check: "./check/check.ts",
  choices: "./choices.ts",
  combo: "./combo/combo.ts",
  confirm: "./confirm.ts",
  form: "./form/form.ts",
  list: "./combo/list.ts",
  month: "./calendar/month.ts",
  mqtt: "./mqtt/main.ts",
  odd: "./upload/odd.ts",
  options: "./options.ts",
  recover: "./recover/main.ts",
  rows: "./rows/rows.ts",
  session: "./exchange.ts",
  sort: "./rows/sort.ts",
  states: "./states/states.ts",
  step: "./step/step.ts",
  transfer: "./upload/transfer.ts",
  upload: "./upload/upload.ts",
  valid: "./valid/valid.ts",
};

const output = new URL("../client.gen.ts", import.meta.url);

/** The client and its parts, minified. */
export interface Bundles {
  readonly client: string;
  /** Its parts by name. */
  readonly parts: Readonly<Record<string, string>>;
  /** The style sheet: every file of `nitro/style/`, that of the page itself first. */
  readonly style: string;
  /** Sheets that a page loads which shows what they are for, by name: the files of `nitro/style/apart/`. */
  readonly sheets: Readonly<Record<string, string>>;
  /** The icon of pages that have none. */
  readonly icon: string;
}

const styles = new URL("../style/", import.meta.url), apart = new URL("apart/", styles);
/** The style of every page; the rules of single elements stand behind it. */
const FIRST = "n2o.css";

/** The styles, joined. */
async function joined(): Promise<string> {
  const names = (await sheetsIn(styles)).filter((name) => name !== FIRST);
  const texts = [FIRST, ...names].map((name) => Deno.readTextFile(new URL(name, styles)));
  return tight((await Promise.all(texts)).join(""));
}

/** The sheets that stand apart, by name. */
async function separate(): Promise<Readonly<Record<string, string>>> {
  const sheets: Record<string, string> = {};
  for (const name of await sheetsIn(apart)) {
    sheets[name.slice(0, -".css".length)] = tight(await Deno.readTextFile(new URL(name, apart)));
  }
  return sheets;
}

async function sheetsIn(folder: URL): Promise<readonly string[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  return names.filter((name) => name.endsWith(".css")).sort();
}

/** A sheet without comments and the space between rules. */
function tight(text: string): string {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s+/g, " ");
  return bare.replace(/ ?([{};,]) ?/g, "$1").replaceAll(";}", "}").trim() + "\n";
}

/** Bundles the client and its parts. */
export async function bundle(): Promise<Bundles> {
  const parts: Record<string, string> = {};
  for (const [name, entry] of Object.entries(PARTS)) parts[name] = await bundled(entry, "esm");
  const icon = await Deno.readTextFile(new URL("icon.svg", styles));
  const client = await bundled("./main.ts", "iife");
  return { client, parts, style: await joined(), sheets: await separate(), icon };
}

async function bundled(entry: string, format: "iife" | "esm"): Promise<string> {
  const { href } = new URL(entry, import.meta.url);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", `--format=${format}`, "--minify", href],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const { code = "" } = await minify(new TextDecoder().decode(stdout), {
    ecma: 2020,
    module: format === "esm",
    toplevel: true,
    compress: {
      passes: 3,
      unsafe_arrows: true,
      hoist_funs: true,
      pure_getters: true,
      keep_fargs: false,
    },
  });
  return code + "\n";
}

/** The text of `client.gen.ts` for bundles. */
async function render({ client, parts, style, sheets, icon }: Bundles): Promise<string> {
  const entries = await Promise.all(
    Object.entries(parts).map(async ([name, text]) =>
      `  ${JSON.stringify(name)}: { text: ${JSON.stringify(text)}, hash: "${await hash(text)}" },`
    ),
  );
  const apart = await Promise.all(
    Object.entries(sheets).map(async ([name, text]) =>
      `  ${JSON.stringify(name)}: ${await file(text)},`
    ),
  );
  return [
    "// Generated by nitro/client/build.ts from nitro/client/main.ts and the entries of its parts: do not edit.",
    "",
    "/** The browser client: what is served as `/n2o/n2o.js`. */",
    `export const client: string = ${JSON.stringify(client)};`,
    "",
    "/** Names this build: the first 16 hexadecimal digits of the SHA-256 of the client, for an `ETag`. */",
    `export const clientHash: string = "${await hash(client)}";`,
    "",
    "/** A file beside the client. */",
    "export interface Part {",
    "  /** What is served. */",
    "  readonly text: string;",
    "  /** Names it: the first 16 hexadecimal digits of its SHA-256, for an `ETag`. */",
    "  readonly hash: string;",
    "}",
    "",
    "/** The parts by name: what is served as `/n2o/NAME.js`, beside the client. */",
    "export const clientParts: Readonly<Record<string, Part>> = {",
    ...entries,
    "};",
    "",
    "/** The style sheet of pages that are declared: what is served as `/n2o/n2o.css`. */",
    `export const clientStyle: Part = ${await file(style)};`,
    "",
    "/** Sheets that a page loads which shows what they are for, by name: what is served as `/n2o/NAME.css`. */",
    "export const clientSheets: Readonly<Record<string, Part>> = {",
    ...apart,
    "};",
    "",
    "/** The icon of pages that have none of their own: what is served as `/n2o/icon.svg`. */",
    `export const clientIcon: Part = ${await file(icon)};`,
    "",
  ].join("\n");
}

async function file(text: string): Promise<string> {
  return `{ text: ${JSON.stringify(text)}, hash: "${await hash(text)}" }`;
}

async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex().slice(0, 16);
}

/** Size in bytes under `gzip -9`. */
export function gzipSize(text: string): number {
  return gzipSync(text, { level: 9 }).length;
}

/** Whether `client.gen.ts` is what bundles give. */
export async function isFresh(bundles: Bundles): Promise<boolean> {
  return await Deno.readTextFile(output).catch(() => "") === await render(bundles);
}

if (import.meta.main) {
  const bundles = await bundle();
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(output, await render(bundles));
  else if (!await isFresh(bundles)) {
    report("nitro/client.gen.ts is not fresh: run deno task client");
    Deno.exitCode = 1;
  }
  reportSize("n2o", bundles.client, LIMIT);
  for (const [name, text] of Object.entries(bundles.parts)) reportSize(name, text, PART_LIMIT);
  for (const [name, text] of Object.entries({ n2o: bundles.style, ...bundles.sheets })) {
    report(`${name}.css: ${text.length} bytes, ${gzipSize(text)} under gzip -9`);
  }
}

function reportSize(name: string, text: string, limit: number): void {
  const raw = new TextEncoder().encode(text).length;
  report(`${name}.js: ${raw} bytes, ${gzipSize(text)} under gzip -9 (at most ${limit})`);
}

function report(line: string): void {
  // deno-lint-ignore no-console -- a script that talks to a person
  console.log(line);
}
