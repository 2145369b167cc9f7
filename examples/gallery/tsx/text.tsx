/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

export const meaning: Entry = entry({
  title: "What words mean",
  says: "Stress, importance, side remarks, what holds no more, works, quotations, terms.",
  body: () => (
    <>
      <p>
        It is <em>your</em> turn. <strong>Save first.</strong>
      </p>
      <p>
        <s>12 €</s> 9 € <small>with taxes</small>
      </p>
      <p>
        <cite>Alice</cite> asks: <q>And what is the use?</q>
      </p>
      <p>
        <dfn id="html">
          <abbr title="HyperText Markup Language">HTML</abbr>
        </dfn>{" "}
        is what pages are written in.
      </p>
    </>
  ),
});

export const machines: Entry = entry({
  title: "For programs and people",
  says: "Values and moments that programs read another way, and what programs and people type.",
  body: () => (
    <>
      <p>
        <data value={7}>Seven</data> days from{" "}
      </p>
      <p>
        <time datetime="2026-11-28">28 November</time>
      </p>
      <p>
        Type <kbd>deno task gallery</kbd>, see <samp>listening</samp>
      </p>
      <p>
        <code>f(x)</code>, where <var>x</var> is a number
      </p>
    </>
  ),
});

export const voices: Entry = entry({
  title: "Voices and marks",
  says:
    "Another voice, what catches the eye, what is annotated, what is of interest, above and below the line.",
  body: () => (
    <>
      <p>
        <i lang="fr">déjà vu</i>, <b>N2O</b>, <u>teh</u>
      </p>
      <p>
        Found: <mark>gallery</mark>
      </p>
      <p>
        H<sub>2</sub>O, E = mc<sup>2</sup>
      </p>
    </>
  ),
});

export const directions: Entry = entry({
  title: "Directions and lines",
  says: "Names keep their own direction in any text; where a line ends, and where it may.",
  body: () => (
    <>
      <p>
        <bdi>نيترو</bdi>: 7 points; <bdo dir="rtl">N2O</bdo>
      </p>
      <p>
        One line,<br />another, a very<wbr />long<wbr />word
      </p>
      <p>
        <span lang="uk" title="Good day">Добрий день</span>
      </p>
    </>
  ),
});

export const links: Entry = entry({
  title: "Links",
  says:
    "An address that the person can follow. One that runs something is refused, and another tab gets no hold of this one.",
  body: () => (
    <p>
      <a href="#meaning-title">Up</a>,{" "}
      <a href="/static/about.htm" target="_blank">in another tab</a>,{" "}
      <a href="/static/picture.svg" download="n2o.svg">saved</a>
    </p>
  ),
});

export const persons: Entry = entry({
  title: "Who wrote it",
  says:
    "The original's element for who wrote a message. HTML does not know it, and lets a style sheet say what it looks like.",
  body: () => (
    <p>
      <nitro.author>Ada</nitro.author>: see you
    </p>
  ),
});

export const trusted: Entry = entry({
  title: "Escaped, and trusted",
  says:
    "A text is text, whatever it holds. Markup that the program made itself is placed as it is by raw.",
  body: () => (
    <>
      <p>&lt;b&gt;1 &lt; 2&lt;/b&gt; &amp; so on</p>
      <p>{nitro.raw("<b>1 &lt; 2</b>")}</p>
    </>
  ),
});
