/**
 * The part of the client for rows that are moved, by a pointer or by the keyboard.
 *
 * @module
 */
import type { Kit, Marked } from "./rows.ts";

/** What is grabbed, and where it was. */
interface Grabbed {
  root: HTMLElement;
  row: HTMLElement;
  handle: HTMLElement;
  from: number;
}

/** Begins to hear of what is grabbed. */
export default ({ rootOf, rowsOf, say, changed }: Kit): Marked => {
  let held: Grabbed | undefined;

  function grab(root: HTMLElement, handle: HTMLElement): void {
    const row = handle.closest<HTMLElement>("[data-n2o-row]")!;
    held = { root, row, handle, from: rowsOf(root).indexOf(row) };
    mark();
    say(root, "grabbed", row);
  }

  function mark(): void {
    if (!held?.row.isConnected) held = undefined;
    held?.row.setAttribute("data-n2o-held", "");
    held?.handle.setAttribute("aria-pressed", "true");
  }

  /** Lets go; what was moved stays where it is, or goes back. */
  function drop(isKept: boolean): void {
    if (!held) return;
    const { root, row, handle, from } = held;
    row.removeAttribute("data-n2o-held");
    handle.removeAttribute("aria-pressed");
    if (!isKept) move(from);
    held = undefined;
    if (!row.isConnected) return; // an update took it away
    say(root, isKept ? "dropped" : "cancelled", row);
    if (isKept && rowsOf(root).indexOf(row) !== from) changed(root);
  }

  /** Moves what is grabbed to a place. The others go round it, for a node that moves loses the focus and the pointer. */
  function move(to: number): void {
    const { root, row } = held!, rows = rowsOf(root), at = rows.indexOf(row);
    if (at < to) row.before(...rows.slice(at + 1, to + 1));
    else row.after(...rows.slice(Math.max(to, 0), at));
    row.scrollIntoView({ block: "nearest" });
  }

  /** Moves it to where a pointer is. */
  function follow(y: number): void {
    const rows = rowsOf(held!.root), at = rows.indexOf(held!.row);
    const isAbove = (row?: Element) => {
      if (!row) return;
      const { top, height } = row.getBoundingClientRect();
      return y < top + height / 2;
    };
    let to = at;
    while (isAbove(rows[to - 1])) to--;
    if (to === at) { while (isAbove(rows[to + 1]) === false) to++; }
    if (to !== at) move(to);
  }

  const on = <Type extends keyof DocumentEventMap>(
    type: Type,
    hear: (event: DocumentEventMap[Type], handle: HTMLElement | null | undefined) => void,
  ) =>
    document.addEventListener(
      type,
      (event) => hear(event, (event.target as Element).closest?.("[data-n2o-grab]") as HTMLElement),
      true,
    );

  on("click", ({ detail }, handle) => {
    // Of the keyboard, or of assistive technology: a pointer has done it already.
    if (!handle || detail) return;
    const isAgain = held?.handle === handle;
    drop(true);
    if (!isAgain) grab(rootOf(handle)!, handle);
  });

  on("keydown", (event) => {
    if (!held) return;
    const { root, row } = held, rows = rowsOf(root), at = rows.indexOf(row);
    const last = rows.length - 1, { key } = event;
    const steps: Record<string, number> = {
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      Home: 0,
      End: last,
    };
    if (key === "Escape") drop(false);
    else if (!(key in steps)) return;
    else {
      move(Math.min(Math.max(steps[key]!, 0), last));
      say(root, "moved", row);
    }
    event.preventDefault();
    event.stopPropagation();
  });

  on("focusout", (_, handle) => handle && handle === held?.handle && drop(true));

  on("pointerdown", (event, handle) => {
    if (!handle || event.button || !event.isPrimary) return;
    event.preventDefault(); // no text is selected
    drop(true);
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    grab(rootOf(handle)!, handle);
    handle.onpointermove = ({ clientY }) => held && follow(clientY);
    handle.onpointerup = handle.onpointercancel = ({ type }) => {
      handle.onpointermove = handle.onpointerup = handle.onpointercancel = null;
      drop(type === "pointerup");
    };
  });

  return mark;
};
