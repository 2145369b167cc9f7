/**
 * The part of the client for the lists of comboboxes: what is shown of them, and what is asked for them, of the page, one question at a
 * time and the last text after it, or of the list that is there.
 *
 * @module
 */
import type { Combo, List } from "./combo.ts";

/** What is known of a question. */
interface Question {
  /** Which one of its control it is. */
  turn: number;
  /** Whether another one waits for the answer. */
  again?: boolean | undefined;
  /** How often the line was lost before it. */
  losses?: number;
}

const questions = new WeakMap<Combo, Question>();

/** How often the line was lost: an answer goes with it, for a question is carried out once. */
let losses = 0;
document.addEventListener("n2o:status", (event) => {
  if ((event as CustomEvent).detail === "offline") losses++; // the client's own
});

/** The list: an answer may bring another one. */
const listOf = ({ popup }: Combo) => popup.firstElementChild as HTMLElement;

const options = (combo: Combo) =>
  [...listOf(combo).children].filter((option) => !(option as HTMLElement).hidden);

const hasMore = (combo: Combo) => !!listOf(combo).dataset.n2oNext;

/** Writes what is another only: what watches would hear itself. */
function set(element: Element, name: string, value = ""): void {
  if (!value) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** The lists of comboboxes, by what tells what is chosen in one, and what chooses. */
export default (
  valueOf: (combo: Combo) => string,
  choose: (combo: Combo, option: Element) => void,
): List => {
  function ask(combo: Combo, more?: boolean): void {
    const { root, text } = combo, question = questionOf(combo);
    // What is chosen is nothing that one looks for.
    const wanted = valueOf(combo) ? "" : text.value;
    clearTimeout(combo.timer);
    if (root.dataset.n2oCombo === "list") {
      const words = wanted.toLowerCase().trim();
      for (const option of listOf(combo).children) {
        (option as HTMLElement).hidden = !option.textContent.toLowerCase().includes(words);
      }
      combo.asked = text.value;
      return answered(combo);
    }
    if (combo.state === "busy") {
      question.again = !more;
      return;
    }
    question.again = false;
    question.losses = losses;
    combo.state = "busy";
    combo.asked = text.value;
    root.querySelector<HTMLInputElement>("[type=hidden]")!.value = [
      ++question.turn,
      more ? listOf(combo).dataset.n2oNext : "",
      wanted,
    ].join(" ");
    root.dispatchEvent(new Event("n2o:lookup"));
    settle(combo);
  }

  /** Sees what became of a question. The page has answered when its turn is in the list, whenever that comes. */
  function settle(combo: Combo): void {
    const { root, text, popup } = combo, question = questionOf(combo);
    const isThere = listOf(combo).dataset.n2oTurn === `${question.turn}`;
    const isOver = combo.state === "busy" && root.ariaBusy !== "true";
    if (combo.state && isThere || isOver) {
      combo.state = isThere ? undefined : "failed";
      const isNew = isThere ? combo.asked !== text.value : question.losses !== losses;
      if (question.again || isNew && !popup.hidden) ask(combo);
      else if (isThere) return answered(combo);
    }
    show(combo);
  }

  function questionOf(combo: Combo): Question {
    const known = questions.get(combo);
    if (known) return known;
    const made = { turn: 0 };
    questions.set(combo, made);
    // An update of the page writes what the server knows: it does not know that the list is open.
    new MutationObserver(() => settle(combo)).observe(combo.root, {
      subtree: true,
      attributeFilter: ["aria-busy", "aria-expanded", "aria-activedescendant", "data-n2o-turn"],
    });
    combo.popup.addEventListener("scroll", () => {
      const { scrollTop, clientHeight, scrollHeight } = listOf(combo);
      if (scrollTop + clientHeight > scrollHeight - 9 && hasMore(combo) && !combo.state) {
        ask(combo, true);
      }
    }, true);
    return made;
  }

  function answered(combo: Combo): void {
    const { go, isMeant } = combo;
    if (go !== undefined) combo.active = options(combo).at(go);
    combo.go = undefined;
    combo.isMeant = false;
    if (isMeant && combo.active) choose(combo, combo.active);
    else show(combo);
  }

  function show(combo: Combo): void {
    const { root, text, popup, active, state } = combo, isOpen = !popup.hidden;
    const found = options(combo), list = listOf(combo);
    // Those that are hidden have ids as well: none is there twice.
    [...list.children].forEach((option, at) => {
      option.id = list.id + at;
      set(option, "aria-selected", `${option === active}`);
    });
    set(text, "aria-expanded", `${isOpen}`);
    set(text, "aria-activedescendant", isOpen ? active?.id : "");
    if (isOpen) active?.scrollIntoView({ block: "nearest" });
    const output = root.querySelector("output")!;
    const isLate = combo.asked !== text.value;
    const word = state ??
      (isLate ? "busy" : found.length ? hasMore(combo) ? "more" : "found" : "none");
    const wrong = text.value && !valueOf(combo) && root.dataset.n2oInvalid || "";
    const isWrong = wrong && text !== document.activeElement;
    const said = isOpen
      ? output.dataset[word]!.replace("{n}", `${found.length}`)
      : isWrong
      ? wrong
      : "";
    if (output.textContent !== said) output.textContent = said;
    text.setCustomValidity(wrong);
    set(text, "aria-invalid", isWrong ? "true" : "");
  }

  return { ask, answered, show, options, hasMore };
};
