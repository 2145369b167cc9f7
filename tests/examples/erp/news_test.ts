import { equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { live } from "../../../examples/erp/live.ts";

Deno.test("a hundred changes at once are two pieces of news: the first and the last", () => {
  const told: string[] = [], clock = virtualClock();
  const news = live((topic) => void told.push(String(topic)), 250, clock);
  for (let i = 0; i < 100; i++) news.touch(["instance", "a"], "tasks");
  equal(told, ["instance,a", "tasks"]);
  clock.advance(250);
  news.stop();
  equal(clock.pending, 0);
  equal(told.toSorted(), ["instance,a", "instance,a", "tasks", "tasks"]);
});
