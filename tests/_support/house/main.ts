/**
 * How a tree stands to the rules of the house: `deno run --allow-read tests/_support/house/main.ts [FOLDER]`.
 *
 * @module
 */
import { house } from "./house.ts";
import { RULES } from "./rules.ts";

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

if (import.meta.main) {
  const [folder = "."] = Deno.args;
  const tree = await house(new URL(`file://${Deno.realPathSync(folder)}/`));
  for (const { name, find } of RULES) {
    const broken = find(tree);
    print(`${broken.length === 0 ? "holds" : "broken"}: ${name}`);
    for (const each of broken) print(`  ${each}`);
  }
}
