/**
 * Bare `deno test` may read no variables; packages that read some as they are imported then find none. It is imported before
 * them.
 *
 * @module
 */
import process from "node:process";
import { permitted } from "./permission.ts";

if (!permitted({ name: "env" })) Object.defineProperty(process, "env", { value: {} });
