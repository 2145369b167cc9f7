/**
 * Tests of the test client: how many in a second, each with a server, a page and a person of its own, who clicks, types and reads; and beside
 * it the same person on a stage that is there already, as tests of one application have it.
 *
 * @module
 */
import { nitro } from "../../mod.ts";
import { stage, type TestPage, visit } from "../../nitro/testing.ts";
import { table } from "../report.ts";
const { button, flash, form, input, label, output, page, refresh, state, submit, takes } = nitro;

const TESTS = 1_000;

const sum = () => Number(state("sum") ?? 0);
const counter = page({
  title: "Counter",
  on: {
    async add(n: number) {
      state("sum", sum() + n);
      await refresh();
    },
    greet: takes({ name: "text" }, ({ name }) => flash(`Good day, ${name}`)),
  },
  body: ({ on }) => [
    output({ id: "sum", body: String(sum()) }),
    button({ id: "plus", body: "+1", ...on.add(1) }),
    form({
      id: "greeting",
      ...on.greet(),
      body: [
        label({ for: "name", body: "Name" }),
        input({ id: "name" }),
        submit({ body: "Greet" }),
      ],
    }),
  ],
});

/** What a test does. */
async function use(shown: TestPage): Promise<void> {
  await shown.click(shown.getByRole("button", { name: "+1" }));
  shown.getByText("1");
  await shown.fill(shown.getByLabel("Name"), "Ann");
  await shown.click(shown.getByRole("button", { name: "Greet" }));
  if (shown.flashes[0] !== "Good day, Ann") throw new Error(shown.show());
}

async function seconds(test: () => Promise<void>): Promise<number> {
  for (let count = 0; count < 50; count++) await test();
  const began = performance.now();
  for (let count = 0; count < TESTS; count++) await test();
  return (performance.now() - began) / 1_000;
}

const alone = await seconds(async () => {
  await using shown = await visit(counter);
  await use(shown);
});
await using theatre = stage(counter);
const together = await seconds(async () => {
  await using shown = await theatre.visit();
  await use(shown);
});

table(
  `${TESTS} tests of the test client, in seconds (at most 10)`,
  [
    ["", "seconds", "tests/s"],
    ["a server each", alone.toFixed(2), (TESTS / alone).toFixed(0)],
    ["one server", together.toFixed(2), (TESTS / together).toFixed(0)],
  ],
);
