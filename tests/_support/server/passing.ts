/**
 * States that a page passes through, sooner perhaps than a test can look at them.
 *
 * @module
 */
import type { Page } from "./browser.ts";

/**
 * Watches a page from now on for an element that is shown, matches a selector and holds a text; what is returned says
 * whether one was there.
 *
 * The page itself looks after every change, so that a state between two messages is seen however late the test asks.
 */
export async function passing(
  page: Page,
  selector: string,
  text = "",
): Promise<() => Promise<boolean>> {
  const watch = await page.evaluateHandle(([selector, text]) => {
    const seen = { was: false };
    const observer = new MutationObserver(() => {
      seen.was = [...document.querySelectorAll(selector!)].some((each) =>
        each.textContent!.includes(text!) && each.checkVisibility({ visibilityProperty: true })
      );
      if (seen.was) observer.disconnect();
    });
    observer.observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    return seen;
  }, [selector, text]);
  return () => watch.evaluate(({ was }) => was);
}
