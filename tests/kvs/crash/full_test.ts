/** A store without room: a full disk, a file that may not grow, a Redis that may not. */
import { permitted } from "../../_support/permission.ts";
import { CI, runs } from "../../_support/program.ts";
import { assert, equal } from "../../_support/assert.ts";
import { type Refusals, runFull } from "./full_disk.ts";
import { redisAbsent, startRedis } from "../../_support/store/redis.ts";

const child = [
  Deno.execPath(),
  "run",
  "--no-check",
  "--unstable-kv",
  "-A",
  new URL("./full_disk.ts", import.meta.url).pathname,
];

/** Each refusal tells the feed or table and has this code. */
function check(refusals: Refusals, code: string): void {
  equal(Object.keys(refusals).sort(), [
    "append",
    "append of a large record",
    "appendMany",
    "put",
    "put of a large record",
  ]);
  for (const [what, refusal] of Object.entries(refusals)) {
    equal(refusal.code, code, `${what}: ${refusal.message}`);
    const name = what.startsWith("append") ? 'feed "/full/feed": ' : 'table "full": ';
    assert(refusal.message.startsWith(name), refusal.message);
  }
}

/** Runs the child after a shell has made its surroundings; `$0` is the folder, `$@` the child. */
async function runChild(prelude: string, wrap: string[], room: string[]): Promise<Refusals> {
  const folder = await Deno.makeTempDir({ prefix: "full" });
  try {
    const [program = "", ...args] = [
      ...wrap,
      "sh",
      "-ec",
      `${prelude}; exec "$@"`,
      folder,
      ...child,
      `${folder}/kv.sqlite`,
      ...room.map((arg) => arg.replace("FOLDER", folder)),
    ];
    const { success, stdout } = await new Deno.Command(program, { args, stderr: "inherit" })
      .output();
    assert(success, "the child failed");
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const linux = Deno.build.os === "linux";
const root = linux && permitted({ name: "sys", kind: "uid" }) && Deno.uid() === 0;
const mounts = root && (CI || runs("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"));

Deno.test({
  name: "a full disk refuses by name, keeps what it has, and the store goes on when there is room",
  ignore: !mounts,
  fn: async () => {
    const mount = 'mount -t tmpfs -o size=6m tmpfs "$0"';
    const room = ["mount", "-o", "remount,size=64m", "FOLDER"];
    check(await runChild(mount, ["unshare", "-m"], room), "full");
  },
});

Deno.test({
  name: "a file that may not grow refuses by name, keeps what it has, and goes on when it may",
  ignore: !(linux && (CI || runs("prlimit", "--version"))),
  fn: async () => {
    const limit = "trap '' XFSZ; ulimit -S -f 8192"; // of 512 bytes
    const room = ["prlimit", "--pid", "PID", "--fsize=unlimited"];
    check(await runChild(limit, [], room), "store");
  },
});

Deno.test({
  name: "a full Redis refuses by name, keeps what it has, and the store goes on when there is room",
  ignore: redisAbsent,
  fn: async () => {
    await using server = await startRedis("--maxmemory", "8mb", "--maxmemory-policy", "noeviction");
    using kv = await server.open();
    const admin = server.admin();
    const refusals = await runFull(
      kv,
      async () => void await admin.config("SET", "maxmemory", "0"),
    );
    admin.disconnect();
    check(refusals, "full");
  },
});
