import { compiled, document as declared, sheet, view } from "../../../form/mod.ts";
import { clientSheets, clientStyle } from "../../../nitro/client.gen.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { browserTest } from "../../_support/server/browser.ts";

const TYPES = ["string", "integer", "money", "pay", "select"] as const;

browserTest("a table of rows takes no more room than its form has", async (browser) => {
  const page = await browser.newPage(), found: unknown[] = [];
  for (const columns of long ? [1, 4, 5, 6, 12] : [4, 6]) {
    const fields = Array.from({ length: columns }, (_, at) => ({
      id: `f${at}`,
      title: `Column ${at}`,
      type: TYPES[at % TYPES.length] ?? "string",
      curr: "EUR",
      options: [{ name: "a", title: "A" }],
    }));
    const form = sheet(
      compiled(declared({ name: "bill", fields: [{ id: "lines", type: "table", fields }] })),
    );
    for (let row = 0; row < 2; row++) form.add("lines");
    const { html } = renderBody(view(form, { press: () => ({ postback: "x" }) }));
    await page.setContent(
      `<style>${clientStyle.text}</style><style>${clientSheets.form?.text}</style><main>${html}</main>`,
    );
    for (const width of long ? [320, 640, 760, 1280] : [320, 760]) {
      await page.setViewportSize({ width, height: 600 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) found.push({ columns, width, wide });
    }
  }
  equal(found, []);
});
