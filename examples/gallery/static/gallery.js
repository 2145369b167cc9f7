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
