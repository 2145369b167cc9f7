/**
 * The sample as a process of its own, which a test may kill and start again.
 *
 * @module
 */
import { serve, type Server } from "./server.ts";

/** Starts the sample on a free port, with a store of its own; it listens when this resolves. */
export function sample(): Promise<Server> {
  return serve({
    main: new URL("../../../examples/sample/main.ts", import.meta.url),
    prepare: (folder) => ({ KV_PATH: `${folder}/sample.sqlite3` }),
  });
}
