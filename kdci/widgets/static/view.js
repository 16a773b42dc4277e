// The view: panels, a plot, a sentence, and buttons. What it shows is in the model's five numbers.
const STATE = ["point", "noise", "left", "right", "image"];

function panel(caption) {
  const canvas = make("canvas", { role: "img", "aria-label": caption });
  const text = make("figcaption", {}, caption);
  const figure = make("figure", {}, canvas, text);
  return {
    figure,
    canvas,
    show(drawn, name, description = name) {
      paint(canvas, drawn);
      text.textContent = name;
      canvas.setAttribute("aria-label", description);
    },
  };
}

function nameHandles(root) {
  // The sliders of ipywidgets leave their handles without a name; their label is the name.
  for (const handle of root.querySelectorAll(".noUi-handle")) {
    const label = handle.closest(".widget-slider, .jupyter-widgets")?.querySelector(".widget-label");
    if (label) handle.setAttribute("aria-label", label.textContent);
    const readout = handle.closest(".widget-slider, .jupyter-widgets")?.querySelector(".widget-readout");
    if (readout) handle.setAttribute("aria-valuetext", readout.textContent);
  }
}

function readState(model, id) {
  const values = stateInAddress(id).map(Number);
  if (values.length !== STATE.length || values.some((v) => !Number.isInteger(v) || v < 0)) return;
  STATE.forEach((name, k) => model.set(name, values[k]));
  model.save_changes();
}

function sentence(names, psnr, snr) {
  const difference = psnr[0] - psnr[1];
  const noise = snr === null ? "Without noise" : `At ${snr} dB`;
  if (names[0] === names[1]) return `${noise}: choose two different systems to compare them.`;
  if (Math.abs(difference) < 0.05) return `${noise} no difference worth naming on this image.`;
  const [better, worse] = difference > 0 ? names : [...names].reverse();
  return `${noise} the ${better} is ahead of the ${worse} by ${Math.abs(difference).toFixed(2)} dB on this image. One image and one seed, not a mean.`;
}

function savePicture(panels, title) {
  const side = 256, columns = 4;
  const rows = Math.ceil(panels.length / columns);
  const sheet = make("canvas");
  sheet.width = columns * (side + 12) + 12;
  sheet.height = rows * (side + 40) + 44;
  const pen = sheet.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.fillStyle = "black";
  pen.font = "16px sans-serif";
  pen.fillText(title, 12, 26);
  pen.imageSmoothingEnabled = false;
  panels.forEach(({ canvas }, k) => {
    const [x, y] = [12 + (k % columns) * (side + 12), 44 + Math.floor(k / columns) * (side + 40)];
    const scale = Math.min(side / canvas.width, side / canvas.height);
    pen.drawImage(canvas, x, y, scale * canvas.width, scale * canvas.height);
    pen.font = "12px sans-serif";
    pen.fillText(canvas.getAttribute("aria-label"), x, y + side + 16, side);
  });
  sheet.toBlob((blob) => saveFile("kdci.png", blob));
}

// A picture of the reader's, its middle, in gray, at the instrument's size.
async function ownImage(file, shape) {
  const bitmap = await createImageBitmap(file);
  const [height, width] = shape.slice(-2);
  const canvas = make("canvas");
  [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext("2d");
  const side = Math.min(bitmap.width, bitmap.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, width, height);
  const { data } = pen.getImageData(0, 0, width, height);
  const gray = new Float32Array(shape.reduce((a, b) => a * b));
  for (let k = 0; k < height * width; k += 1)
    gray[k] = (0.299 * data[4 * k] + 0.587 * data[4 * k + 1] + 0.114 * data[4 * k + 2]) / 255;
  return { data: gray, shape, shown: { data: gray, shape: [1, height, width] } };
}

// PSNR over the slider's points; of a system without a slider, over the SNR.
function curvesOf(contents, sides, point, noise, image) {
  const alone = contents.points.length === 1;
  return {
    ticks: alone ? contents.snrs.map((snr) => snr ?? "none") : contents.points,
    current: alone ? noise : point,
    title: alone ? "PSNR [dB] by SNR [dB]" : `PSNR [dB] by ${contents.slider.toLowerCase()}`,
    lines: sides.map(({ points }, s) => ({
      side: ["left", "right"][s],
      values: (alone ? points[0].psnr : points.map(({ psnr }) => psnr[noise])).map((row) => row[image]),
    })),
  };
}

async function start(model, el, box) {
  const id = model.get("modality");
  const assets = assetsOf(model);
  const contents = await assets.json(`${id}.json`);
  const beginning = STATE.map((name) => model.get(name));
  readState(model, id);

  const status = make("p", { role: "status", "aria-live": "polite", class: "kdci-notice" });
  const panels = Object.fromEntries(["truth", "pattern", "measurement", "backprojection", "left", "right", "leftError", "rightError"]
    .map((name) => [name, panel(name)]));
  const plot = make("div", { class: "kdci-plot" });
  const svg = svgElement("svg", { role: "img", "aria-label": "PSNR" });
  const key = make("p", { class: "kdci-key" });
  plot.append(svg, key);
  const reset = make("button", { type: "button" }, "Reset");
  const link = make("button", { type: "button" }, "Copy link to this state");
  const save = make("button", { type: "button", class: "kdci-save" }, "Save picture");
  const buttons = make("div", { class: "kdci-buttons" }, reset, link, save);
  let own = null;
  if (contents.measurement !== "detector") {
    const file = make("input", { type: "file", accept: "image/*" });
    const label = make("label", { class: "kdci-own" }, "Your own picture: ", file);
    buttons.append(label);
    const take = async (chosen) => {
      try {
        own = chosen ? await ownImage(chosen, contents.images[0].shape) : null;
        request();
      } catch (problem) { status.textContent = `${chosen.name}: not a picture that this browser can read.`; }
    };
    file.addEventListener("change", () => take(file.files[0]));
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); });
    reset.addEventListener("click", () => { file.value = ""; own = null; });
  }
  const grid = make("div", { class: "kdci-panels" }, ...Object.values(panels).map(({ figure }) => figure));
  const scale = make("p", { class: "kdci-scale" }, make("span", { class: "kdci-shades", "aria-hidden": "true" }), ` error: white none, dark ${ERROR_TOP} of the full range and more`);
  box.replaceChildren(status, grid, scale, plot, buttons, make("p", { class: "kdci-note" }, contents.note));

  let spectrum = null;
  if (contents.wavelengths.length) spectrum = addSpectrum(panels, box, contents.wavelengths);

  const clamp = (name, list) => Math.min(model.get(name), list.length - 1);
  async function update(isOutdated) {
    const point = clamp("point", contents.points), snr = contents.snrs[clamp("noise", contents.snrs)];
    const sides = ["left", "right"].map((side) => contents.systems[clamp(side, contents.systems)]);
    const k = clamp("image", contents.images);
    try {
      const image = own ?? { ...(await assets.floats(contents.images[k])), shown: await assets.floats(contents.images[k].shown) };
      const noise = await assets.floats(sides[0].points[point].noise[k]);
      const noiseScale = snr === null ? 0 : 10 ** (-snr / 20);
      const found = [];
      for (const { points } of sides) {
        const theirs = points[point];
        const given = theirs === sides[0].points[point] ? noise : await assets.floats(theirs.noise[k]);
        found.push(await reconstruct(assets, theirs.graph, image, given, noiseScale));
        if (isOutdated()) return;
      }
      const truth = contents.measurement === "detector" ? image.data
        : own ? own.data : image.shown.data;
      const names = sides.map(({ label }) => label);
      const psnr = found.map((f) => f.psnr.data[0]), ssim = found.map((f) => f.ssim.data[0]);
      const [measured] = found;
      const scores = (side) => `${names[side]}: PSNR ${psnr[side].toFixed(2)} dB, SSIM ${ssim[side].toFixed(3)}`;
      panels.truth.show(own ? imagePixels(own.shown) : picturePixels(image.shown), "scene", `scene: ${own ? "your own picture" : contents.images[k].label}`);
      panels.pattern.show(picturePixels(await assets.floats(sides[0].points[point].pattern)), `pattern of the ${names[0]}`);
      panels.measurement.show(MEASUREMENTS[contents.measurement].draw(measured.measurement), `what the ${names[0]} measures${MEASUREMENTS[contents.measurement].scale}`);
      panels.backprojection.show(imagePixels(measured.backprojection), `its ${sides[0].points[point].start}`);
      ["left", "right"].forEach((side, s) => {
        panels[side].show(imagePixels(found[s].reconstruction), scores(s));
        panels[`${side}Error`].show(errorPixels(found[s].reconstruction, truth), `error of the ${names[s]}`);
      });
      spectrum?.(image, found, names);
      plot.hidden = Boolean(own);  // the table of contents knows the book's scenes only
      if (!own) {
        drawPlot(svg, curvesOf(contents, sides, point, clamp("noise", contents.snrs), k));
        key.replaceChildren(...names.map((name, s) => make("span", { class: ["left", "right"][s] }, name)));
      }
      status.textContent = sentence(names, psnr, snr);
      box.dataset.state = STATE.map((name) => model.get(name)).join(".");
      box.dataset.psnr = psnr.join(" ");
      box.dataset.drawn = Number(box.dataset.drawn ?? 0) + 1;
      box.dataset.ready = "yes";
      nameHandles(el.getRootNode());
    } catch (problem) {
      if (!box.dataset.drawn) throw problem;  // it has not started; once it has, the next setting may work
      status.textContent = `This setting cannot be computed here: ${problem.message}.`;
      box.dataset.ready = "failed";
    }
  }
  const request = lastWins(update);

  // Whoever comes near the controls will move them: get ready what the slider leads to.
  async function prepare() {
    for (const side of ["left", "right"])
      for (const { graph, noise } of contents.systems[clamp(side, contents.systems)].points)
        await Promise.all([sessionOf(assets, graph), assets.load(noise[clamp("image", contents.images)].file)]);
  }
  const prepared = () => prepare().catch(() => {});  // what is missing is said where it is needed
  const controls = box.closest(".widget-vbox") ?? box;
  for (const coming of ["pointerenter", "focusin"]) controls.addEventListener(coming, prepared, { once: true });
  for (const name of STATE) model.on(`change:${name}`, () => { if (name === "image") own = null; request(); });
  reset.addEventListener("click", () => {
    STATE.forEach((name, k) => model.set(name, beginning[k]));
    model.save_changes();
    request();
  });
  link.addEventListener("click", async () => { status.textContent = await copyLink(id, STATE.map((name) => model.get(name))); });
  save.addEventListener("click", () => savePicture(Object.values(panels), `KDCI: ${contents.title}`));
  await request();
}

function render({ model, el }) {
  const label = `${model.get("title")}: explore`;
  return framed(el, { name: "", label, figure: `fig-explore-${model.get("modality")}`, start: (box) => start(model, el, box) });
}

export default { render };
