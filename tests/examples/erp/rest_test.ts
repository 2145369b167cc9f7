import { assert, equal } from "../../_support/assert.ts";
import { absent } from "../../_support/program.ts";
import { lacks } from "../../_support/permission.ts";
import { complaints } from "../../_support/server/server.ts";
import { erp } from "./erp.ts";

/** What curl tells of an answer. */
interface Told {
  readonly status: number;
  readonly text: string;
  // deno-lint-ignore no-explicit-any -- the test says what it expects
  readonly json: any;
}

async function curl(...args: readonly string[]): Promise<Told> {
  const { stdout } = await new Deno.Command("curl", {
    args: ["-s", "-w", "\n%{http_code} %{content_type}", ...args],
  }).output();
  const all = new TextDecoder().decode(stdout), end = all.lastIndexOf("\n");
  const text = all.slice(0, end), [status, type = ""] = all.slice(end + 1).split(" ");
  return {
    status: Number(status),
    text,
    json: type.includes("json") ? JSON.parse(text) : undefined,
  };
}

const JSON_TYPE = ["-H", "content-type: application/json"];

Deno.test({
  name: "the ERP: an order goes from its start to its end by curl, over a kill of the server",
  ignore: lacks("net", "read", "write", "run") || absent("curl"),
  async fn() {
    await using served = await erp();
    const at = (path: string) => `${served.origin}/rest/${path}`;
    const login = async (user: string, role: string) => {
      const body = JSON.stringify({ user, roles: [role] });
      const told = await curl(at("login"), ...JSON_TYPE, "-d", body);
      equal(told.status, 201, told.text);
      return ["-H", `authorization: Bearer ${told.json.token}`];
    };
    equal(
      (await curl(at("login"), ...JSON_TYPE, "-d", '{"user":"x","roles":["King"]}')).status,
      422,
    );
    equal((await curl(at("bpe/tasks"))).status, 401);
    const olena = await login("Olena", "Sales"), ivan = await login("Ivan", "Warehouse");
    const taras = await login("Taras", "Accounting");

    const variables = { customer: "Kyiv Library", article: "chair", quantity: 3, amount: 900 };
    const place = (who: readonly string[]) =>
      curl(
        at("bpe/instances"),
        ...who,
        ...JSON_TYPE,
        "-H",
        "idempotency-key: order-17",
        "-d",
        JSON.stringify({ process: "order", variables }),
      );
    equal((await place(ivan)).status, 403);
    const placed = await place(olena);
    equal(placed.status, 201, placed.text);
    const { id } = placed.json;
    equal(await served.end("SIGKILL"), 128 + 9);
    await served.start();
    equal((await place(olena)).json.id, id);
    equal((await curl(at("bpe/instances?process=order"), ...olena)).json.instances.length, 1);

    /** The only task of the order that somebody may do, asked for until it is there. */
    const taskOf = async (who: readonly string[]) => {
      for (;;) {
        const { json } = await curl(at(`bpe/tasks?instance=${id}`), ...who);
        if (json.tasks.length > 0) {
          return { ...json.tasks[0], at: `bpe/tasks/${id}/${json.tasks[0].element}` };
        }
      }
    };
    const work = async (who: readonly string[], node: string, given: object) => {
      const task = await taskOf(who);
      equal(task.node, node);
      const values = JSON.stringify({ variables: given });
      equal(
        (await curl(at(`${task.at}/complete`), ...who, ...JSON_TYPE, "-d", values)).status,
        403,
      );
      equal((await curl("-X", "POST", at(`${task.at}/claim`), ...who)).status, 200);
      const done = await curl(at(`${task.at}/complete`), ...who, ...JSON_TYPE, "-d", values);
      equal(done.status, 200, done.text);
    };
    const check = await taskOf(olena);
    const { json: { fields } } = await curl(at(`${check.at}/form`), ...olena);
    equal(fields.map(({ id }: { id: string }) => id), ["discount", "addressComplete", "note"]);
    equal((await curl(at(check.at), ...ivan)).status, 404);
    await work(olena, "CheckOrder", { addressComplete: true, discount: 0, note: "" });
    await work(ivan, "PackGoods", { parcels: 2, carrier: "own" });
    await work(taras, "WriteInvoice", { invoice: "R-17", invoiceDue: "2031-03-31" });
    const paid = JSON.stringify({ name: "payment received" });
    equal(
      (await curl(at(`bpe/instances/${id}/messages`), ...olena, ...JSON_TYPE, "-d", paid)).status,
      403,
    );
    const message = await curl(
      at(`bpe/instances/${id}/messages`),
      ...taras,
      ...JSON_TYPE,
      "-d",
      paid,
    );
    equal(message.status, 200, message.text);
    for (;;) {
      const { json } = await curl(at(`bpe/instances/${id}`), ...olena);
      if (json.status === "active") continue;
      equal(json.status, "completed");
      break;
    }
    const { json } = await curl(at(`bpe/instances/${id}/history?limit=500`), ...olena);
    const ends = json.history.filter(({ event }: { event: string }) => event === "entered");
    equal(ends.at(-1).node, "OrderFulfilled");
    const picture = await curl(at(`bpe/instances/${id}/picture`), ...olena);
    assert(picture.text.includes("<svg") && picture.text.includes("bpe-visited"), picture.text);
    equal(complaints(served), []);
  },
});

Deno.test({
  name: "the ERP: the commands that its documentation tells walk an order to its end",
  ignore: lacks("net", "read", "write", "run") || absent("curl"),
  async fn() {
    await using served = await erp();
    const picture = await Deno.makeTempFile({ suffix: ".svg" });
    try {
      const script = new URL("../../../examples/erp/rest/order.sh", import.meta.url).pathname;
      const { code, stdout, stderr } = await new Deno.Command("sh", {
        args: [script],
        env: { REST: `${served.origin}/rest`, PICTURE: picture, KEY: "order-18" },
      }).output();
      const said = new TextDecoder().decode(stdout), lines = said.split("\n");
      equal([code, new TextDecoder().decode(stderr)], [0, ""], said);
      equal(lines.slice(1, 5), [
        "CheckOrder is done",
        "PackGoods is done",
        "WriteInvoice is done",
        "completed",
      ]);
      equal(JSON.parse(lines[5] ?? "").history.length, 2);
      assert((await Deno.readTextFile(picture)).includes("<svg"));
    } finally {
      await Deno.remove(picture);
    }
  },
});
