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
  const [scene, teacher] = ["A test image", "The student's teacher: mask"].map((name) => screen(name, table.size));
  const charts = [chart("PSNR on test images", "dB", steps), chart("Energy in the mask", "%", steps), chart("Task loss, logarithm", "", steps)];
  const key = make("p", { class: "kdci-key" }, make("span", { class: "left" }, "E2E, no teacher"), make("span", {}, "student"));
  root.replaceChildren(
    make("div", { class: "kdci-choices" }, ...CHOICES.map((name) => fields[name].row)),
    make("div", { class: "kdci-buttons" }, start, one, reset), line,
    make("div", { class: "kdci-panels" }, ...[masks[0], pictures[0], scene, masks[1], pictures[1], teacher].map(({ figure }) => figure)),
    key, make("div", { class: "kdci-charts" }, ...charts.map(({ svg }) => svg)), polite,
    make("div", { class: "kdci-buttons" }, picture, numbers, link),
    make("p", { class: "kdci-note" }, table.note),
  );
  let worker, shown, going = false, at = 0, said = 0, history = [];
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
    const last = history.at(-1), judged = history.findLast(({ runs }) => runs[0].image);
    const say = (what, pick) => last ? `${what}: E2E ${pick(last.runs[0])}, student ${pick(last.runs[1])}` : what;
    const psnr = judged?.runs.map((run) => run.psnr.toFixed(1)) ?? [];
    charts[0].show(series((run) => run.psnr), judged ? `PSNR on test images in dB: E2E ${psnr[0]}, student ${psnr[1]}` : "PSNR on test images");
    charts[1].show(series((run) => 100 * run.energy), say("Energy in the mask in percent", (run) => (100 * run.energy).toFixed(0)));
    charts[2].show(series((run) => Math.log10(run.loss)), say("Logarithm of the task loss", (run) => Math.log10(run.loss).toFixed(2)));
    if (!last) return;
    last.runs.forEach((run, k) => {
      masks[k].show(run.mask, `${names[k]}: mask, ${(100 * run.energy).toFixed(0)}% of the energy`);
      pictures[k].show(judged.runs[k].image, `${names[k]}: its reconstruction, ${psnr[k]} dB on average`);
    });
    const left = ((steps - at) * last.milliseconds) / 1000;
    line.textContent = `Step ${at} of ${steps}. ${last.milliseconds.toFixed(0)} ms a step of both; about ${Math.ceil(left)} s left.`;
    if (performance.now() - said > 4000 || !going) {
      said = performance.now();
      polite.textContent = `At step ${judged.at}: E2E ${psnr[0]} dB, student ${psnr[1]} dB on the test images.`;
    }
  };
  // What no step changes: the test image whose reconstructions are shown, and the mask of the chosen teacher.
  const still = () => {
    if (!shown) return;
    const pixels = table.size ** 2, { acceleration, teacher: kind } = choice();
    scene.show(Float32Array.from({ length: pixels }, (_, k) => Math.hypot(shown.test[k], shown.test[pixels + k])), "The test image itself");
    teacher.show(shown.teachers[`${kind}-${acceleration}`], "The mask of the student's teacher, squared");
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
      for (const { runs } of history.slice(-1)) for (const run of runs) delete run.mask;  // the last one is shown
      if (data.runs[0].image) for (const { runs } of history) for (const run of runs) delete run.image;
      history.push(data);
      requestAnimationFrame(draw);
    }
    if (data.kind === "rest") { going = false; buttons(); draw(); }
    if (data.kind === "error") fail(`The training stopped: ${data.message}.`);
    root.dispatchEvent(new CustomEvent("kdci-train", { detail: data }));
  };
  const ready = async () => {
    if (worker) return;
    line.textContent = "Loading the training step and the images…";
    const parts = await load(assets, table);
    shown = parts.data;
    still();
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
  for (const name of CHOICES) fields[name].input.addEventListener("change", still);
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
    const rows = history.map(({ at: step, runs }) => [step, ...runs.flatMap((run) => [run.loss, run.psnr ?? "", run.energy])].join(","));
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
