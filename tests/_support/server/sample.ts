/**
 * The sample as a process of its own, which a test may kill and start again.
 *
 * @module
 */
import { complaints as complaintsOf, serve, type Server } from "./server.ts";

/** What it says when it listens; the port is what follows. */
const LISTENS = /^listening on http:\/\/localhost:(\d+)\/$/;

/** Starts the sample on a free port, with a store of its own; it listens when this resolves. */
export function sample(): Promise<Server> {
  return serve({
    main: new URL("../../../examples/sample/main.ts", import.meta.url),
    listens: LISTENS,
    prepare: (folder) => ({ KV_PATH: `${folder}/sample.sqlite3` }),
  });
}

/** The lines in which it complained of something that nobody told it to expect. */
export function complaints(served: Server): string[] {
  return complaintsOf(served, LISTENS);
}
