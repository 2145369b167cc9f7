/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { renderBody } = nitro;

export const pictures: Entry = entry({
  title: "Pictures",
  says:
    "Every picture says what it says to who does not see it: alt, empty where it says nothing. A width and a height keep its place.",
  body: () => (
    <>
      <img src="/static/picture.svg" alt="Three dots in a row" width={120} height={60} />
      <picture>
        <source srcset="/static/dark.svg" media="(prefers-color-scheme: dark)" />
        <img src="/static/picture.svg" alt="Dots, dark at night" width={120} height={60} />
      </picture>
    </>
  ),
});

export const sound: Entry = entry({
  title: "Sound",
  says: "The browser's own controls work by the keyboard.",
  body: () => <audio src="/static/tone.wav" controls preload="none" />,
});

export const moving: Entry = entry({
  title: "Moving pictures",
  says: "With a picture before it runs and words for who does not hear it.",
  body: () => (
    <video controls preload="none" width={240} poster="/static/picture.svg">
      <source src="/static/film.webm" type="video/webm" />
      <track src="/static/film.vtt" kind="captions" srclang="en" label="English" />
    </video>
  ),
});

export const frames: Entry = entry({
  title: "A document in the document",
  says: "It has a title. What it may do is nothing where sandbox is empty.",
  body: () => (
    <iframe
      title="About this gallery"
      src="/static/about.htm"
      sandbox=""
      loading="lazy"
      width={240}
      height={120}
    />
  ),
});

export const areas: Entry = entry({
  title: "A map of areas",
  says: "Parts of a picture that lead somewhere.",
  body: () => (
    <>
      <img src="/static/picture.svg" alt="Dots" usemap="#dots" width={120} height={60} />
      <map name="dots">
        <area shape="circle" coords="30,30,22" href="#pictures" alt="Pictures" />
        <area shape="circle" coords="90,30,22" href="#sound" alt="Sound" />
      </map>
    </>
  ),
});

export const drawing: Entry = entry({
  title: "Where a script draws",
  says: "The page's own script draws; hook tells it what. What it drew stays over updates.",
  on: {
    draw: (bars: readonly number[]) => nitro.hook("draw", bars),
  },
  body: ({ on }) => (
    <>
      <canvas id="chart" role="img" aria={{ label: "Bars" }} width={240} height={80} />
      <button id="draw" {...on.draw([3, 1, 4, 1, 5])}>Draw</button>
    </>
  ),
});

export const plugins: Entry = entry({
  title: "Objects",
  says:
    "Elements of earlier days, as markup: a browser has no plugins any more, and a page's policy forbids them.",
  body: () => (
    <pre><code>{renderBody(<><embed src="/static/picture.svg" type="image/svg+xml" /><object type="image/svg+xml" attributes={{ data: "/static/picture.svg" }}><param name="quality" value="high" /></object></>).html}</code></pre>
  ),
});
