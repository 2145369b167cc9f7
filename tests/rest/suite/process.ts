/**
 * Processes over HTTP, as cases of the suite.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import type { Answered, Ask, Case } from "./ask.ts";
import { nextOf, packed } from "./ask.ts";

const ADMIN = "root admin", ANN = "ann Sales", BOB = "bob Sales", WAREHOUSE = "wes Warehouse";
const XML = { "content-type": "application/xml" };

const BPMN = `xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:suite"`;

/** An order: checked by sales, reserved by a system, packed by the warehouse, paid by a message. */
export const ORDER: string = `<definitions ${BPMN}>
  <message id="m" name="payment"/>
  <process id="order" name="Order" isExecutable="true">
    <startEvent id="placed"><extensionElements><camunda:formData>
      <camunda:formField id="customer" label="Customer" type="string"/>
    </camunda:formData></extensionElements></startEvent>
    <userTask id="check" name="Check order" camunda:candidateGroups="Sales">
      <extensionElements><camunda:formData>
        <camunda:formField id="complete" label="Complete?" type="boolean"/>
      </camunda:formData></extensionElements>
    </userTask>
    <serviceTask id="reserve" name="Reserve" camunda:type="external" camunda:topic="reserve"/>
    <userTask id="pack" name="Pack" camunda:candidateGroups="Warehouse"/>
    <intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
    <endEvent id="done"/>
    <sequenceFlow id="f1" sourceRef="placed" targetRef="check"/>
    <sequenceFlow id="f2" sourceRef="check" targetRef="reserve"/>
    <sequenceFlow id="f3" sourceRef="reserve" targetRef="pack"/>
    <sequenceFlow id="f4" sourceRef="pack" targetRef="paid"/>
    <sequenceFlow id="f5" sourceRef="paid" targetRef="done"/>
  </process></definitions>`;

/** A process of one task. */
const single = (id: string, more = "") =>
  `<definitions ${BPMN}><process id="${id}" isExecutable="true"><startEvent id="s"/>
  <userTask id="u" ${more}/><endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="u"/>
  <sequenceFlow id="b" sourceRef="u" targetRef="e"/></process></definitions>`;

async function deploy(ask: Ask, body = ORDER): Promise<Answered> {
  const answer = await ask("POST", "/bpe/processes", { as: ADMIN, headers: XML, body });
  equal(answer.status, 200, answer.text);
  return answer;
}

async function start(
  ask: Ask,
  variables: object = {},
  process = "order",
  as = ANN,
): Promise<string> {
  const answer = await ask("POST", "/bpe/instances", { as, body: { process, variables } });
  equal(answer.status, 201, answer.text);
  return answer.json.id;
}

/** The address of the only task of an instance, as somebody sees it; asked until it is there, for a handler may be at work. */
async function taskOf(ask: Ask, id: string, as: string): Promise<string> {
  for (;;) {
    const { json } = await ask("GET", `/bpe/tasks?instance=${encodeURIComponent(id)}`, { as });
    const [task] = json.tasks;
    if (task !== undefined) {
      return `/bpe/tasks/${encodeURIComponent(task.instance)}/${task.element}`;
    }
  }
}

/** Asks for an instance until it is so. */
async function until(ask: Ask, id: string, is: (instance: Answered["json"]) => boolean) {
  for (;;) {
    const answer = await ask("GET", `/bpe/instances/${id}`, { as: ANN });
    equal(answer.status, 200, answer.text);
    if (is(answer.json)) return answer;
  }
}

function problem({ status, headers, json }: Answered, code: string): number {
  equal([headers.get("content-type"), json?.code, json?.status], [
    "application/problem+json",
    code,
    status,
  ]);
  return status;
}

export const PROCESS_CASES: readonly Case[] = [
  {
    name: "an order goes from its deployment to its end",
    async run(ask) {
      const deployed = await deploy(ask);
      equal(
        deployed.json.processes.map(({ key, name }: { key: string; name: string }) => [key, name]),
        [[
          "order:1",
          "Order",
        ]],
      );
      equal((await deploy(ask)).json.processes[0].version, 1);
      const got = await ask("GET", "/bpe/processes/order");
      equal([got.status, got.json.key], [200, "order:1"]);
      const tag = got.headers.get("etag") ?? "";
      equal(
        (await ask("GET", "/bpe/processes/order:1", { headers: { "if-none-match": tag } })).status,
        304,
      );
      equal((await ask("GET", "/bpe/processes/order/xml")).text, ORDER);
      const picture = await ask("GET", "/bpe/processes/order/picture");
      assert(
        picture.text.startsWith("<?xml") && picture.text.includes("Check order"),
        picture.text,
      );
      equal(picture.headers.get("content-type"), "image/svg+xml");
      equal((await ask("GET", "/bpe/processes/order/form")).json.fields[0].id, "customer");

      const began = await ask("POST", "/bpe/instances", {
        as: ANN,
        body: {
          process: "order",
          variables: { customer: "Library", article: "chair", quantity: 3 },
        },
      });
      equal(began.status, 201, began.text);
      const { id } = began.json;
      equal(began.headers.get("location"), `/rest/bpe/instances/${id}`);
      equal(began.json.status, "active");
      const listed = await ask("GET", "/bpe/tasks", { as: ANN });
      equal(
        listed.json.tasks.map((
          { node, instance }: { node: string; instance: string },
        ) => [node, instance]),
        [[
          "check",
          id,
        ]],
      );
      const task = await taskOf(ask, id, ANN);
      equal((await ask("GET", task, { as: ANN })).json.roles, ["Sales"]);
      equal((await ask("GET", `${task}/form`, { as: ANN })).json.fields[0].id, "complete");
      equal((await ask("GET", `${task}/variables`, { as: ANN })).json.customer, "Library");
      equal((await ask("POST", `${task}/claim`, { as: ANN })).json.assignee, "ann");
      equal(problem(await ask("GET", task, { as: BOB }), "not_found"), 404);
      equal((await ask("POST", `${task}/release`, { as: ANN })).json.assignee, undefined);
      equal((await ask("POST", `${task}/claim`, { as: BOB })).json.assignee, "bob");
      const done = await ask("POST", `${task}/complete`, {
        as: BOB,
        body: { variables: { complete: true } },
      });
      equal([done.status, done.json.status], [200, "active"], done.text);
      const pack = await taskOf(ask, id, WAREHOUSE);
      equal((await ask("GET", `${pack}/variables`, { as: WAREHOUSE })).json.reserved, 3);
      equal((await ask("POST", `${pack}/complete`, { as: WAREHOUSE })).status, 200);

      const waiting = await ask("GET", `/bpe/instances/${id}`, { as: ANN });
      equal(
        waiting.json.waits.map(({ kind, name }: { kind: string; name: string }) => [kind, name]),
        [[
          "message",
          "payment",
        ]],
      );
      const paid = await ask("POST", "/bpe/messages", {
        as: ANN,
        body: { name: "payment", payload: { sum: 9 } },
      });
      equal(paid.json, { taken: "instance", instance: id });
      const ended = await ask("GET", `/bpe/instances/${id}`, { as: ANN });
      equal([ended.json.status, ended.json.elements], ["completed", []]);
      assert(!Number.isNaN(Date.parse(ended.json.ended)), ended.text);
      equal((await ask("GET", `/bpe/instances/${id}/variables`, { as: ANN })).json, {
        customer: "Library",
        article: "chair",
        quantity: 3,
        complete: true,
        reserved: 3,
        sum: 9,
      });
      const { json: { history } } = await ask("GET", `/bpe/instances/${id}/history?limit=500`, {
        as: ANN,
      });
      const nodes = history.filter(({ event }: { event: string }) => event === "entered");
      equal(nodes.map(({ node }: { node: string }) => node), [
        "order",
        "placed",
        "check",
        "reserve",
        "pack",
        "paid",
        "done",
      ]);
      equal(history.find(({ command }: { command: string }) => command === "complete").by, "bob");
      const drawn = await ask("GET", `/bpe/instances/${id}/picture`, { as: ANN });
      assert(drawn.text.includes("bpe-visited"), drawn.text);
      equal((await ask("DELETE", `/bpe/instances/${id}`, { as: ADMIN })).status, 204);
      equal(problem(await ask("GET", `/bpe/instances/${id}`, { as: ANN }), "not_found"), 404);
    },
  },
  {
    name: "a file that is refused tells every finding with its line",
    async run(ask) {
      const body = single("broken").replace('targetRef="u"', 'targetRef="nowhere"')
        .replace('sourceRef="u"', 'sourceRef="lost"');
      const refused = await ask("POST", "/bpe/processes", { as: ADMIN, headers: XML, body });
      equal(problem(refused, "invalid"), 422);
      assert(refused.json.errors.length >= 2, refused.text);
      for (const { code, detail, line } of refused.json.errors) {
        assert(/^[A-Z]+\d*$/.test(code) && detail !== "" && line >= 2, refused.text);
      }
      const found = await ask("POST", "/bpe/findings", { as: ADMIN, headers: XML, body });
      equal(
        found.json.findings.filter(({ severity }: { severity: string }) => severity === "error")
          .length,
        refused.json.errors.length,
      );
      equal((await ask("GET", "/bpe/processes")).json.processes, []);
      const cut = await ask("POST", "/bpe/processes", {
        as: ADMIN,
        headers: XML,
        body: body.slice(0, -20),
      });
      equal(problem(cut, "invalid"), 422);
      equal(cut.json.errors[0].code, "xml");
    },
  },
  {
    name: "hostile files are refused: entities, depth, size, other encodings, nothing",
    async run(ask) {
      const post = (body: string, type = "application/xml") =>
        ask("POST", "/bpe/processes", { as: ADMIN, headers: { "content-type": type }, body });
      const bomb = `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${
        single("x")
      }`;
      equal(problem(await post(bomb), "invalid"), 422);
      const outside = `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>`;
      equal(problem(await post(outside), "invalid"), 422);
      const deep = `<definitions ${BPMN}>${"<a>".repeat(400)}${"</a>".repeat(400)}</definitions>`;
      equal(problem(await post(deep), "limit"), 413);
      const wide = await ask("POST", "/bpe/processes", {
        as: ADMIN,
        headers: { ...XML, "content-encoding": "gzip" },
        body: await packed(`<a>${" ".repeat(4_200_000)}</a>`),
      });
      equal(problem(wide, "too_large"), 413);
      equal(problem(await post(`<?xml version="1.0" encoding="no-such"?><a/>`), "invalid"), 422);
      equal(problem(await post(""), "invalid"), 422);
      equal(problem(await post("{}", "application/json"), "unsupported"), 415);
      const { status, json } = await ask("POST", "/bpe/processes", { as: ADMIN });
      equal([status >= 400 && status < 500, json.status], [true, status]);
    },
  },
  {
    name: "a key starts one instance, however often it is sent, and stands for nothing else",
    async run(ask) {
      await deploy(ask);
      const send = (key: string, body: object, as = ANN) =>
        ask("POST", "/bpe/instances", { as, body, headers: { "idempotency-key": key } });
      const body = { process: "order", variables: { quantity: 1 } };
      const all = await Promise.all(Array.from({ length: 8 }, () => send("k-1", body)));
      equal(all.map(({ status }) => status), Array.from({ length: 8 }, () => 201));
      equal(new Set(all.map(({ json }) => json.id)).size, 1);
      equal((await ask("GET", "/bpe/instances", { as: ANN })).json.instances.length, 1);
      equal((await send('"k-1"', body)).json.id, all[0]?.json.id);
      equal(problem(await send("k-1", { process: "order" }), "reused"), 422);
      assert(
        (await send("k-1", body, BOB)).json.id !== all[0]?.json.id,
        "another's key is another",
      );
      for (const key of ["x".repeat(256), "ключ", 'a"b']) {
        const told = await send(encodeURI(key) === key || key.includes('"') ? key : "\u00e9", body);
        equal(problem(told, "bad_header"), 400);
      }
    },
  },
  {
    name: "of two who complete a task one is first; with its key a completion may be sent again",
    async run(ask) {
      await deploy(ask);
      const id = await start(ask), task = await taskOf(ask, id, ANN);
      const [one, two] = await Promise.all(
        [ANN, BOB].map((as) =>
          ask("POST", `${task}/complete`, { as, body: { variables: { by: as } } })
        ),
      );
      equal([one?.status, two?.status].toSorted(), [200, 409]);
      const second = await start(ask), other = await taskOf(ask, second, ANN);
      const send = (body: object = {}) =>
        ask("POST", `${other}/complete`, { as: ANN, body, headers: { "idempotency-key": "once" } });
      equal((await send()).json.repeated, false);
      const again = await send();
      equal([again.status, again.json.repeated], [200, true], again.text);
      equal(problem(await send({ variables: { x: 1 } }), "reused"), 422);
      equal(problem(await ask("POST", `${other}/complete`, { as: ANN }), "task"), 409);
    },
  },
  {
    name: "a change is made at the version that If-Match names, or not at all",
    async run(ask) {
      await deploy(ask);
      const id = await start(ask, { n: 0 }), address = `/bpe/instances/${id}/variables`;
      const read = async () => (await ask("GET", address, { as: ANN })).headers.get("etag") ?? "";
      const first = await read();
      const put = (n: number, tag: string) =>
        ask("PATCH", address, { as: ANN, body: { n }, headers: { "if-match": tag } });
      const done = await put(1, first);
      equal([done.status, done.headers.get("etag")], [200, await read()], done.text);
      equal(problem(await put(2, first), "precondition"), 412);
      equal((await ask("GET", address, { as: ANN })).json.n, 1);
      const now = await read();
      const raced = await Promise.all([3, 4, 5, 6].map((n) => put(n, now)));
      equal(raced.map(({ status }) => status).toSorted(), [200, 412, 412, 412]);
      equal(problem(await put(7, "rubbish"), "bad_header"), 400);
      equal(
        (await ask("GET", address, { as: ANN, headers: { "if-none-match": await read() } })).status,
        304,
      );
      const cancelled = await ask("POST", `/bpe/instances/${id}/cancel`, {
        as: ADMIN,
        headers: { "if-match": first },
      });
      equal(problem(cancelled, "precondition"), 412);
    },
  },
  {
    name: "pages are together the whole list, each once, and take no other list's cursor",
    async run(ask) {
      await deploy(ask);
      await deploy(ask, single("other"));
      const ids: string[] = [];
      for (let n = 0; n < 7; n++) {
        ids.push(await start(ask, { customer: n % 2 === 0 ? "even" : "odd" }));
      }
      const walk = async (path: string, name: string, as = ANN) => {
        const rows: unknown[] = [];
        for (let next: string | undefined = path; next !== undefined;) {
          const page = await ask("GET", next, { as });
          equal(page.status, 200, page.text);
          assert(page.json[name].length <= 3, page.text);
          rows.push(...page.json[name]);
          next = nextOf(page);
        }
        return rows as {
          id?: string;
          instance?: string;
          node?: string;
          step?: number;
          key?: string;
        }[];
      };
      equal(
        (await walk("/bpe/instances?limit=3", "instances")).map(({ id }) => id),
        ids.toSorted(),
      );
      equal(
        (await walk("/bpe/instances?limit=2&order=desc", "instances")).map(({ id }) => id),
        ids.toSorted().toReversed(),
      );
      equal(
        (await walk("/bpe/instances?variable=customer&value=odd&limit=1", "instances")).length,
        3,
      );
      equal((await walk("/bpe/instances?process=other&limit=3", "instances")).length, 0);
      equal(
        (await walk("/bpe/instances?status=active&process=order&limit=3", "instances")).length,
        7,
      );
      equal(
        (await walk("/bpe/tasks?limit=3", "tasks")).map(({ instance }) => instance),
        ids.toSorted(),
      );
      equal(
        (await walk("/bpe/tasks?process=order&node=check&limit=2&order=desc", "tasks")).length,
        7,
      );
      equal((await walk("/bpe/processes?limit=1", "processes")).map(({ key }) => key), [
        "order:1",
        "other:1",
      ]);
      const whole = await ask("GET", `/bpe/instances/${ids[0]}/history?limit=500`, { as: ANN });
      for (
        const [order, wanted] of [["asc", whole.json.history], [
          "desc",
          whole.json.history.toReversed(),
        ]] as const
      ) {
        equal(
          await walk(`/bpe/instances/${ids[0]}/history?limit=2&order=${order}`, "history"),
          wanted,
        );
      }
      const first = await ask("GET", "/bpe/instances?limit=1", { as: ANN });
      const cursor = new URLSearchParams(nextOf(first)?.split("?")[1]).get("after");
      for (
        const path of [
          `/bpe/tasks?after=${cursor}`,
          "/bpe/instances?after=x",
          "/bpe/instances?after=W10",
          "/bpe/instances?after=%00",
        ]
      ) {
        equal(problem(await ask("GET", path, { as: ANN }), "bad_cursor"), 400);
      }
      for (
        const path of [
          "/bpe/instances?limit=0",
          "/bpe/tasks?limit=501",
          "/bpe/instances?task=u",
          "/bpe/instances?variable=x",
          "/bpe/tasks?due-before=soon",
          "/bpe/tasks?nosuch=1",
          "/bpe/instances?status=odd",
        ]
      ) {
        equal(problem(await ask("GET", path, { as: ANN }), "bad_parameter"), 400);
      }
      equal(
        problem(await ask("GET", "/bpe/instances?variable=secret&value=1", { as: ANN }), "query"),
        400,
      );
    },
  },
  {
    name: "who may not is told so, and what is not for somebody is not there",
    async run(ask) {
      await deploy(ask);
      await deploy(ask, single("secret"));
      const id = await start(ask), secret = await start(ask, {}, "secret", ADMIN);
      equal(problem(await ask("GET", "/bpe/instances"), "unauthorized"), 401);
      equal(
        problem(await ask("POST", "/bpe/processes", { headers: XML, body: ORDER }), "unauthorized"),
        401,
      );
      equal(
        problem(
          await ask("POST", "/bpe/processes", { as: ANN, headers: XML, body: ORDER }),
          "forbidden",
        ),
        403,
      );
      equal(
        problem(await ask("POST", `/bpe/instances/${id}/cancel`, { as: ANN }), "forbidden"),
        403,
      );
      equal(problem(await ask("GET", `/bpe/instances/${secret}`, { as: ANN }), "not_found"), 404);
      equal(problem(await ask("GET", "/bpe/processes/secret"), "not_found"), 404);
      equal(
        problem(
          await ask("POST", "/bpe/instances", { as: ANN, body: { process: "secret" } }),
          "not_found",
        ),
        404,
      );
      const { json } = await ask("GET", "/bpe/instances", { as: ANN });
      equal(json.instances.map(({ id }: { id: string }) => id), [id]);
      equal((await ask("GET", "/bpe/processes")).json.processes.length, 1);
      const task = await taskOf(ask, id, ANN);
      for (
        const [verb, body] of [["claim"], ["complete", {}], ["fail", {}], ["escalate", {
          code: "c",
        }]] as const
      ) {
        equal(
          problem(await ask("POST", `${task}/${verb}`, { as: WAREHOUSE, body }), "not_found"),
          404,
        );
      }
      equal((await ask("GET", "/bpe/tasks", { as: WAREHOUSE })).json.tasks, []);
      equal((await ask("GET", "/bpe/tasks", { as: ADMIN })).json.tasks.length, 2);
      equal((await ask("GET", "/bpe/tasks?mine=true", { as: ADMIN })).json.tasks, []);
      equal(
        problem(
          await ask("POST", `${task}/assign`, { as: ANN, body: { assignee: "bob" } }),
          "forbidden",
        ),
        403,
      );
      await ask("POST", `${task}/claim`, { as: BOB });
      // The engine's own rule: it is Bob's now, and who oversees sees it, but does not do it.
      equal(problem(await ask("POST", `${task}/complete`, { as: ADMIN, body: {} }), "denied"), 403);
    },
  },
  {
    name: "ids that are none, and odd ones, are not there or found as they are",
    async run(ask) {
      await deploy(ask);
      for (
        const id of [
          "nosuch",
          "a%2Fb",
          "%00",
          "..%2f..",
          "x".repeat(300),
          "%F0%9F%98%80",
          "__proto__",
          "a%252Fb",
          "'%22%3C",
        ]
      ) {
        equal((await ask("GET", `/bpe/instances/${id}`, { as: ANN })).status, 404, id);
        equal((await ask("GET", `/bpe/processes/${id}`)).status, 404, id);
        equal((await ask("POST", `/bpe/tasks/${id}/1/claim`, { as: ANN })).status, 404, id);
      }
      for (const element of ["-1", "1.5", "x", "99999999999999999999", "1e3"]) {
        const id = await start(ask);
        equal((await ask("GET", `/bpe/tasks/${id}/${element}`, { as: ANN })).status, 404, element);
      }
      equal((await ask("GET", "/bpe/instances/%zz", { as: ANN })).status, 400);
      const odd = "їжак-7.x";
      await deploy(ask, single(odd));
      const got = await ask("GET", `/bpe/processes/${encodeURIComponent(odd)}`);
      equal([got.status, got.json?.process], [200, odd], got.text);
      await start(ask, {}, odd);
      equal(
        (await ask("GET", `/bpe/instances?process=${encodeURIComponent(odd)}`, { as: ANN })).json
          .instances.length,
        1,
      );
    },
  },
  {
    name: "bodies that are not what is asked for are refused, with the place of each flaw",
    async run(ask) {
      await deploy(ask);
      const id = await start(ask);
      const rows: readonly (readonly [path: string, body: unknown, pointers: readonly string[]])[] =
        [
          ["/bpe/instances", {}, ["/process"]],
          ["/bpe/instances", { process: 5, variables: [], x: 1 }, ["/process", "/variables", "/x"]],
          ["/bpe/instances", { process: "" }, ["/process"]],
          ["/bpe/instances", { process: "a\0" }, ["/process"]],
          ["/bpe/instances", [], [""]],
          ["/bpe/messages", { name: "m", keys: { a: 1 } }, ["/keys/a"]],
          ["/bpe/messages", { name: "m", keys: { a: "1", b: "2", c: "3", d: "4", e: "5" } }, [
            "/keys",
          ]],
          ["/bpe/messages", { name: "m", ttl: -1 }, ["/ttl"]],
          [`/bpe/instances/${id}/migrate`, { version: "order:1", renamed: { a: null } }, [
            "/renamed/a",
          ]],
          [`/bpe/instances/${id}/cancel`, { element: "0" }, ["/element"]],
          [`/bpe/instances/${id}/documents`, { documents: {} }, ["/documents"]],
        ];
      for (const [path, body, pointers] of rows) {
        const answer = await ask("POST", path, { as: ADMIN, body });
        equal(problem(answer, "invalid"), 422);
        equal(answer.json.errors.map(({ pointer }: { pointer: string }) => pointer), pointers);
      }
      for (
        const body of [
          "{",
          '{"process":"order","process":"order"}',
          '{"variables":{"n":9007199254740993}}',
        ]
      ) {
        const headers = { "content-type": "application/json" };
        equal(
          problem(await ask("POST", "/bpe/instances", { as: ANN, headers, body }), "bad_json"),
          400,
        );
      }
      const polluted = '{"process":"order","variables":{"constructor":1,"docs":2}}';
      const headers = { "content-type": "application/json" };
      const made = await ask("POST", "/bpe/instances", { as: ANN, headers, body: polluted });
      equal((await ask("GET", `/bpe/instances/${made.json.id}/variables`, { as: ANN })).json, {
        constructor: 1,
        docs: 2,
      });
      equal(problem(await ask("PUT", "/bpe/instances", { as: ANN }), "method"), 405);
    },
  },
  {
    name: "what fails is an incident that is tried again; documents, migration, cancel",
    async run(ask) {
      await deploy(ask);
      const id = await start(ask, { article: "none" });
      const task = await taskOf(ask, id, ANN);
      await ask("POST", `${task}/complete`, { as: ANN });
      const stuck = await until(ask, id, ({ incidents }) => incidents.length > 0);
      const [{ incident, node }] = stuck.json.incidents;
      equal(node, "reserve");
      equal((await ask("GET", "/bpe/incidents", { as: ANN })).json.incidents[0].instance, id);
      equal(
        (await ask("GET", `/bpe/instances/${id}/incidents`, { as: ANN })).json.incidents.length,
        1,
      );
      equal((await ask("GET", `/bpe/instances/${id}/jobs`, { as: ANN })).json, { jobs: [] });
      await deploy(
        ask,
        single("idle").replace(
          "userTask",
          'serviceTask camunda:type="external" camunda:topic="none"',
        ),
      );
      const idle = await start(ask, {}, "idle");
      const { json: { jobs: [job] } } = await ask("GET", `/bpe/instances/${idle}/jobs`, {
        as: ANN,
      });
      equal([job.topic, job.node, job.failures], ["none", "u", 0]);
      const retried = await ask("POST", `/bpe/instances/${id}/incidents/${incident}/retry`, {
        as: ANN,
        body: { variables: { article: "chair", quantity: 2 } },
      });
      equal(retried.status, 200, retried.text);
      await taskOf(ask, id, WAREHOUSE);
      const gone = await ask("POST", `/bpe/instances/${id}/incidents/${incident}/retry`, {
        as: ANN,
      });
      equal(gone.status >= 400 && gone.status < 500, true, gone.text);

      const address = `/bpe/instances/${id}/documents`;
      const docs = [{ kind: "invoice", n: 1 }, { kind: "note" }];
      equal((await ask("POST", address, { as: ANN, body: { documents: docs } })).status, 200);
      equal((await ask("GET", address, { as: ANN })).json.documents.length, 2);

      await deploy(ask, ORDER.replaceAll('"pack"', '"wrap"'));
      const move = (body: object) =>
        ask("POST", `/bpe/instances/${id}/migrate`, { as: ADMIN, body });
      equal(problem(await move({ version: "order:2" }), "migration"), 409);
      equal((await move({ version: "order:2", renamed: { pack: "wrap" } })).status, 204);
      equal((await ask("GET", `/bpe/instances/${id}`, { as: ANN })).json.definition, "order:2");
      equal(
        (await ask("GET", "/bpe/processes/order/versions", { as: ANN })).json.processes.length,
        2,
      );
      equal(problem(await ask("DELETE", `/bpe/instances/${id}`, { as: ADMIN }), "command"), 409);
      // The engine's own rule: to end an instance is to end its tasks, too.
      equal(
        problem(await ask("POST", `/bpe/instances/${id}/cancel`, { as: ADMIN }), "denied"),
        403,
      );
      equal(
        (await ask("POST", `/bpe/instances/${id}/cancel`, { as: "root admin,Warehouse" })).json
          .status,
        "cancelled",
      );
      equal(
        problem(
          await ask("POST", "/bpe/messages", { as: ANN, body: { name: "payment", ttl: 0 } }),
          "message",
        ),
        404,
      );
      equal((await ask("POST", "/bpe/messages", { as: ANN, body: { name: "payment" } })).json, {
        taken: "kept",
      });
      equal((await ask("POST", "/bpe/signals", { as: ADMIN, body: { name: "nobody" } })).json, {
        heard: 0,
      });
      equal(
        (await ask("POST", "/bpe/conditions", { as: ADMIN, body: { variables: { x: 1 } } })).json,
        { instances: [] },
      );
    },
  },
];
