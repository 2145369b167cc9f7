/**
 * The part of the client for the dialog in which a date is chosen: a month as a grid (the practice "date picker dialog" of WAI-ARIA).
 *
 * @module
 */
import type { Calendar, Kit, Opens } from "./calendar.ts";

const DAY = 864e5;
/** From the year 1000 to the year 9999: what four digits write. */
const FIRST = Date.UTC(1000, 0), LAST = Date.UTC(9999, 11, 31);

/** Begins to hear of the dialogs; opens one. */
export default ({ calendarOf, dayOf, parsed, isOpen, hold, language, names }: Kit): Opens => {
  /** The day that has the focus. */
  let at = 0;

  const dialogOf = ({ root }: Calendar) => root.querySelector("dialog")!;

  /** The day that weeks begin with, 0 for Sunday. */
  function firstDay(root: HTMLElement): number {
    const { n2oFirst } = root.dataset;
    if (n2oFirst) return +n2oFirst;
    // Not every browser knows it yet, and some as a property.
    const locale = new Intl.Locale(language(root) ?? navigator.language) as Intl.Locale & {
      weekInfo?: { firstDay: number };
      getWeekInfo?(): { firstDay: number };
    };
    return ((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1) % 7;
  }

  /** The same day so many months on, or the last of its month. */
  function months(by: number): number {
    const date = new Date(at), day = date.getUTCDate();
    date.setUTCMonth(date.getUTCMonth() + by + 1, 0);
    return date.setUTCDate(Math.min(day, date.getUTCDate()));
  }

  /** Where in its week the day is. */
  const place = (root: HTMLElement, day: number) =>
    (new Date(day).getUTCDay() - firstDay(root) + 7) % 7;

  /** Shows the month of a day, as near as may be chosen; the day gets the focus where it is wanted. */
  function show(calendar: Calendar, day: number, isFocused?: boolean): void {
    const { root } = calendar, { n2oMin, n2oMax } = root.dataset, dialog = dialogOf(calendar);
    at = Math.min(Math.max(day, parsed(n2oMin) ?? FIRST), parsed(n2oMax) ?? LAST);
    const table = dialog.querySelector("table")!, [head, body] = table.children;
    dialog.querySelector("h2")!.textContent = names(root, { month: "long", year: "numeric" })(at);
    const make = (within: Element, tag: string, text = "") => {
      const made = within.appendChild(document.createElement(tag));
      made.textContent = text;
      return made;
    };
    head!.textContent = body!.textContent = "";
    const first = new Date(at).setUTCDate(1), start = first - place(root, first) * DAY;
    const month = new Date(at).getUTCMonth(), chosen = dayOf(calendar), now = new Date();
    const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    const [narrow, short, long] = (["narrow", "short", "long"] as const)
      .map((weekday) => names(root, { weekday }));
    const full = names(root, { dateStyle: "full" });
    let line = make(head!, "tr"), focused: HTMLElement | undefined;
    for (let n = 0; n < 7; n++) {
      const day = start + n * DAY, name = short!(day);
      // In some languages a short name is a long one.
      const cell = make(line, "th", name.length > 3 ? narrow!(day) : name);
      cell.setAttribute("scope", "col");
      cell.setAttribute("abbr", long!(day));
    }
    for (let n = 0, day = start; n % 7 || n < 7 || new Date(day).getUTCMonth() === month; n++) {
      if (n % 7 === 0) line = make(body!, "tr");
      const date = new Date(day), isHere = date.getUTCMonth() === month;
      const cell = make(line, "td", isHere ? `${date.getUTCDate()}` : "");
      if (isHere) {
        cell.dataset.day = `${day}`;
        cell.tabIndex = day === at ? 0 : -1;
        cell.ariaLabel = full(day);
        cell.ariaSelected = `${day === chosen}`;
        if (!isOpen(root, day)) cell.ariaDisabled = "true";
        if (day === today) cell.ariaCurrent = "date";
        if (day === at) focused = cell;
      }
      day += DAY;
    }
    if (isFocused) focused!.focus();
  }

  function take(calendar: Calendar, day: number): void {
    if (!isOpen(calendar.root, day)) return;
    dialogOf(calendar).close();
    hold(calendar, day);
  }

  const keys: Record<string, (root: HTMLElement, isShifted: boolean) => number> = {
    ArrowLeft: () => at - DAY,
    ArrowRight: () => at + DAY,
    ArrowUp: () => at - 7 * DAY,
    ArrowDown: () => at + 7 * DAY,
    Home: (root) => at - place(root, at) * DAY,
    End: (root) => at + (6 - place(root, at)) * DAY,
    PageUp: (_, isShifted) => months(isShifted ? -12 : -1),
    PageDown: (_, isShifted) => months(isShifted ? 12 : 1),
  };
  const turns: Record<string, number> = {
    previousYear: -12,
    previousMonth: -1,
    nextMonth: 1,
    nextYear: 12,
  };

  document.addEventListener("click", ({ target }) => {
    const element = (target as Element).closest<HTMLElement>("dialog [data-day],[data-n2o-do]");
    const calendar = element && calendarOf(element);
    if (!calendar) return;
    const { day, n2oDo = "" } = element.dataset;
    if (n2oDo in turns) show(calendar, months(turns[n2oDo]!));
    else if (n2oDo === "cancel") dialogOf(calendar).close();
    else take(calendar, +(day ?? at));
  }, true);

  document.addEventListener("keydown", (event) => {
    const { key, shiftKey } = event, element = event.target as HTMLElement;
    const calendar = element.closest("dialog") && calendarOf(element);
    if (!calendar) return;
    const { day } = element.dataset;
    if (key === "Tab") {
      // Round within the dialog.
      const stops = [
        ...dialogOf(calendar).querySelectorAll<HTMLElement>("button,[tabindex='0']"),
      ];
      if (element !== stops.at(shiftKey ? 0 : -1)) return;
      stops.at(shiftKey ? -1 : 0)!.focus();
    } else if (!day) return;
    else if (key in keys) show(calendar, keys[key]!(calendar.root, shiftKey), true);
    else if (key === "Enter" || key === " ") take(calendar, +day);
    else return;
    event.preventDefault();
  }, true);

  return (calendar) => {
    const now = new Date(), today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    dialogOf(calendar).showModal();
    show(calendar, dayOf(calendar) ?? today, true);
  };
};
