// A strip of pictures, one below the other, of which one is seen.
import { make } from "../page.js";

/**
 * A square window on a strip.
 * @param {string} name what a screen reader says of it
 */
export function stripWindow(name) {
  const element = make("div", { class: "kdci-strip", role: "img", "aria-label": name });
  return {
    element,
    /**
     * @param {string} address of the strip
     * @param {number} at index of the picture
     * @param {number} count of pictures
     * @param {string} described
     */
    show(address, at, count, described) {
      const image = `url("${address}")`;
      if (element.dataset.strip !== address) {
        element.style.backgroundImage = image;
        element.style.backgroundSize = `100% ${100 * count}%`;
        element.dataset.strip = address;
      }
      element.style.backgroundPosition = count > 1 ? `0 ${(100 * at) / (count - 1)}%` : "0 0";
      element.dataset.at = `${at}`;
      element.setAttribute("aria-label", described);
    },
  };
}

/**
 * Load a strip, and return its address once it is known to be whole.
 * @param {string} address
 * @param {number} width [pixels]
 * @param {number} height of all its pictures [pixels]
 */
export async function loaded(address, width, height) {
  const image = new Image();
  image.src = address;
  await image.decode();
  if (image.naturalWidth !== width || image.naturalHeight !== height)
    throw new Error(`${image.naturalWidth} x ${image.naturalHeight} pixels instead of ${width} x ${height}`);
  return address;
}
