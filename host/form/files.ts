/**
 * Files of forms in the sink that uploads go to.
 *
 * @module
 */
import type { Files } from "../../form/mod.ts";
import type { FileSource } from "../../n2o/file/mod.ts";

/** Files of forms, where the protocol of uploads puts them: `files(sink)` with the sink that `uploads(given, sink)` was given. */
export function files(source: FileSource): Files {
  return {
    async stat(place) {
      const found = await source.stat(place);
      return found && { name: found.name, size: found.size, type: found.type };
    },
    async remove(place) {
      await source.remove(place);
    },
  };
}
