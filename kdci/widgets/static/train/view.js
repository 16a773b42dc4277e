// The page's side of a training: choices, buttons, two systems side by side, and their curves.
const CHOICES = ["acceleration", "optimiser", "teacher", "weight", "seed"];

function select(label, options) {
  const input = make("select", {}, ...options.map(([value, text]) => make("option", { value }, text)));
  return { input, row: make("label", {}, make("span", {}, label), input) };
}

function screen(caption, size) {
  const canvas = make("canvas", { role: "img", "aria-label": caption, width: size, height: size });
  const text = make("figcaption", {}, caption);
  const pen = canvas.getContext("2d");
  return {
    canvas,
    figure: make("figure", {}, canvas, text),
    show(values, described) {
      const pixels = pen.createImageData(size, size);
      values.forEach((value, k) => {
        const shade = 255 * Math.max(0, Math.min(1, value));
        pixels.data.set([shade, shade, shade, 255], 4 * k);
      });
      pen.putImageData(pixels, 0, 0);
      text.textContent = described;
      canvas.setAttribute("aria-label", described);
    },
  };
}

// Two lines over the steps, in a picture of fixed size; the numbers are in the status line, too.
function chart(title, unit, steps) {
  const [width, height, left, bottom] = [320, 170, 44, 26];
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("role", "img");
  const add = (name, attributes, text = "") => {
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    svg.append(element);
    return element;
  };
  add("text", { x: left, y: 12 }, `${title} [${unit}]`.replace(" []", ""));
  add("text", { x: width - 4, y: height - 4, "text-anchor": "end" }, `step ${steps}`);
  const ends = [add("text", { x: left - 4, y: 28, "text-anchor": "end" }), add("text", { x: left - 4, y: height - bottom, "text-anchor": "end" })];
  const lines = ["left", "right"].map((side) => add("polyline", { class: `line ${side}`, points: "" }));
  return {
    svg,
    show(series, described) {
      svg.setAttribute("aria-label", described);
      const values = series.flat().map(([, value]) => value);
      if (!values.length) { lines.forEach((line) => line.setAttribute("points", "")); ends.forEach((end) => { end.textContent = ""; }); return; }
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const span = high - low || 1;
      const digits = span < 1 ? 2 : 0;
      ends[0].textContent = high.toFixed(digits);
      ends[1].textContent = low.toFixed(digits);
      series.forEach((points, k) => lines[k].setAttribute("points", points.map(([at, value]) =>
        `${left + ((width - left - 8) * at) / steps},${20 + ((height - bottom - 20) * (high - value)) / span}`).join(" ")));
    },
  };
}

async function load(assets, table) {
  const [step, evaluation, numbers, pixels, runtime] = await Promise.all([
    ...[table.graphs.step, table.graphs.evaluation, table.floats, table.pixels].map(assets.load), runtimeFiles(assets),
  ]);
  const floats = new Float32Array(numbers.slice(0));
  const shown = Float32Array.from(new Int16Array(pixels.slice(0)), (value) => value / 32767);
  const one = 2 * table.size * table.size;
  let at = 0;
  const take = (count) => floats.slice(at, (at += count));
  const data = {
    train: shown.slice(0, table.images * one),
    test: shown.slice(table.images * one),
    weights: take(table.weights.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0)),
    spectrum: take(table.size * table.size),
    teachers: Object.fromEntries(table.teachers.map((name) => [name, take(table.size * table.size)])),
  };
  return { runtime, graphs: { step, evaluation }, data, table };
}

async function begin(model, root) {
  const assets = assetsOf(model);
  const id = "train-mri";
  const table = await assets.json(`${id}.json`);
  const { steps } = table.training;
  const fields = {
    acceleration: select("Acceleration", Object.keys(table.counts).map((a) => [a, a])),
    optimiser: select("The mask is learned by", Object.entries(table.optimisers).map(([name, { label }]) => [name, label])),
    teacher: select("Teacher of the student", Object.entries(table.kinds)),
    weight: select("Weight of the encoder loss", table.weightsOfLoss.map((w) => [w, w])),
    seed: select("Seed", table.seeds.map((s) => [s, s])),
  };
  const given = stateInAddress(id);
  CHOICES.forEach((name, k) => {
    const { input } = fields[name];
    input.value = table.start[name];
    const wanted = given[k]?.replace("p", ".");
    if ([...input.options].some((option) => option.value === wanted)) input.value = wanted;
  });
  const start = make("button", { type: "button" }, "Start");
  const one = make("button", { type: "button" }, "One step");
  const reset = make("button", { type: "button" }, "Begin anew");
  const picture = make("button", { type: "button" }, "Save masks (PNG)");
  const numbers = make("button", { type: "button" }, "Save curves (CSV)");
  const link = make("button", { type: "button" }, "Copy link");
  const line = make("p", { class: "kdci-notice" }, `Press start: ${steps} steps of both systems, in your browser. Loading takes a few seconds.`);
  const polite = make("p", { class: "kdci-polite", role: "status", "aria-live": "polite" });
  const names = ["E2E", "Student"];
  const masks = names.map((name) => screen(`${name}: mask`, table.size));
  const pictures = names.map((name) => screen(`${name}: reconstruction`, table.size));
  const charts = [chart("PSNR on test images", "dB", steps), chart("k-space energy in the mask", "%", steps), chart("task loss, logarithm", "", steps)];
  const key = make("p", { class: "kdci-key" }, make("span", { class: "left" }, "E2E, no teacher"), make("span", {}, "student"));
  root.replaceChildren(
    make("div", { class: "kdci-choices" }, ...CHOICES.map((name) => fields[name].row)),
    make("div", { class: "kdci-buttons" }, start, one, reset), line,
    make("div", { class: "kdci-panels" }, masks[0].figure, pictures[0].figure, masks[1].figure, pictures[1].figure),
    key, make("div", { class: "kdci-charts" }, ...charts.map(({ svg }) => svg)), polite,
    make("div", { class: "kdci-buttons" }, picture, numbers, link),
    make("p", { class: "kdci-note" }, table.note),
  );
  let worker, going = false, at = 0, said = 0, history = [];
  const choice = () => Object.fromEntries(CHOICES.map((name) =>
    [name, ["weight", "seed"].includes(name) ? Number(fields[name].input.value) : fields[name].input.value]));
  const send = (order, rest = {}) => worker.postMessage({ order, ...rest });
  const buttons = () => {
    start.textContent = going ? "Pause" : at === 0 ? "Start" : at >= steps ? "Finished" : "Go on";
    start.disabled = !going && at >= steps;
    one.disabled = going || at >= steps;
    reset.disabled = going || at === 0;
    for (const name of CHOICES) fields[name].input.disabled = going || (at > 0 && at < steps);
  };
  const draw = () => {
    const series = (pick) => names.map((_, k) => history.map((row) => [row.at, pick(row.runs[k])]).filter(([, value]) => Number.isFinite(value)));
    const last = history.at(-1);
    const say = (what, pick) => last ? `${what}: E2E ${pick(last.runs[0])}, student ${pick(last.runs[1])}` : what;
    charts[0].show(series((run) => run.psnr), say("PSNR on test images in dB", (run) => run.psnr?.toFixed(1)));
    charts[1].show(series((run) => 100 * run.energy), say("Energy in the mask in percent", (run) => (100 * run.energy).toFixed(0)));
    charts[2].show(series((run) => Math.log10(run.loss)), say("Logarithm of the task loss", (run) => Math.log10(run.loss).toFixed(2)));
    if (!last) return;
    last.runs.forEach((run, k) => {
      masks[k].show(run.mask, `${names[k]}: mask, ${(100 * run.energy).toFixed(0)}% of the energy`);
      if (run.image) pictures[k].show(run.image, `${names[k]}: a test image, ${run.psnr.toFixed(1)} dB on average`);
    });
    const left = ((steps - at) * last.milliseconds) / 1000;
    line.textContent = `Step ${at} of ${steps}. ${last.milliseconds.toFixed(0)} ms a step of both; about ${Math.ceil(left)} s left.`;
    if (performance.now() - said > 4000 || at >= steps) {
      said = performance.now();
      polite.textContent = `Step ${at}: E2E ${last.runs[0].psnr?.toFixed(1)} dB, student ${last.runs[1].psnr?.toFixed(1)} dB.`;
    }
  };
  const forget = () => {
    [at, history] = [0, []];
    masks.forEach((one_, k) => one_.show(new Float32Array(table.size ** 2), `${names[k]}: mask`));
    pictures.forEach((one_, k) => one_.show(new Float32Array(table.size ** 2), `${names[k]}: reconstruction`));
    line.textContent = `Press start: ${steps} steps of both systems, in your browser.`;
    polite.textContent = "";
    draw();
    buttons();
  };
  const fail = (words) => {
    worker?.terminate();
    [worker, going] = [undefined, false];
    forget();
    line.textContent = `${words} Press start to try again.`;
  };
  const heard = (data) => {
    if (data.kind === "step") {
      at = data.at;
      const before = history.at(-1);
      data.runs.forEach((run, k) => { run.psnr ??= before?.runs[k].psnr; run.image ??= before?.runs[k].image; });
      if (before) for (const run of before.runs) if (run !== history[0]?.runs[0]) delete run.mask;
      history.push(data);
      requestAnimationFrame(draw);
    }
    if (data.kind === "rest") { going = false; buttons(); }
    if (data.kind === "error") { fail(`The training stopped: ${data.message}.`); }
    root.dispatchEvent(new CustomEvent("kdci-train", { detail: data }));
  };
  const ready = async () => {
    if (worker) return;
    line.textContent = "Loading the training step and the images…";
    const parts = await load(assets, table);
    worker = await workerOf(assets, "train-worker.js", heard);
    send("prepare", parts);
  };
  const train = async (order) => {
    try {
      start.disabled = true;
      await ready();
      if (at >= steps) forget();
      if (at === 0) send("begin", choice());
      going = true;
      buttons();
      send(order);
    } catch (error) {
      fail(`The training could not begin: ${error.message}.`);
    }
  };
  start.addEventListener("click", () => { if (going) send("pause"); else train("go"); });
  one.addEventListener("click", () => train("one"));
  reset.addEventListener("click", forget);
  picture.addEventListener("click", () => {
    const sheet = make("canvas", { width: 2 * 256 + 36, height: 300 });
    const pen = sheet.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.imageSmoothingEnabled = false;
    pen.fillStyle = "black";
    pen.font = "14px sans-serif";
    masks.forEach(({ canvas }, k) => {
      pen.drawImage(canvas, 12 + k * 268, 12, 256, 256);
      pen.fillText(canvas.getAttribute("aria-label"), 12 + k * 268, 290, 256);
    });
    sheet.toBlob((blob) => saveFile("kdci-masks.png", blob));
  });
  numbers.addEventListener("click", () => {
    const head = "step,e2e_loss,e2e_psnr_db,e2e_energy,student_loss,student_psnr_db,student_energy";
    const rows = history.map(({ at: step, runs }) => [step, ...runs.flatMap((run) => [run.loss, run.psnr, run.energy])].join(","));
    saveFile("kdci-curves.csv", new Blob([[head, ...rows].join("\n")], { type: "text/csv" }));
  });
  link.addEventListener("click", async () => {
    polite.textContent = await copyLink(id, CHOICES.map((name) => fields[name].input.value.replace(".", "p")));
  });
  forget();
  root.dataset.ready = "yes";
  return () => worker?.terminate();
}

function render({ model, el }) {
  return framed(el, { name: "kdci-train", label: "Train a student", figure: "fig-train-teachers", start: (box) => begin(model, box) });
}

export default { render };
