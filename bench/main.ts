/**
 * Every benchmark, one after the other, or those that are named: `deno task bench bert echo`.
 *
 * @module
 */
const all = [
  "bert",
  "echo",
  "carriers",
  "postback",
  "nitro/form",
  "nitro/dtl",
  "nitro/wire",
  "nitro/forms",
  "form/sheet",
  "nitro/testing",
  "form/html",
  "form/live",
  "form/forms",
  "n2o/bus",
  "n2o/upload",
  "n2o/mqtt",
  "kvs",
  "consumer",
  "bpe/load",
  "bpe/bpe",
  "feel",
  "once",
  "counting",
  "rest/resource",
  "rest/stream",
  "rest/types",
];

for (const name of Deno.args.length > 0 ? Deno.args : all) {
  if (!all.includes(name)) {
    throw new Error(`there is no benchmark "${name}": there are ${all.join(", ")}`);
  }
  const here = (file: string) => new URL(file, import.meta.url);
  const lock = `--lock=${here("../tests/deno.lock").pathname}`;
  const args = [
    "run",
    "-A",
    "--unstable-kv",
    "--v8-flags=--expose-gc",
    lock,
    here(`./${name}.ts`).href,
  ];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args,
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  if (!success) throw new Error(`the benchmark ${name} failed`);
}
