/**
 * A program that fails at once with what the room throws that its argument names, for a test of what it says.
 *
 * @module
 */
import { main } from "../../../host/deno/main.ts";

/** What a program that fails at once may throw; each room is loaded by who throws its error, and no other. */
const THROWN: Readonly<Record<string, () => Promise<Error>>> = {
  async n2o() {
    const { N2oError } = await import("../../../n2o/error.ts");
    return new N2oError("config", "port: no such port");
  },
  async nitro() {
    const { NitroError } = await import("../../../nitro/error.ts");
    return new NitroError("config", "routes: no such module");
  },
  async kvs() {
    const { KvsError } = await import("../../../kvs/error.ts");
    return new KvsError("open", "the store cannot be opened");
  },
  async host() {
    const { KvsError } = await import("../../../kvs/error.ts");
    return new KvsError("host", "this host has no store");
  },
  async bpe() {
    const { BpeError } = await import("../../../bpe/error.ts");
    return new BpeError("config", "is 0: give a number of at least 1", { element: "retries" });
  },
  async feel() {
    const { FeelError } = await import("../../../feel/error.ts");
    return new FeelError("config", "`fuel` is a positive number of steps");
  },
};

const [name = ""] = Deno.args;
await main(async () => {
  throw await THROWN[name]?.();
});
