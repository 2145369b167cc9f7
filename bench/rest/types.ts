/**
 * How long the compiler takes for 200 resources, each of a record and grants of its own, beside a program that imports as much and declares nothing. Each time
 * the program is another, or what is remembered of it would be answered.
 *
 * @module
 */
import { median, table } from "../report.ts";

const RESOURCES = 200, ROUNDS = 3, MOST_SECONDS = 5;

const module = (name: string) => JSON.stringify(new URL(`../../${name}/mod.ts`, import.meta.url));
const IMPORTS = `import { table } from ${module("kvs")};
import { resource, rest } from ${module("rest")};
`;

function declared(n: number): string {
  return `interface R${n} {
  readonly id: string;
  readonly owner${n}: string;
  readonly at: Date;
  readonly sum: bigint;
  readonly note${n}?: string;
  readonly lines: readonly { readonly item: string; readonly count: number }[];
}
const r${n} = resource({
  name: "r${n}",
  table: table<R${n}>("r${n}", {
    fields: ["id", "owner${n}", "at", "sum", "note${n}", "lines"],
    keys: ["owner${n}"],
  }),
  kinds: { at: "date", sum: "bigint" },
  may: {
    list: "anyone",
    get: "known",
    create: { scope: "r${n}" },
    row: (person, { owner${n} }) => person?.id === owner${n},
  },
});
`;
}

const numbers = Array.from({ length: RESOURCES }, (_, n) => n);
const programs = {
  nothing: `${IMPORTS}void [table, resource, rest];\n`,
  [`${RESOURCES} resources`]: `${IMPORTS}${numbers.map(declared).join("")}rest({ resources: [${
    numbers.map((n) => `r${n}`)
  }] });\n`,
};

const folder = await Deno.makeTempDir();
try {
  const rows: string[][] = [["declared", "seconds", "at most"]];
  for (const [name, program] of Object.entries(programs)) {
    const seconds: number[] = [];
    for (let n = 0; n < ROUNDS; n++) {
      const file = `${folder}/program.ts`;
      await Deno.writeTextFile(file, `${program}// ${n}\n`);
      const begun = performance.now();
      const { success, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["check", "--no-lock", file],
        stdout: "null",
      }).output();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
      seconds.push((performance.now() - begun) / 1_000);
    }
    rows.push([name, median(seconds).toFixed(1), String(MOST_SECONDS)]);
  }
  table("types of an API, by deno check", rows);
} finally {
  await Deno.remove(folder, { recursive: true });
}
