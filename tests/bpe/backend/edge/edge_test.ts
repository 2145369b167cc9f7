/** Processes live in a Durable Object: its alarm is their clock, and it may be ended at any moment. */
import { assert, equal } from "../../../_support/assert.ts";
import { edgeTest, withEdge } from "./runtime.ts";
import { file, proc, timer } from "../../runtime/world.ts";

const edge = withEdge(new URL("./host.ts", import.meta.url));

const START = `<startEvent id="s"/>`, END = `<endEvent id="e"/>`;

const ORDER = file(
  `<message id="m" name="paid"/>${
    proc(
      "order",
      `${START}<serviceTask id="greet"/><userTask id="check"/><exclusiveGateway id="g" default="g_no"/><endEvent id="no"/>
      <intermediateCatchEvent id="t">${timer("timeDuration", "PT0.5S")}</intermediateCatchEvent>
      <serviceTask id="later"/><receiveTask id="r" messageRef="m"/><callActivity id="c" calledElement="sub"/>${END}`,
      "g>t:ok = true and string length(text) > 5;s>greet;greet>check;check>g;g>no;t>later;later>r;r>c;c>e",
    )
  }`,
);
const SUB = file(
  proc(
    "sub",
    `${START}<scriptTask id="x" scriptFormat="feel"><script>= 6 * 7</script></scriptTask>${END}`,
    "s>x;x>e",
  ),
);

interface Told {
  readonly told: string[];
  readonly alarm: number | null;
}

interface Stands {
  readonly status: string;
  readonly result: Record<string, unknown> | null;
  readonly places: string[];
  readonly incidents: number;
  readonly trace: string[];
}

async function post(path: string, body: unknown = {}): Promise<unknown> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await edge.ask(path, { method: "POST", body: text });
  const value: unknown = JSON.parse(await answer.text());
  if (answer.status !== 200) throw new Error(String(value));
  return value;
}

async function get<T>(path: string): Promise<T> {
  const answer = await edge.ask(path);
  const value: T = JSON.parse(await answer.text());
  if (answer.status !== 200) throw new Error(String(value));
  return value;
}

/** Waits until an instance stands so; an object that ends meanwhile is asked again. */
async function until(object: string, instance: string, status: string): Promise<Stands> {
  for (let left = 20;; left--) {
    try {
      return await get<Stands>(`${object}/state?instance=${instance}&status=${status}`);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

const crash = (object: string) => post(`${object}/crash`).catch(() => {});

/** How many jobs of a topic have been begun: whatever is told twice is one. */
function jobs({ told }: Told, topic: string): number {
  return new Set(told.filter((each) => each.split(" ")[0] === topic)).size;
}

for (const how of ["is not ended", "crashes", "is ended with its host"] as const) {
  edgeTest(
    `a process goes on by the object's alarm when the object ${how} between any two requests`,
    async () => {
      const object = `order-${how.replaceAll(" ", "-")}`;
      const between = async () => {
        if (how === "crashes") await crash(object);
        if (how === "is ended with its host") await edge.restart();
      };
      await post(`${object}/deploy`, SUB);
      await between();
      await post(`${object}/deploy`, ORDER);
      await between();
      equal(await post(`${object}/start?process=order&instance=i`, { name: "Ann" }), "i");
      await between();
      equal(await post(`${object}/start?process=order&instance=j`, { name: "Bob" }), "j");
      await between();
      equal((await get<Stands>(`${object}/state?instance=i`)).places, ["check"]);
      await post(`${object}/complete?instance=j&node=check`, { ok: false });
      await between();
      const begun = Date.now();
      await post(`${object}/complete?instance=i&node=check`, { ok: true });
      const { alarm, told } = await get<Told>(`${object}/told`);
      assert(alarm !== null && alarm >= begun, "the alarm is the timer's");
      equal(told.filter((each) => each.startsWith("later")), []);
      await between();
      // The timer fires, and the handler behind it runs, by the alarm alone.
      await post(`${object}/publish?name=paid&key=once`, { sum: 7 });
      await between();
      const { status, result, incidents, trace } = await until(object, "i", "completed");
      equal([status, incidents], ["completed", 0]);
      equal([result?.text, result?.later, result?.sum], ["hello Ann", true, 7]);
      const order = ["s", "greet", "check", "g", "t", "later", "r", "c", "e", "order"];
      equal(
        trace.filter((each) => each.startsWith("completed ")).map((each) => each.split(" ")[1]),
        order,
      );
      const j = await get<Stands>(`${object}/state?instance=j`);
      equal([j.status, j.result?.text], ["completed", "hello Bob"]);
      const after = await get<Told>(`${object}/told`);
      assert(after.told.includes("alarm"), "the alarm has rung");
      // A handler in whose middle the host was ended is called again, under its key.
      equal([jobs(after, "greet"), jobs(after, "later"), jobs(after, "error")], [2, 1, 0]);
    },
  );
}

edgeTest(
  "a handler that ends the isolate is called again under its key, by the alarm, when its lease is over",
  async () => {
    await post(
      "fatal/deploy",
      file(
        proc(
          "p",
          `${START}<userTask id="u"/><serviceTask id="fatal"/>${END}`,
          "s>u;u>fatal;fatal>e",
        ),
      ),
    );
    await post("fatal/start?process=p&instance=i");
    // The answer may be lost with the isolate.
    await post("fatal/complete?instance=i&node=u").catch(() => {});
    const { result } = await until("fatal", "i", "completed");
    equal(result, { survived: true });
    const told = await get<Told>("fatal/told");
    equal(told.told.filter((each) => each.startsWith("fatal")), ["fatal i/3", "fatal i/3"]);
  },
);

edgeTest("tries that fail come again by the alarm", async () => {
  await post(
    "shaky/deploy",
    file(proc("p", `${START}<serviceTask id="shaky"/>${END}`, "s>shaky;shaky>e")),
  );
  await post("shaky/start?process=p&instance=i");
  await until("shaky", "i", "completed");
  const { told } = await get<Told>("shaky/told");
  equal(told.filter((each) => each !== "alarm"), ["shaky i/2 1", "shaky i/2 2", "shaky i/2 3"]);
});

edgeTest(
  "an isolate that begins leaves the alarm at the timer's time, however late the store itself needs it",
  async () => {
    await post(
      "shared/deploy",
      file(proc(
        "p",
        `${START}<intermediateCatchEvent id="t">${
          timer("timeDuration", "PT1H")
        }</intermediateCatchEvent>${END}`,
        "s>t;t>e",
      )),
    );
    // The store forgets this key after a week.
    await post("shared/publish?name=other&key=once");
    await post("shared/start?process=p&instance=i");
    const { alarm } = await get<Told>("shared/told");
    assert(alarm !== null && alarm < Date.now() + 3_700_000);
    await crash("shared");
    equal((await get<Told>("shared/told")).alarm, alarm);
    await edge.restart();
    equal((await get<Told>("shared/told")).alarm, alarm);
  },
);

edgeTest(
  "what runs in the object asks for no module of the host, and has no code that is made at run time",
  async () => {
    const source = await edge.source();
    equal(source.match(/^\s*(?:import|export)\b[^\n]*\bfrom "[^"]*"|\bimport\("/gm) ?? [], []);
    equal(source.match(/AsyncLocalStorage|\bnew Function\(|[^.\w]eval\(/g) ?? [], []);
  },
);
