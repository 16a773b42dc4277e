// The spectrum at a pixel of the scene and of both reconstructions; the pixel by pointer or arrow keys.
function addSpectrum(panels, box, wavelengths) {
  const holder = make("figure", { class: "kdci-plot" });
  const svg = svgElement("svg", { role: "img", "aria-label": "spectrum" });
  const caption = make("figcaption");
  holder.append(svg, caption);
  box.querySelector(".kdci-plot").after(holder);
  const { canvas } = panels.truth;
  canvas.tabIndex = 0;
  let at = [16, 16], shown = null;

  function draw() {
    if (!shown) return;
    const [image, found, names] = shown;
    const [bands, height, width] = image.shape.slice(-3);
    at = [Math.max(0, Math.min(width - 1, at[0])), Math.max(0, Math.min(height - 1, at[1]))];
    const values = (data) => Array.from({ length: bands }, (_, b) => data[(b * height + at[1]) * width + at[0]]);
    const curves = [["scene", values(image.data)], ...found.map((f, s) => [["left", "right"][s], values(f.reconstruction.data)])];
    const x = (b) => 44 + b * (270 / (bands - 1)), y = (v) => 140 - 125 * Math.max(0, Math.min(1.2, v)) / 1.2;
    svg.setAttribute("viewBox", "0 0 340 180");
    svg.replaceChildren();
    svg.setAttribute("aria-label", `spectrum at column ${at[0]}, row ${at[1]}`);
    for (const v of [0, 0.5, 1]) {
      svg.append(svgElement("line", { x1: 40, x2: 330, y1: y(v), y2: y(v), class: "grid" }));
      svg.append(svgElement("text", { x: 34, y: y(v) + 4, "text-anchor": "end" }, `${v}`));
    }
    for (const b of [0, bands - 1]) svg.append(svgElement("text", { x: x(b), y: 158, "text-anchor": "middle" }, `${Math.round(wavelengths[b])} nm`));
    for (const [side, curve] of curves)
      svg.append(svgElement("polyline", { points: curve.map((v, b) => `${x(b)},${y(v)}`).join(" "), class: `line ${side}` }));
    caption.textContent = `Simulated spectrum (radiance, 1: the full range) at column ${at[0]}, row ${at[1]} of the scene (black or white), as the ${names[0]} (blue) and the ${names[1]} (orange) see it. Point at the scene, or use the arrow keys on it.`;
  }
  canvas.addEventListener("pointermove", (event) => {
    const place = canvas.getBoundingClientRect();
    at = [Math.floor((event.clientX - place.left) / place.width * canvas.width), Math.floor((event.clientY - place.top) / place.height * canvas.height)];
    draw();
  });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    at = [at[0] + step[0], at[1] + step[1]];
    draw();
  });
  return (...now) => { shown = now; draw(); };
}
