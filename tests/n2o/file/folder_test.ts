/**
 * The folder of uploads: links, and processes that end at any moment.
 *
 * @module
 */
import { join } from "node:path";
import { folderSink } from "../../../n2o/file/folder/folder.ts";
import { FileError } from "../../../n2o/file/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { needs } from "../../_support/permission.ts";
import { contentOf } from "./uploader.ts";

needs("read", "write");

const key = { owner: "user/ann", id: "1" }, announced = { name: "a.txt", size: 3, meta: "" };
const tea = new TextEncoder().encode("tea");

/** The paths of all files below a folder. */
function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(join(folder, name)) : [join(folder, name)]
  );
}

Deno.test("nothing is written, read or removed through a link", async () => {
  await using folder = await temporaryFolder();
  await using other = await temporaryFolder();
  const sink = folderSink(folder.path), writing = await sink.open(key, announced);
  await writing.write(tea);
  const { place } = await writing.finish("text/plain"), path = join(folder.path, place);
  await Deno.writeTextFile(join(other.path, "a.txt"), "a secret");
  await Deno.remove(path);
  await Deno.symlink(join(other.path, "a.txt"), path);
  equal([await sink.stat(place), await sink.read(place), await sink.remove(place)], [
    undefined,
    undefined,
    false,
  ]);
  await Deno.remove(join(path, ".."), { recursive: true });
  await Deno.symlink(other.path, join(path, ".."));
  equal([await sink.stat(place), await sink.read(place), await sink.remove(place)], [
    undefined,
    undefined,
    false,
  ]);
  await Deno.remove(join(folder.path, ".uploads"), { recursive: true });
  await Deno.symlink(other.path, join(folder.path, ".uploads"));
  await rejects(() => sink.open(key, announced), FileError);
  equal(filesIn(other.path).map((each) => each.slice(other.path.length + 1)), ["a.txt"]);
});

Deno.test("names that begin with a dot are stored under one that does not, and told as they were", async () => {
  await using folder = await temporaryFolder();
  const sink = folderSink(folder.path);
  for (const name of [".htaccess", "_a", "__b", "._c"]) {
    const writing = await sink.open({ ...key, id: name }, { ...announced, name, size: 0 });
    const { place } = await writing.finish("text/plain");
    equal([place.includes("/."), (await sink.stat(place))?.name], [false, name]);
  }
  for (const name of ["../a", "a/b", "..", "con"]) {
    await rejects(() => sink.open({ ...key, id: name }, { ...announced, name }), FileError);
  }
});

Deno.test("a process that ends between any two steps of a finish leaves a file once, under one place", async () => {
  await using folder = await temporaryFolder();
  const root = join(folder.path, "files"), copy = join(folder.path, "copy");
  const own = (await (async () => {
    const writing = await folderSink(root).open(key, announced);
    await writing.write(tea);
    return filesIn(root);
  })()).find((path) => path.endsWith(".part")) ?? "";
  const upload = join(own, "..").slice(root.length + 1), about = join(copy, upload, "about.json");
  const chosen = `${"k".repeat(25)}/a.txt`, decided = { place: chosen, type: "text/plain" };
  const states: Record<string, () => Promise<void>> = {
    "nothing was done": () => Promise.resolve(),
    "the place was chosen": () => changed(about, decided),
    async "its folder was made"() {
      await changed(about, decided);
      await Deno.mkdir(join(copy, "k".repeat(25)));
    },
    async "the file is there"() {
      await changed(about, decided);
      await Deno.mkdir(join(copy, "k".repeat(25)));
      await Deno.rename(join(copy, own.slice(root.length + 1)), join(copy, chosen));
    },
  };
  for (const [state, reach] of Object.entries(states)) {
    await copied(root, copy);
    await reach();
    const sink = folderSink(copy), found = await sink.find(key);
    const file = found?.file ?? await (await sink.open(key, announced)).finish("text/plain");
    equal([file.name, file.size, new TextDecoder().decode(await contentOf(sink, file.place))], [
      "a.txt",
      3,
      "tea",
    ], state);
    equal((await folderSink(copy).find(key))?.file?.place, file.place, state);
    equal(filesIn(copy).filter((path) => path.endsWith("a.txt")).length, 1, state);
    equal(filesIn(copy).filter((path) => path.endsWith(".part")), [], state);
    await Deno.remove(copy, { recursive: true });
  }
});

Deno.test("what a process left that ended while it removed, or before it wrote down what it began, is swept", async () => {
  await using folder = await temporaryFolder();
  const sink = folderSink(folder.path), all = join(folder.path, ".uploads");
  await sink.open(key, announced);
  await Deno.mkdir(join(all, "gone-x"), { recursive: true });
  await Deno.writeTextFile(join(all, "gone-x", "0.part"), "x");
  await Deno.mkdir(join(all, "a", "b"), { recursive: true });
  equal((await sink.sweep(Date.now() + 60_000)).map(({ id }) => id), ["1"]);
  equal([...Deno.readDirSync(all)].map(({ name }) => name), []);
});

Deno.test("uploads that are not read as what they are are none", async () => {
  await using folder = await temporaryFolder();
  const sink = folderSink(folder.path);
  for (const text of ["", "{", "null", "[]", '{"owner":1}']) {
    await sink.open(key, announced);
    const about = filesIn(folder.path).find((path) => path.endsWith("about.json")) ?? "";
    await Deno.writeTextFile(about, text);
    equal(await sink.find(key), undefined, text);
    await Deno.remove(join(folder.path, ".uploads"), { recursive: true });
  }
});

async function changed(path: string, more: object): Promise<void> {
  const known = JSON.parse(await Deno.readTextFile(path));
  await Deno.writeTextFile(path, JSON.stringify({ ...known, ...more }));
}

async function copied(from: string, to: string): Promise<void> {
  for (const path of filesIn(from)) {
    const target = join(to, path.slice(from.length + 1));
    await Deno.mkdir(join(target, ".."), { recursive: true });
    await Deno.copyFile(path, target);
  }
}
