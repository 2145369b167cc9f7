import { nitro } from "../../../mod.ts";
import { TestingError, visit } from "../../../nitro/testing.ts";
import { equal, throws } from "../../_support/assert.ts";
const { button, hidden, output, page, q, qc, refresh, state, wire } = nitro;

const shown = () => String(state("step") ?? qc("step") ?? "1");

const pages = page({
  title: "Steps",
  on: {
    async next(to: string) {
      state("step", to);
      await refresh();
      wire({ action: "part", part: "step", target: "step", args: [to, "push"] });
    },
  },
  async event(event) {
    if (event === "init") {
      wire({ action: "part", part: "step", target: "step", args: [shown(), "replace"] });
    }
    if (event !== "moved") return;
    state("step", q("step"));
    await refresh();
  },
  body: ({ on }) => [
    hidden({ id: "step", value: shown(), postback: "moved", source: ["step"] }),
    output({ id: "at", body: `step ${shown()}` }),
    button({ id: "next", body: "Next", ...on.next(String(Number(shown()) + 1)) }),
  ],
});

Deno.test("a step is in the address, back leads to the one before, and a reload stays where it is", async () => {
  await using shown = await visit(pages, { path: "/?shop=7" });
  equal(shown.path, "/?shop=7&step=1");
  await shown.click(shown.get("#next"));
  await shown.click(shown.get("#next"));
  equal(shown.path, "/?shop=7&step=3");
  await shown.back();
  equal(shown.path, "/?shop=7&step=2");
  shown.getByText("step 2");
  await shown.lose();
  await shown.regain();
  await shown.reload();
  shown.getByText("step 2");
  throws(() => void shown.back(), TestingError);
});
