/**
 * The functions that move a process, or change what it carries along. The events that were left for it are brought first.
 *
 * @module
 */
import { surfaced } from "../../store/store_error.ts";
import { appendDocs, type Doc, removeDocs } from "../../state/documents.ts";
import type { Bpe } from "../api.ts";
import { change } from "../change.ts";
import { type Context, snapshot } from "../context.ts";
import { drain } from "../event/queue.ts";
import { move } from "../move/move.ts";
import type { MoveOptions } from "../move/options.ts";
import type { Reply } from "../reply.ts";
import { currentTask } from "./view.ts";

/** The functions that move a process, or change what it carries along. */
export function moveFunctions(
  cx: Context,
): Pick<Bpe, "next" | "complete" | "amend" | "discard" | "modify"> {
  const moved = (id: string, options: MoveOptions): Promise<Reply> =>
    surfaced(async () => {
      await drain(cx, id);
      return await move(cx, id, options);
    });
  return {
    next: (id, flow, options = {}) => moved(id, { flow, ...options }),
    complete: (id, task, options = {}) => moved(id, { task, ...options }),
    amend: (id, docs, options = {}) =>
      moved(id, { edit: (old) => appendDocs(old, listOf(docs)), ...options }),
    discard: (id, docs, options = {}) =>
      moved(id, { edit: (old) => removeDocs(old, listOf(docs)), ...options }),
    async modify(id, docs, how, { by } = {}) {
      await surfaced(() => drain(cx, id));
      if ((await snapshot(cx, id)).proc.status !== "active") return "Final";
      const edit = how === "append" ? appendDocs : removeDocs;
      const edited = ({ docs: old }: { readonly docs: readonly Doc[] }) => ({
        docs: edit(old, listOf(docs)),
      });
      return { reply: currentTask((await change(cx, id, edited, by)).after) };
    },
  };
}

/** One document or several: an array that begins with a text is one, any other array is a list of documents. */
function listOf(docs: Doc): readonly Doc[] {
  return Array.isArray(docs) && typeof docs[0] !== "string" ? docs : [docs];
}
