// What this instrument is made of.
function button(text, press) {
  const element = make("button", { type: "button" }, text);
  element.addEventListener("click", press);
  return element;
}

// A choice with its name above it; `options` are pairs of value and text.
function choice(label, options, value) {
  const input = make("select", {}, ...options.map(([key, text]) => make("option", { value: key }, text)));
  input.value = value;
  return { input, row: make("label", {}, make("span", {}, label), input) };
}

function screen(caption, size) {
  const canvas = make("canvas", { role: "img", "aria-label": caption, width: size, height: size });
  const text = make("figcaption", {}, caption);
  const pen = canvas.getContext("2d");
  return {
    figure: make("figure", {}, canvas, text),
    show(values, described) {
      const pixels = pen.createImageData(size, size);
      for (let k = 0; k < size * size; k += 1) {
        const shade = 255 * values[k];  // the array of pixels keeps it between 0 and 255
        pixels.data.set([shade, shade, shade, 255], 4 * k);
      }
      pen.putImageData(pixels, 0, 0);
      text.textContent = described;
      canvas.setAttribute("aria-label", described);
    },
  };
}
