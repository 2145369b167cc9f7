// The gallery's own script: what a page's script does beside the client.

// hook("draw", [3, 1, 4]): bars in the canvas.
document.addEventListener("n2o:draw", ({ detail }) => {
  const canvas = document.getElementById("chart"), to = canvas?.getContext("2d");
  if (!to) return;
  to.clearRect(0, 0, canvas.width, canvas.height);
  to.fillStyle = getComputedStyle(canvas).color;
  const wide = canvas.width / detail.length, most = Math.max(...detail);
  detail.forEach((value, at) => {
    const high = canvas.height * value / most;
    to.fillRect(at * wide, canvas.height - high, wide - 4, high);
  });
});

// hook("greet", text) and api({ name: "greet" }): there and back.
document.addEventListener("n2o:greet", ({ detail }) => {
  document.getElementById("greeting")?.replaceChildren(`Heard: ${detail}`);
  document.greet({ heard: detail });
});

// The search by keyboard: a slash goes to it, the arrows go through what it found, and Escape goes back.
document.addEventListener("keydown", (event) => {
  const { key, target } = event, find = document.getElementById("gallery-find");
  const isTyping = target.matches("input, textarea, select, [contenteditable]");
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (key === "/" && !isTyping) go(find);
  const found = [find, ...document.querySelectorAll("#gallery-found a")],
    at = found.indexOf(target);
  if (at < 0) return;
  if (key === "ArrowDown" || key === "ArrowUp") go(found[at + (key === "ArrowDown" ? 1 : -1)]);
  else if (key === "Escape" && at > 0) go(find);

  function go(to) {
    if (!to) return;
    event.preventDefault();
    to.focus();
  }
});

// What is looked for stands in the address of the first page, so that the way back finds it again.
document.addEventListener("input", ({ target }) => {
  if (target.id !== "gallery-find" || location.pathname !== "/") return;
  history.replaceState(null, "", target.value ? `?q=${encodeURIComponent(target.value)}` : "/");
});

// What was typed into the search before the page could hear it is asked as soon as it can.
new MutationObserver((_, observer) => {
  if (!document.querySelector("[data-live]")) return;
  observer.disconnect();
  const find = document.getElementById("gallery-find");
  if (find.value !== find.defaultValue) find.dispatchEvent(new Event("input", { bubbles: true }));
}).observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-live"] });
