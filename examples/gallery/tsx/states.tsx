/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { flash, takes } = nitro;

function framed(title: string, src: string): nitro.Element {
  return <iframe title={title} src={src} loading="lazy" width={480} height={160} />;
}

export const messages: Entry = entry({
  title: "Messages",
  says:
    "flash says something beside what the page is about: politely and gone after a while, an error at once and until it is closed.",
  on: {
    info: () => flash("It rains"),
    success: () => flash("Saved", "success"),
    error: () => flash("There is no more tea", "error"),
  },
  body: ({ on }) => (
    <>
      <button id="info" {...on.info()}>Info</button>
      <button id="success" {...on.success()}>Success</button>
      <button id="error" {...on.error()}>Error</button>
    </>
  ),
});

export const waiting: Entry = entry({
  title: "Pending",
  says:
    "While an event waits for its answer its element is aria-busy, which is seen where that takes longer than one notices.",
  on: {
    slow: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      flash("Done", "success");
    },
  },
  body: ({ on }) => <button id="slow" {...on.slow()}>Takes a while</button>,
});

export const failing: Entry = entry({
  title: "What failed",
  says:
    "A handler that throws is logged and answered as failed: the person is told, with a way to do the same once more. The page stays.",
  on: {
    fail() {
      if (nitro.state("failed") === true) return flash("Now it worked", "success");
      nitro.state("failed", true);
      throw new Error("the gallery shows what a failure looks like");
    },
  },
  body: ({ on }) => <button id="fail" {...on.fail()}>Fails the first time</button>,
});

export const connection: Entry = entry({
  title: "The connection",
  says:
    "connecting, offline and failed are shown by every page, at its foot, as the attribute data-n2o of the root element tells them; here in frames that stay so. Take the network away to see it live: what is sent waits, what was typed stays.",
  body: () => [
    framed("Connecting", "/frame/connecting"),
    framed("Offline", "/frame/offline"),
    framed("Refused", "/frame/failed"),
  ],
});

export const words: Entry = entry({
  title: "In another language",
  says: "words of a page says its states; lang and dir are said beside it.",
  body: () => framed("Offline, in Ukrainian", "/frame/offline?lang=uk"),
});

export const faults: Entry = entry({
  title: "Error pages",
  says:
    "An address without a page, and a page that fails while it is made: a person reads what can be done, the log has the rest. The routes may have a page of their own under the number, as the first here.",
  body: () => [
    framed("404: nothing is there", "/nothing-here"),
    framed("500: a page that fails", "/broken"),
  ],
});

export const unsent: Entry = entry({
  title: "Not sent yet",
  says:
    "The page names the control in unsent: whoever closes the tab while it holds what the server never had is asked.",
  on: { keep: takes({ "unsent-note": "text" }, () => flash("Kept", "success")) },
  body: ({ on }) => (
    <>
      <label for="unsent-note">Note</label>
      <nitro.textbox id="unsent-note" autocomplete="off" />
      <button id="keep" {...on.keep()}>Keep</button>
    </>
  ),
});

export const repeating: Entry = entry({
  title: "Once",
  says:
    "A client sends an event again until it was answered; it runs once. eventId names it, for what it appends: a repetition updates instead of doubling.",
  on: { once: () => flash(`This event is ${nitro.eventId().slice(0, 6)}...`) },
  body: ({ on }) => <button id="once" {...on.once()}>Once</button>,
});
