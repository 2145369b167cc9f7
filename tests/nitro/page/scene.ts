/**
 * An application with declared pages that fail, wait and say something, and whose server stops and starts again.
 *
 * @module
 */
import { application, kvs, type n2o, nitro } from "../../../mod.ts";
const {
  button,
  flash,
  form,
  h1,
  input,
  label,
  main,
  option,
  output,
  p,
  page,
  redirect,
  refresh,
  select,
  state,
  takes,
} = nitro;

/** The application. */
export interface Scene extends AsyncDisposable {
  /** Where it listens. */
  readonly origin: string;
  /** What went wrong in the browser. */
  readonly wrong: string[];
  /** Ends the handler of `slow`. */
  goOn(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Starts it. */
export async function scene(): Promise<Scene> {
  const kv = kvs.memoryKv(), secret = "a secret of more than sixteen letters";
  const routes = pages();
  let port = 0, running = await begin();

  async function begin() {
    const { start } = await application({
      routes: routes.pages,
      kv,
      secret,
      port,
      hostname: "127.0.0.1",
      log: () => {},
    });
    return await start();
  }
  port = running.port;
  return {
    origin: `http://127.0.0.1:${port}`,
    wrong: [],
    goOn: routes.goOn,
    stop: () => running.stop(),
    async start() {
      running = await begin();
    },
    async [Symbol.asyncDispose]() {
      await running.stop();
      kv.close();
    },
  };
}

function pages() {
  let goOn = () => {};
  const failed = new Set<string>();
  /** Fails the first time. */
  const once = (what: string) => {
    if (failed.has(what)) return;
    failed.add(what);
    throw new Error(`${what} failed, as it should`);
  };
  const sum = () => Number(state("sum") ?? 0);
  const all = page({
    title: () => `Sum ${sum()}`,
    unsent: ["name"],
    on: {
      async add(n: number) {
        state("sum", sum() + n);
        await refresh();
      },
      fail() {
        once("button");
        flash("now it did", "success");
      },
      leave() {
        flash("See you <b>there</b>");
        redirect("/half");
      },
      slow: () => new Promise<void>((resolve) => goOn = resolve),
      greet: takes({ name: "text" }, ({ name }) => {
        if (name === "fails") once("form");
        flash(`Good day, ${name}`);
      }),
    },
    body: ({ on }) =>
      main({
        body: [
          h1({ body: "States" }),
          p({ body: ["Sum: ", output({ id: "sum", body: sum() })] }),
          button({ id: "plus", body: "+1", ...on.add(1) }),
          button({ id: "fail", body: "Fail", ...on.fail() }),
          button({ id: "slow", body: "Slow", ...on.slow() }),
          button({ id: "leave", body: "Leave", ...on.leave() }),
          form({
            id: "greeting",
            ...on.greet(),
            body: [
              label({ for: "name", body: "Name" }),
              input({ id: "name", autocomplete: "off" }),
              label({ for: "other", body: "Other" }),
              input({ id: "other", autocomplete: "off" }),
              button({ id: "greet", body: "Greet", type: "submit" }),
            ],
          }),
        ],
      }),
  });
  const half = page({ title: "Half", body: main({ body: p({ body: "half" }) }) });
  const late = page({
    title: "Late",
    body({ isLive }) {
      if (isLive) once("page");
      return main({ body: p({ body: "whole" }) });
    },
  });
  const kinds = page({
    title: "Kinds",
    unsent: ["text", "day", "many", "one", "pick", "tick"],
    on: {
      save: takes({
        text: "text",
        day: "date",
        many: "list",
        one: "text",
        pick: "text",
        tick: "tick",
      }, () => flash("saved")),
      async tidy() {
        state("tidied", true);
        await refresh();
      },
    },
    body: ({ on }) => [
      input({
        id: "text",
        value: state("tidied") === true ? "tidy" : undefined,
        aria: { label: "Text" },
      }),
      input({ id: "day", type: "date", aria: { label: "Day" } }),
      select({
        id: "many",
        multiple: true,
        aria: { label: "Many" },
        body: ["a", "b"].map((body) => option({ body })),
      }),
      select({
        id: "one",
        aria: { label: "One" },
        body: ["", "b"].map((body) => option({ body })),
      }),
      ["x", "y"].map((value) =>
        label({ body: [input({ name: "pick", type: "radio", value }), value] })
      ),
      label({ body: [input({ id: "tick", type: "checkbox", value: "true" }), "Tick"] }),
      button({ id: "save", body: "Save", ...on.save() }),
      button({ id: "tidy", body: "Tidy", ...on.tidy() }),
    ],
  });
  const made: n2o.Routes = { "/p": all, "/half": half, "/late": late, "/kinds": kinds };
  return { pages: made, goOn: () => goOn() };
}
