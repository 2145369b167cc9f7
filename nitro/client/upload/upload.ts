/**
 * The part of the client for the element `upload`: files that were chosen or dropped go to the server, several at once.
 *
 * An upload has a name of its own, which stays in the browser's storage until it is over or the session is another: whoever chooses the
 * same file again, after a reload, goes on with it.
 *
 * @module
 */
import type { Part } from "../part.ts";
import { row, type Words } from "./row.ts";
import type { isOdd as Judge } from "./odd.ts";
import type { Answer, Transfer } from "./transfer.ts";

/** How many run at once; the others wait. */
const MOST = 3;

/** What is not over, by its own name. */
const transfers = new Map<string, Transfer>();
/** Where the rows of each control are. */
const lists = new Map<string, Element>();
let isOnline = true;
/** Whose is what begins now, as the server says. */
let owner = "";
/** What transfers files, and what judges them: parts of their own. */
const PART = "./transfer.js", ODD = "./odd.js";

document.addEventListener("n2o:ftpack", (event) => {
  const { detail } = event as CustomEvent<Answer>; // the client's own
  transfers.get(detail[1])?.answer(detail);
});
document.addEventListener("n2o:status", (event) => {
  isOnline = (event as CustomEvent<string>).detail === "online"; // the client's own
  for (const each of running()) go(each);
});

// Who logs in or out, in this tab or another, leaves no names of files behind.
new BroadcastChannel("n2o").onmessage = () => {
  for (const key in localStorage) if (key.startsWith("n2o,")) delete localStorage[key];
};
// What is under way goes with the page: the person is asked.
addEventListener("beforeunload", (event) => {
  if (running()[0]) event.preventDefault();
});

// What is dropped beside a control, and nobody else takes, would be opened in place of the page.
for (const type of ["dragover", "drop"] as const) {
  addEventListener(type, (event) => {
    const isTaken = event.defaultPrevented ||
      (event.target as Element).closest?.("[type=file]:enabled"); // or a text, in Firefox
    if (isTaken || !hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = "none";
  });
}

/** Whether files are dragged, and not a text or a link. */
function hasFiles({ dataTransfer }: DragEvent): boolean {
  return !!dataTransfer?.types.includes("Files");
}

function running(): Transfer[] {
  return [...transfers.values()].filter(({ state }) => state === "running" || state === "offline");
}

function go(transfer: Transfer): void {
  if (!isOnline) return transfer.pause();
  transfer.owner = owner;
  transfer.begin();
}

/** Begins what waits, as long as not too many run. */
function goOn(): void {
  for (const each of transfers.values()) {
    if (each.state === "waiting" && running().length < MOST) go(each);
  }
}

/** The upload's own name: the one it had before a reload, or a new one. What looks the same and is under way is another file. */
function nameOf(key: string): string {
  const fresh = crypto.getRandomValues(new Uint32Array(4)).join("-");
  try {
    const kept = localStorage[key] ??= fresh;
    return transfers.has(kept) ? fresh : kept;
  } catch {
    return fresh; // storage is forbidden here: nothing is gone on with after a reload
  }
}

/** Makes the control `id` work; what runs already stays in sight, where it was placed anew. */
const upload: Part = async (send, id: string, meta: string, texts: [string, string][]) => {
  const control = document.getElementById(id), words: Words = Object.fromEntries(texts);
  const input = control?.querySelector("input"), list = control?.querySelector("ul");
  if (!input || !list) return;
  const old = lists.get(id);
  if (old && old !== list) list.append(...old.children);
  lists.set(id, list);

  const { Transfer: Made }: { Transfer: typeof Transfer } = await send.load(PART);
  const { isOdd }: { isOdd: typeof Judge } = await send.load(ODD);
  const told = words.owner ?? "";
  [owner] = told.split(" ") as [string];
  for (const each of transfers.values()) {
    // What somebody else began is not given to who is here now, unless they want it.
    if (!told.includes(each.owner)) each.fail("failed", true);
    each.owner &&= owner;
  }
  const add = (files: FileList, items?: DataTransferItemList) => {
    // What items are folders is told now or never.
    const dropped = [...items ?? []].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    for (const [at, file] of [...files].entries()) {
      const key = ["n2o", id, file.size, file.lastModified, file.name].join();
      const name = nameOf(key);
      const again = () => isOnline ? transfer.again() : transfer.pause();
      const shown = row(file, words, again, () => {
        transfer.cancel();
        input.focus();
      });
      const transfer = new Made({ id: name, file, meta }, shown, {
        send,
        rested(isOver) {
          if (isOver) {
            // A style may hide what is done.
            if (shown.item.contains(document.activeElement) && !shown.item.offsetHeight) {
              input.focus();
            }
            transfers.delete(name);
            try {
              if (localStorage[key] === name) delete localStorage[key];
            } catch { /* see above */ }
          }
          goOn();
        },
      });
      transfers.set(name, transfer);
      list.append(shown.item);
      // The person is told at once; the server has the last word, if they want to hear it.
      if (at && !input.multiple) transfer.fail("single");
      else if (dropped[at]?.isDirectory) transfer.fail("kind");
      else if (items && isOdd(file, input.accept)) transfer.fail("kind", true);
    }
    goOn();
  };
  const take = () => {
    add(input.files!);
    input.value = "";
  };
  take(); // what was chosen before
  input.onchange = take;
  control!.ondragover = (event) => {
    if (input.disabled || !hasFiles(event)) return;
    event.preventDefault();
    control!.dataset.over = "";
  };
  control!.ondragleave = () => delete control!.dataset.over;
  control!.ondrop = (event) => {
    delete control!.dataset.over;
    if (input.disabled || !hasFiles(event)) return;
    event.preventDefault();
    add(event.dataTransfer!.files, event.dataTransfer!.items);
  };
};

export default upload;
