/**
 * An engine in a process of its own, started by `process_test.ts`: it starts instances one after the other, sends each its
 * message, does their jobs, and tells on a line what has been acknowledged, until it is killed or has started as many as it shall.
 *
 * Arguments: the store's file, the folder of effects, a prefix for ids, how many (without end unless given).
 */
import { openRuntime, type Runtime } from "../../../bpe/mod.ts";
import { openKv } from "../../../kvs/open.ts";
import { file, proc, timer } from "./world.ts";

/** The file: a job, a message by its number or a date, another job, a call. */
export const FILES: readonly string[] = [
  file(proc("sub", `<startEvent id="s"/><serviceTask id="c"/><endEvent id="e"/>`, "s>c;c>e")),
  file(
    `<message id="m" name="paid"/><correlationProperty id="nr" name="nr"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
    <collaboration id="co"><participant id="pa" processRef="order"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>
    <process id="order" isExecutable="true"><correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>
    <startEvent id="s"/><serviceTask id="a"/><receiveTask id="r" messageRef="m"/>
    <intermediateCatchEvent id="t">${timer("timeDuration", "PT0.05S")}</intermediateCatchEvent>
    <serviceTask id="b"/><callActivity id="u" calledElement="sub"/><endEvent id="e"/>
    ${
      [["s", "a"], ["a", "r"], ["r", "t"], ["t", "b"], ["b", "u"], ["u", "e"]].map(([from, to]) =>
        `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`
      ).join("")
    }</process>`,
  ),
];

/** Handlers that do an effect, once for each key: a file that is there has been done before. */
export function handlers(folder: string): Record<string, (job: { readonly key: string }) => void> {
  const run = ({ key }: { readonly key: string }) => {
    try {
      Deno.openSync(`${folder}/${encodeURIComponent(key)}`, { write: true, createNew: true })
        .close();
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  };
  return { a: run, b: run, c: run };
}

/** Sends an instance its message; it may be sent again. */
export async function pay(runtime: Runtime, instance: string): Promise<void> {
  await runtime.publish({
    name: "paid",
    keys: { ck: JSON.stringify([instance]) },
    payload: { paid: instance },
    key: `pay ${instance}`,
  });
}

if (import.meta.main) {
  const [path = "", folder = "", prefix = "", count = "Infinity"] = Deno.args;
  const kv = await openKv(path);
  const runtime = openRuntime(kv, { handlers: handlers(folder), timeout: 2_000, poll: 100 });
  for (const each of FILES) await runtime.deploy(each);
  const out = Deno.stdout.writable.getWriter(), text = new TextEncoder();
  const tell = (line: string) => out.write(text.encode(`${line}\n`));
  await tell("ready");
  const one = async (instance: string, early: boolean) => {
    if (early) await pay(runtime, instance);
    if (early) await tell(`paid ${instance}`);
    await runtime.start("order", { id: instance, variables: { nr: instance } });
    await tell(`started ${instance}`);
    if (!early) await pay(runtime, instance);
    if (!early) await tell(`paid ${instance}`);
  };
  for (let i = 0; i < Number(count); i += 4) {
    await Promise.all([0, 1, 2, 3].map((k) => one(`${prefix}-${i + k}`, k % 2 === 0)));
  }
  await runtime.close();
  await out.close();
  kv.close();
}
