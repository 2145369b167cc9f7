/**
 * How the gallery is looked at: on a phone and on a screen, by day and by night.
 *
 * @module
 */
import type { Page } from "../../_support/server/browser.ts";

/** A way to look at a page. */
export interface View {
  /** What it is called, in names of pictures. */
  readonly name: string;
  /** How wide it is, in pixels of CSS. */
  readonly width: number;
  /** Which colours the system asks for. */
  readonly scheme: "light" | "dark";
}

/** A phone, and a screen. */
export const PHONE = 320, DESKTOP = 1_280;

/** A screen at 200 % has half of the pixels. */
export const ZOOMED: number = DESKTOP / 2;

/** Each width in both schemes. */
export function views(widths: Readonly<Record<string, number>>): readonly View[] {
  return Object.entries(widths).flatMap(([name, width]) =>
    (["light", "dark"] as const).map((scheme) => ({ name: `${name} ${scheme}`, width, scheme }))
  );
}

/** Looks at a page so. */
export async function turn(page: Page, { width, scheme }: View): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height: 640 });
}
