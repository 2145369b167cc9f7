/**
 * axe-core in a page: what it finds serious.
 *
 * @module
 */
import axeCore from "npm:axe-core@4.14.1";
import type { Page } from "./browser.ts";

/** The faults of a page that are serious or critical: the rule, and the element. */
export async function axe(page: Page): Promise<string[]> {
  // As a test's own script: the policy of the page forbids scripts from elsewhere. Once for a page, as it is half a megabyte.
  const isThere = await page.evaluate(() =>
    typeof Reflect.get(globalThis, "axe")?.run === "function"
  );
  if (!isThere) await page.evaluate(axeCore.source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: unknown): Promise<Results> } }; // as axe-core is loaded
    // Nobody has put it into frames either: it would only call, which their policy may forbid.
    const options = { resultTypes: ["violations"], selectors: false, iframes: false };
    return (await axe.run(options)).violations;
  });
  return found.filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

interface Results {
  violations: { id: string; impact: string; nodes: { html: string }[] }[];
}
