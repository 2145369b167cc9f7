/**
 * The end of an instance.
 *
 * @module
 */
import { type Element, ROOT, type Variables } from "../../state/state.ts";
import { cancelInside } from "./cancel.ts";
import { dropIncident } from "../run/live.ts";
import { emit, keyOf, note, remove, type Run } from "../run/run.ts";

/** Ends an instance: all that is still alive is cancelled, and a caller is told. */
export function end(
  run: Run,
  root: Element,
  status: "completed" | "terminated" | "failed" | "cancelled",
  code?: string,
): void {
  const result = root.variables ?? {};
  cancelInside(run, root.id);
  note(
    run,
    status === "completed" ? "completed" : "cancelled",
    root,
    code === undefined ? {} : { data: code },
  );
  remove(run, root);
  run.status = status;
  run.result = result;
  for (const each of [...run.incidents]) dropIncident(run, each);
  if (code !== undefined) run.error = code;
  const { caller } = run.before;
  if (caller === undefined) return;
  const variables = told(root);
  emit(run, {
    kind: "return",
    key: keyOf(run, ROOT, 0),
    caller,
    command: status === "completed" || status === "terminated"
      ? { do: "complete", element: caller.element, variables }
      : { do: "fail", element: caller.element, code: code ?? status, variables },
  });
}

/** What a caller is told: what was set here, not what it gave. */
function told({ variables = {}, set }: Element): Variables {
  return set === undefined
    ? variables
    : Object.fromEntries(Object.entries(variables).filter(([name]) => set.includes(name)));
}
