/**
 * What other tools write: files without ids, with extensions of Camunda's relatives, with languages as URIs, unfinished drawings.
 *
 * @module
 */
import { BpeError, nodeOf, parse, picture, problems, volatile } from "../../../bpe/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";

const MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/** A file of one process. */
const file = (body: string, more = "", executable = ' isExecutable="true"') =>
  `<definitions xmlns="${MODEL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:t" ${more}>
  <process id="p"${executable}>${body}</process></definitions>`;
const ends = `<startEvent id="s"/><endEvent id="e"/>`;
const flow = (a: string, b: string) => `<sequenceFlow sourceRef="${a}" targetRef="${b}"/>`;
const shown = (text: string, strict = false) =>
  problems(text, { strict }).map(({ rule, severity, element }) => `${rule} ${severity} ${element}`);

Deno.test("a multi-instance over the collection of any relative of Camunda 7 has a run for each element", () => {
  for (
    const namespace of [
      "http://camunda.org/schema/1.0/bpmn",
      "http://activiti.org/bpmn",
      "http://flowable.org/bpmn",
      "http://operaton.org/schema/1.0/bpmn",
    ]
  ) {
    for (const collection of ["people", "${people}", "#{people}", "[1, 2, 3]"]) {
      for (const isSequential of [false, true]) {
        const text = file(
          `${ends}<userTask id="u"><multiInstanceLoopCharacteristics isSequential="${isSequential}" v:collection="${collection}"
           v:elementVariable="person"/></userTask>${flow("s", "u")}${flow("u", "e")}`,
          `xmlns:v="${namespace}"`,
        );
        const definition = parse(text), bpe = volatile([definition]);
        const id = bpe.start("p", { variables: { people: [1, 2, 3] } });
        const runs = bpe.state(id).elements.filter(({ run }) => run !== undefined);
        const persons = runs.map(({ variables }) => variables?.person);
        equal(persons, isSequential ? [1] : [1, 2, 3], `${namespace} ${collection}`);
      }
    }
  }
});

Deno.test("the prefix xml may be declared anywhere to be what it is; to be anything else, or to be another prefix's, is refused", () => {
  const xml = "http://www.w3.org/XML/1998/namespace";
  for (const place of ["<definitions ", "<process ", "<startEvent "]) {
    const text = file(`${ends}${flow("s", "e")}`).replace(
      place,
      `${place}xmlns:xml="${xml}" xml:lang="en" `,
    );
    equal(parse(text).nodes.length, 2, place);
    for (
      const odd of [
        'xmlns:xml="urn:other"',
        'xmlns:xmlns="urn:other"',
        'xmlns:y="http://www.w3.org/2000/xmlns/"',
      ]
    ) {
      throws(() => parse(text.replace(`xmlns:xml="${xml}"`, odd)), BpeError, "xml");
    }
  }
  for (const name of ["__proto__", "constructor", "hasOwnProperty"]) {
    const text = file(`${ends}${flow("s", "e")}`).replace(
      "<process ",
      `<process xmlns:${name}="urn:x" ${name}:a="1" `,
    );
    equal(parse(text).processes[0]?.vendor?.attributes, { "{urn:x}a": "1" }, name);
  }
});

Deno.test("elements without id have the same ids however the file is written, and never those of others", () => {
  const text = file(
    `<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>${flow("s", "u")}${flow("u", "e")}${
      flow("u", "e")
    }
     <sequenceFlow id="u->e_3" sourceRef="u" targetRef="e"/>${
      flow("u", "e")
    }<textAnnotation/><task/><task id="task_2"/><task/>`,
  );
  const idsOf = (text: string) => {
    const { flows, nodes } = parse(text);
    return [...flows, ...nodes].map(({ id }) => id);
  };
  const ids = idsOf(text);
  equal(ids, [
    "s->u",
    "u->e",
    "u->e_2",
    "u->e_3",
    "u->e_4",
    "s",
    "u",
    "e",
    "task_1",
    "task_2",
    "task_3",
  ]);
  const spaced = text.replaceAll("><", ">\n\n  <!-- here --><").replaceAll(
    "sourceRef",
    ' name="x"  sourceRef',
  );
  equal(idsOf(spaced), ids);
  equal(new Set(ids).size, ids.length);
  const prefixed = text.replace(`xmlns="${MODEL}"`, `xmlns:b="${MODEL}"`)
    .replaceAll(/<(\/?)(?=[a-z])/g, "<$1b:");
  equal(idsOf(prefixed), ids);
});

Deno.test("a process, a message flow, a pool and a data object without id load, and the process is started by the id it gets", () => {
  const text = file(`${ends}<dataObject name="d"/>${flow("s", "e")}`).replace(
    '<process id="p"',
    "<process",
  )
    .replace(
      "</definitions>",
      `<collaboration id="c"><participant name="a"/><participant id="b"/></collaboration></definitions>`,
    );
  const definition = parse(text), bpe = volatile([definition]);
  equal(definition.processes.map(({ id }) => id), ["process_1"]);
  equal(bpe.state(bpe.start("process_1")).status, "completed");
  equal(shown(text), [
    "EXT003 warning process_1",
    "EXT003 warning dataObject_1",
    "EXT003 warning s->e",
    "EXT003 warning participant_1",
  ]);
});

Deno.test("a script whose language is a URI, a media type or a name loads, and is said to have no handler", () => {
  for (
    const language of [
      "http://www.java.com/java",
      "http://www.mvel.org/2.0",
      "http://www.javascript.com/javascript",
      "http://www.jboss.org/drools/rule",
      "text/x-java",
      "groovy",
      "Python 3",
    ]
  ) {
    const text = file(
      `${ends}<scriptTask id="t" scriptFormat="${language}"><script>kcontext.setVariable("x", 1);</script></scriptTask>${
        flow("s", "t")
      }${flow("t", "e")}`,
    );
    const bpe = volatile([parse(text)]);
    equal(bpe.warnings.map(({ rule, element }) => `${rule} ${element}`), ["SCRIPT t"], language);
    assert(bpe.warnings[0]?.message.includes(language), language);
    const handled = volatile([parse(text)], { handlers: { t: () => ({ x: 1 }) } });
    equal(handled.warnings, []);
    equal(handled.state(handled.start("p")).result?.x, 1);
  }
});

Deno.test("expressions in the language of another engine are a warning, marked ones are read as FEEL", () => {
  const gateway = (condition: string, more: string) =>
    file(
      `${ends}<exclusiveGateway id="g" default="d"/><task id="a"/>${
        flow("s", "g")
      }<sequenceFlow id="d" sourceRef="g" targetRef="e"/>
       <sequenceFlow id="f" sourceRef="g" targetRef="a"><conditionExpression xsi:type="tFormalExpression" ${more}>${condition}</conditionExpression>
       </sequenceFlow>${flow("a", "e")}`,
    );
  const severity = (condition: string, more = "") =>
    problems(gateway(condition, more)).find(({ rule }) => rule === "EXPRESSION")?.severity;
  equal(severity("return amount > 5;", `language="http://www.java.com/java"`), "warning");
  equal(
    severity("count(/order/line[@x]) > 5", `language="http://www.w3.org/1999/XPath"`),
    "warning",
  );
  equal(severity("\${amount > }", `language="http://www.w3.org/1999/XPath"`), "error");
  equal(severity("return amount > 5;"), "error");
  equal(
    severity("amount &gt; 5 and", `language="https://www.omg.org/spec/DMN/20191111/FEEL/"`),
    "error",
  );
  equal(severity("\${amount > 5}", `language="http://www.w3.org/1999/XPath"`), undefined);
});

Deno.test("unfinished drawings load and are drawn, with warnings that name what is missing", () => {
  const drawings: Readonly<Record<string, readonly string[]>> = {
    [`<startEvent id="s"/>`]: ["EXT105 warning s", "EXT101 warning s"],
    [`<task id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="gone"/>`]: ["REF warning f"],
    [`<task id="a"/><sequenceFlow id="f" sourceRef="a"/>`]: ["XSD warning f"],
    [`<boundaryEvent id="b" attachedToRef="gone"/>`]: [
      "EXT110 warning b",
      "EXT113 warning b",
      "EXT130 warning b",
      "EXT147 warning b",
      "REF warning b",
      "START warning p",
    ],
    [`<intermediateCatchEvent id="c"><timerEventDefinition/></intermediateCatchEvent>`]: [
      "EXT115 warning c",
      "EXT116 warning c",
    ],
    [`<subProcess id="q" triggeredByEvent="true"/>`]: ["EXT058 warning q"],
    [`<task id="a"/><task id="b"/>${flow("a", "b")}${flow("b", "a")}`]: [
      "EXT003 warning a->b",
      "EXT003 warning b->a",
      "START warning p",
    ],
    [`<exclusiveGateway id="g" default="gone"/>`]: ["EXT135 warning g", "REF warning g"],
    [`<callActivity id="c" calledElement="\${x +}"/>`]: [],
    [""]: [],
  };
  for (const [body, expected] of Object.entries(drawings)) {
    const text = file(body, "", ' isExecutable="false"');
    equal(shown(text).toSorted(), expected.toSorted(), body);
    const definition = parse(text);
    for (const layout of [{}, { layout: "automatic" }] as const) {
      assert(picture(definition, layout).startsWith("<svg"), body);
    }
  }
});

Deno.test("a drawing that an executable process calls is carried out, and checked as one", () => {
  const drawing =
    `<process id="q" isExecutable="false"><task id="x"/><task id="y"/><sequenceFlow id="f" sourceRef="x" targetRef="y"/>
    <sequenceFlow id="g" sourceRef="y" targetRef="x"/></process></definitions>`;
  const calls = (called: string, executable = ' isExecutable="true"') =>
    file(`<callActivity id="c" calledElement="${called}"/>`, "", executable).replace(
      "</definitions>",
      drawing,
    );
  equal(shown(calls("q")), ["START error q"]);
  equal(shown(calls("r")), ["START warning q"]);
  equal(shown(calls("q", ' isExecutable="false"')), ["START warning q"]);
  const far = calls("r").replace(
    "</definitions>",
    `<process id="r" isExecutable="false"><callActivity id="d" calledElement="q"/></process></definitions>`,
  );
  equal(shown(far), ["START error q"]);
});

Deno.test("a lane that lists what is not there keeps the rest, in lanes within lanes too", () => {
  const lanes =
    `<laneSet id="ls"><lane id="l" name="Clerk"><flowNodeRef>gone</flowNodeRef><flowNodeRef>u</flowNodeRef><childLaneSet id="cs">
    <lane id="k" name="Junior"><flowNodeRef>lost</flowNodeRef></lane></childLaneSet></lane></laneSet>`;
  const text = file(`${lanes}${ends}<userTask id="u"/>${flow("s", "u")}${flow("u", "e")}`);
  equal(shown(text).filter((one) => one.startsWith("REF")), ["REF warning l", "REF warning k"]);
  const definition = parse(text);
  equal(definition.lanes[nodeOf(definition, "u")?.lane ?? -1]?.name, "Clerk");
  throws(() => parse(text, { strict: true }), BpeError, "rule");
});

Deno.test("a call that names no process is told of, and is an incident where it comes up", () => {
  const text = file(`<callActivity id="c"/>`);
  equal(shown(text), ["CALL warning c"]);
  equal(shown(text, true), ["CALL warning c"]);
  equal(shown(file(`<callActivity id="c"/>`, "", ' isExecutable="false"')), []);
  const bpe = volatile([parse(text)]);
  equal(bpe.state(bpe.start("p")).incidents.map(({ code }) => code), ["call"]);
  const named =
    `<callActivity id="c"><extensionElements><z:calledElement xmlns:z="http://camunda.org/schema/zeebe/1.0" processId="q"/>
    </extensionElements></callActivity>`;
  equal(shown(file(named)), []);
});
