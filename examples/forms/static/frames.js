/**
 * Asks for what is newest, once a frame, and not before the last answer is there: the button says `frame`, which the server hears.
 *
 * While an answer is awaited no frame is asked for: a browser puts off the next one after a frame in which nothing changed.
 */
"use strict";

const frames = document.getElementById("frames");
/** Whether the next frame asks. */
let isComing = false;

frames.addEventListener("click", () => {
  frames.setAttribute("aria-pressed", String(frames.getAttribute("aria-pressed") !== "true"));
});

function isReady() {
  return frames.getAttribute("aria-pressed") === "true" && !frames.hasAttribute("aria-busy");
}

function soon() {
  if (isComing || !isReady()) return;
  isComing = true;
  requestAnimationFrame(() => {
    isComing = false;
    if (isReady()) frames.dispatchEvent(new Event("frame"));
  });
}

new MutationObserver(soon).observe(frames, { attributeFilter: ["aria-busy", "aria-pressed"] });
document.addEventListener("n2o:status", soon);

soon();
