// The instrument: a board, what the decoder makes of it, and a score.
const ID = "draw-mri";
const WIDTHS = [1, 2, 3, 5, 9, 15];
const OWN = "your own";
const CONVENTION = "Rows are the first axis, from the top; columns the second. Zero frequency is at row and column N/2, counted from 0: k-space is fftshift(fft2(image)). For a transform without fftshift, take numpy.fft.ifftshift(mask).";

// Colours of the logarithm of the energy, dark blue to green; sampled points are white.
function energyColours(energy) {
  const logs = Array.from(energy, (value) => Math.log10(value + 1e-12));
  const top = logs.reduce((a, b) => Math.max(a, b));
  return logs.map((value) => {
    const part = Math.max(0, 1 + (value - top) / 6);
    return [26 + 20 * part, 28 + 150 * part, 32 + 140 * part];
  });
}

function savedPicture(mask, size, words) {
  const [scale, margin] = [8, 12];
  const side = scale * size;
  const sheet = make("canvas", { width: side + 2 * margin, height: side + 84 });
  const pen = sheet.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, sheet.width, sheet.height);
  for (let k = 0; k < mask.length; k += 1) {
    pen.fillStyle = mask[k] ? "#ffffff" : "#000000";
    pen.fillRect(margin + scale * (k % size), margin + scale * Math.floor(k / size), scale, scale);
  }
  pen.fillStyle = "black";
  pen.font = "13px sans-serif";
  words.forEach((line, k) => pen.fillText(line, margin, side + 32 + 18 * k, side));
  return sheet;
}

async function start(assets, root) {
  const contents = await assets.json(`${ID}.json`);
  const { size, labels, rivals } = contents;
  const count = size * size;
  const [shown, energy] = [await assets.floats(contents.shown), await assets.floats(contents.energy)];
  const colours = energyColours(energy.data);
  const state = { acceleration: `${contents.start.acceleration}`, image: 0, preset: contents.start.preset, contest: false, best: null, yours: null };
  const drawing = new Drawing(size, contents.budgets[state.acceleration]);
  const images = shown.shape[0];
  const presetMask = (name) => unhexed(contents.presets[state.acceleration][name], count);
  const points = (mask) => [...mask.keys()].filter((k) => mask[k]);

  const acceleration = choice("Acceleration", Object.keys(contents.budgets).map((at) => [at, `${at} (${contents.budgets[at]} points)`]), state.acceleration);
  const preset = choice("Begin with", [[OWN, OWN], ...Object.entries(labels)], state.preset);
  const image = choice("Test image shown", Array.from({ length: images }, (_, k) => [k, `image ${k + 1} of ${images}`]), 0);
  const width = choice("Brush size", WIDTHS.map((w) => [w, w === 1 ? "1 point" : `${w} points across`]), 5);
  const sides = choice("Brush paints", [["one", "where it is"], ["both", "there and at the conjugate point"]], "one");
  const action = choice("The brush", [["paint", "paints"], ["erase", "erases"]], "paint");
  const hint = make("input", { type: "checkbox" });
  const tool = () => ({ width: Number(width.input.value), erases: action.input.value === "erase", mirrors: sides.input.value === "both" });

  const budget = make("p", { class: "kdci-budget" });
  const place = make("p", { class: "kdci-where", role: "status", "aria-live": "polite" });
  const words = make("p", { class: "kdci-verdict", role: "status", "aria-live": "polite" }, "The decoder is loading.");
  const reconstruction = screen("reconstruction", size), truth = screen("original", size);
  const scores = scoreTable(rivals);
  let found = null, flipped = false;
  const flip = button("Flip to the original", () => {
    flipped = !flipped;
    flip.textContent = flipped ? "Flip back" : "Flip to the original";
    showFound();
  });
  const easel = board(drawing, {
    tool, changed: (time) => { state.preset = preset.input.value = OWN; update(time); },
    energy: () => (hint.checked ? colours : null), said: (text) => { place.textContent = text; },
  });

  let decoder = null, times = new Map(), last = 0, timer;
  const rivalScores = () => Object.fromEntries(rivals.map((name) => [name, contents.psnr[state.acceleration][name]]));
  const show = () => scores.show({ you: state.yours, ...rivalScores() }, state.image);
  const say = (text, delay = 0) => {
    clearTimeout(timer);
    timer = setTimeout(() => { words.textContent = text; }, delay);
  };

  function update(time = performance.now()) {
    const left = drawing.left;
    budget.textContent = `${drawing.points.size} of ${drawing.budget} points painted, ${left} left.${left ? "" : " What you paint now replaces the oldest points."}`;
    root.dataset.points = drawing.points.size;
    scores.table.classList.add("waits");
    easel.redraw();
    if (!decoder) return;
    last = decoder.ask(drawing.mask(), state.image);
    times.set(last, time);
  }

  function judge(psnr) {
    state.yours = psnr;
    scores.table.classList.remove("waits");
    show();
    const students = mean(rivalScores().student), yours = mean(psnr);
    const empty = drawing.points.size === 0;
    if (state.contest && !empty) state.best = Math.max(state.best ?? -Infinity, yours);
    const best = state.contest && !empty ? ` Your best so far: ${state.best.toFixed(2)} dB.` : "";
    if (!empty) say(verdict(state.preset === OWN ? "Your" : "This", yours, students, images) + best, 500);
    root.dataset.psnr = psnr.join(" ");
  }

  function heard(data) {
    if (data.kind === "error") { say(`The decoder cannot run here: ${data.message}.`); root.dataset.ready = "failed"; }
    if (data.kind === "picture") {
      found = data;
      showFound();
      const time = times.get(data.ticket);
      for (const ticket of times.keys()) if (ticket <= data.ticket) times.delete(ticket);
      root.dispatchEvent(new CustomEvent("kdci-draw", { detail: { latency: performance.now() - time, milliseconds: data.milliseconds } }));
      root.dataset.ready = "yes";
    }
    if (data.kind === "score" && data.ticket === last) judge(data.psnr);
  }

  // Original and reconstruction in one place: what changes between them is what the mask has lost.
  function showFound() {
    if (flipped) reconstruction.show(original(), "the original, in the reconstruction's place");
    else if (found) reconstruction.show(found.values, `reconstruction from ${root.dataset.points} points: ${found.psnr.toFixed(2)} dB`);
  }

  function choose(name) {
    drawing.remember();
    drawing.begin(points(presetMask(name)));
    [state.preset, state.contest] = [name, false];
    preset.input.value = name;
    update();
  }

  const original = () => shown.data.subarray(state.image * count, (state.image + 1) * count);
  function showTruth() {
    truth.show(original(), `original: image ${state.image + 1} of ${images}`);
  }

  function readAddress() {
    const [at, index, text] = stateInAddress(ID);
    const mask = text && sharedMask(text, count);
    if (!mask || !(at in contents.budgets) || !(Number(index) < images)) return false;
    acceleration.input.value = state.acceleration = at;
    image.input.value = state.image = Number(index);
    drawing.afford(contents.budgets[at]);
    drawing.begin(points(mask));
    state.preset = preset.input.value = OWN;
    return true;
  }

  acceleration.input.addEventListener("change", () => {
    state.acceleration = acceleration.input.value;
    drawing.afford(contents.budgets[state.acceleration]);
    [state.best, state.yours] = [null, null];
    if (state.preset !== OWN) choose(state.preset); else update();
    show();
  });
  preset.input.addEventListener("change", () => { if (preset.input.value !== OWN) choose(preset.input.value); });
  image.input.addEventListener("change", () => { state.image = Number(image.input.value); showTruth(); show(); update(); });
  hint.addEventListener("change", easel.redraw);
  const contest = button("Beat the student", () => {
    drawing.remember();
    drawing.begin([]);
    Object.assign(state, { preset: OWN, contest: true, best: null, yours: null });
    preset.input.value = OWN;
    action.input.value = "paint";
    update();
    show();
    const students = mean(rivalScores().student);
    say(`Your turn: paint ${drawing.budget} points. The student's mask reaches ${students.toFixed(2)} dB, the mean over ${images} test images, under the same decoder.`);
    easel.canvas.focus();
  });
  const undo = button("Undo", () => { if (drawing.undo()) { state.preset = preset.input.value = OWN; update(); } });
  const clear = button("Clear", () => { drawing.remember(); drawing.begin([]); state.preset = preset.input.value = OWN; update(); });
  const link = button("Copy link to this mask", async () => say(await copyLink(ID, [state.acceleration, state.image, shareText(drawing.mask())])));
  const file = () => `kdci-mask-${size}x${size}-${drawing.points.size}-points`;
  const picture = button("Save as PNG", () => {
    const lines = [`KDCI, drawn mask: ${drawing.points.size} of ${count} points`, "k-space, zero frequency at row and column N/2 (counted from 0)", "first axis down, second to the right: fftshift(fft2(image))"];
    savedPicture(drawing.mask(), size, lines).toBlob((blob) => saveFile(`${file()}.png`, blob));
  });
  const array = button("Save as .npy", () => saveFile(`${file()}.npy`, new Blob([npyOf(drawing.mask(), size)])));

  root.replaceChildren(
    make("div", { class: "kdci-choices" }, ...[acceleration, preset, image, width, sides, action].map(({ row }) => row)),
    make("div", { class: "kdci-buttons" }, contest, undo, clear, flip, make("label", { class: "kdci-hint" }, hint, " show where the energy is")),
    make("div", { class: "kdci-easel" },
      make("figure", {}, easel.canvas, make("figcaption", {}, "k-space: white points are sampled; the circle is zero frequency"), budget, place),
      reconstruction.figure, truth.figure,
      make("div", { class: "kdci-judge" }, words, scores.table)),
    make("div", { class: "kdci-buttons" }, link, picture, array),
    make("p", { class: "kdci-note" }, CONVENTION), make("p", { class: "kdci-note" }, contents.note),
  );
  showTruth();
  if (!readAddress()) drawing.begin(points(presetMask(state.preset)));
  show();
  update();
  decoder = await decoderOf(assets, contents, heard);
  update();
  return () => decoder.stop();
}

function render({ model, el }) {
  return framed(el, {
    name: "kdci-draw", label: "MRI: draw your own mask", figure: "fig-explore-draw",
    start: (box) => start(assetsOf(model), box),
  });
}

export default { render };
