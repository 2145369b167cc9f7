/**
 * The libraries of this module, each with its version.
 *
 * @module
 */
import btree from "npm:sorted-btree@2.1.0";

/**
 * An ordered map (a B+ tree). The package is CommonJS: its class is the `default` property of what
 * Deno and Node import, and is itself what a bundler for an edge host imports.
 */
export const BTree: typeof btree.default = btree.default ??
  (btree as unknown as typeof btree.default); // the bundler's reading, which the types cannot show
