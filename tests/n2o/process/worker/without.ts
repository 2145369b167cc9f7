/**
 * A host without Workers: neither the web's nor, by a map of imports, Node's.
 *
 * @module
 */
import * as n2o from "../../../../n2o/mod.ts";
import { pi, worker } from "../../../../n2o/process.ts";

Reflect.deleteProperty(globalThis, "Worker");

const server = n2o.server({ secret: "a secret of more than sixteen letters" });
const module = worker(new URL("./calculator.ts", import.meta.url));
await pi.start({ sup: server, table: "async", name: "/it", module }).catch((error) => {
  const code = n2o.N2oError.is(error.cause) ? error.cause.code : error.code;
  Deno.stdout.writeSync(new TextEncoder().encode(code));
});
