/**
 * What the person sees of an upload: a row with the name of the file, how far it is, what became of it, and what can be done.
 *
 * @module
 */

/** Where an upload is. */
export type State = "waiting" | "running" | "offline" | "failed" | "done";

/** Texts by what they say: a state, a refusal, or a button. */
export type Words = Readonly<Record<string, string>>;

/** The row of an upload in its list, as the transfer changes it. */
export interface Row {
  /** Where it stands in the list. */
  readonly item: HTMLElement;
  /** Shows how many bytes are stored. */
  progress(offset: number): void;
  /** Shows a state, and in words what is wrong; `again`: it can be tried again. */
  show(state: State, word?: string, again?: boolean): void;
}

/** The row of a file; what its buttons do is handed in. */
export function row(file: File, words: Words, again: () => void, cancel: () => void): Row {
  const item = document.createElement("li");
  item.innerHTML =
    "<b dir=auto></b> <progress></progress> <output></output> <button type=button></button> <button type=button></button>";
  const [name, bar, output, retry, close] = item.children as unknown as [ // as the line above says
    HTMLElement,
    HTMLProgressElement,
    HTMLOutputElement,
    HTMLButtonElement,
    HTMLButtonElement,
  ];
  const label = (button: HTMLElement, word: string) => {
    button.textContent = words[word]!;
    button.ariaLabel = `${words[word]} ${file.name}`;
  };
  name.textContent = bar.ariaLabel = file.name;
  bar.max = file.size || 1;
  retry.onclick = again;
  close.onclick = cancel;
  label(retry, "again");
  return {
    item,
    progress: (offset) => bar.value = offset,
    show(state, word = state, again = false) {
      item.dataset.state = state;
      output.textContent = words[word] ?? words["failed"]!;
      if (!again && retry === document.activeElement) close.focus();
      retry.hidden = !again;
      bar.hidden = state === "failed" || state === "done";
      label(close, bar.hidden ? "close" : "cancel");
    },
  };
}
