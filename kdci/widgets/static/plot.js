// Lines of PSNR over what the slider sets, with a mark at the current point.
function drawPlot(svg, { ticks, lines, current, title }) {
  const [width, height, left, right, top, bottom] = [340, 190, 44, 12, 12, 40];
  const all = lines.flatMap(({ values }) => values);
  const low = Math.floor(Math.min(...all) - 0.5), high = Math.ceil(Math.max(...all) + 0.5);
  const x = (k) => left + (ticks.length > 1 ? k / (ticks.length - 1) : 0.5) * (width - left - right - 20) + 10;
  const y = (v) => top + (1 - (v - low) / (high - low)) * (height - top - bottom);
  svg.replaceChildren(svgElement("title", {}, title));
  svg.setAttribute("aria-label", title);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  for (const v of [low, (low + high) / 2, high]) {
    svg.append(svgElement("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), class: "grid" }));
    svg.append(svgElement("text", { x: left - 6, y: y(v) + 4, "text-anchor": "end" }, `${v}`));
  }
  ticks.forEach((tick, k) => svg.append(svgElement("text", { x: x(k), y: height - 22, "text-anchor": "middle" }, tick)));
  svg.append(svgElement("text", { x: (left + width) / 2, y: height - 5, "text-anchor": "middle" }, title));
  svg.append(svgElement("line", { x1: x(current), x2: x(current), y1: top, y2: height - bottom, class: "here" }));
  for (const { values, side } of lines) {
    const points = values.map((v, k) => `${x(k)},${y(v)}`).join(" ");
    svg.append(svgElement("polyline", { points, class: `line ${side}` }));
    values.forEach((v, k) => svg.append(side === "left"
      ? svgElement("circle", { cx: x(k), cy: y(v), r: k === current ? 6 : 3.5, class: `dot ${side}` })
      : svgElement("rect", { x: x(k) - (k === current ? 6 : 3.5), y: y(v) - (k === current ? 6 : 3.5), width: k === current ? 12 : 7, height: k === current ? 12 : 7, class: `dot ${side}` })));
  }
}
