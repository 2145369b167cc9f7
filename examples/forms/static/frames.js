/**
 * Asks for what is newest, once a frame, and not before the last answer is there: the button says `frame`, which the server hears.
 */
"use strict";

const frames = document.getElementById("frames");

frames.addEventListener("click", () => {
  frames.setAttribute("aria-pressed", String(frames.getAttribute("aria-pressed") !== "true"));
});

function ask() {
  const isLive = frames.getAttribute("aria-pressed") === "true" && !document.hidden;
  if (isLive && !frames.hasAttribute("aria-busy")) frames.dispatchEvent(new Event("frame"));
  requestAnimationFrame(ask);
}

requestAnimationFrame(ask);
