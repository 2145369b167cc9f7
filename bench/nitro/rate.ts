/**
 * How many forms a second a browser shows.
 *
 * @module
 */
import { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";

/** How long a rate is measured, in seconds, and how often. */
export const SECONDS = 2, ROUNDS = 3;

/** Forms in a second: each in a frame of its own, and with the layout done before the next is asked for. */
export interface Rate {
  readonly frames: number;
  readonly laidOut: number;
}

/** Where a page has the first and the last number that is computed, the first that is entered, and another one. */
export interface Places {
  readonly first: string;
  readonly last: string;
  readonly entered: string;
  readonly other: string;
}

/** The places of the sheet by hand. */
const SHEET: Places = { first: "#c0", last: "#c9", entered: "#f0", other: "#f5" };

/** Forms in a second of a page that asks for the next one by a button, as that of `examples/forms` does. */
export async function measure(
  page: Page,
  address: string,
  places: Places = SHEET,
): Promise<Rate & { readonly told: string }> {
  const sizes: number[] = [];
  page.on(
    "websocket",
    (socket) => socket.on("framereceived", ({ payload }) => void sizes.push(payload.length)),
  );
  await page.goto(address);
  await page.locator(places.last).waitFor();
  await page.focus(places.other);
  await page.waitForTimeout(500);
  const [frames = 0, laidOut = 0] = await page.evaluate(async ([ms, first, entered]) => {
    // As: it is a button.
    const button = document.querySelector("#frames") as HTMLElement;
    const read = (at: string) => {
      const { value = "", textContent } = document.querySelector<HTMLInputElement>(at)!;
      return value + textContent;
    };
    const sum = () => read(first) + read(entered);
    const counted = async (each: (count: () => void) => void, begin: () => void = () => {}) => {
      let forms = 0;
      const watcher = new MutationObserver(() =>
        button.hasAttribute("aria-busy") || each(() => void forms++)
      );
      watcher.observe(button, { attributeFilter: ["aria-busy"] });
      begin();
      await new Promise((resolve) => setTimeout(resolve, ms));
      watcher.disconnect();
      return forms * 1_000 / ms;
    };
    let last = "";
    // The page asks for the next form in this very frame: what is shown here is shown before that can come.
    const frames = await counted((count) =>
      requestAnimationFrame(() => {
        if (sum() !== last) count();
        last = sum();
      })
    );
    button.click();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const ask = () => void button.dispatchEvent(new Event("frame"));
    const laidOut = await counted((count) => {
      void document.body.offsetHeight;
      count();
      ask();
    }, ask);
    return [frames, laidOut];
  }, [SECONDS * 1_000, places.first, places.entered] as const);
  const focus = await page.evaluate(() => document.activeElement?.id);
  const size = sizes.toSorted((a, b) => a - b)[sizes.length >> 1];
  return { frames, laidOut, told: `${size} B; focus ${focus}` };
}

/** Browsers that are measured: as fast as they can, and as a screen has it. */
export const BROWSERS = ["uncapped", "60 Hz"] as const;

/** Starts one. */
export function launch(name: (typeof BROWSERS)[number]): Promise<Browser> {
  const own = name === "uncapped"
    ? ["--disable-frame-rate-limit", "--disable-gpu-vsync"]
    : ["--disable-gpu"];
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-quic", ...own],
  });
}

/** Runs with a page of its own. */
export async function apart<T>(browser: Browser, run: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage();
  return await run(page).finally(() => page.close());
}

/** A rate in words. */
export function text({ frames, laidOut }: Rate): string {
  return `${frames.toFixed(0)} in frames of their own, ${laidOut.toFixed(0)} laid out`;
}

/** The best of each. */
export function best(rates: readonly Rate[]): Rate {
  return {
    frames: Math.max(...rates.map(({ frames }) => frames)),
    laidOut: Math.max(...rates.map(({ laidOut }) => laidOut)),
  };
}
