// Files that a reader takes away.
import { make } from "./page.js";

/**
 * @param {string} name
 * @param {Blob} blob
 */
export function saveFile(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * Save pictures with their descriptions, and lines of text above them, on white as a PNG.
 * @param {string} name of the file
 * @param {HTMLCanvasElement[]} canvases
 * @param {string[]} lines
 * @param {{side?: number, columns?: number}} [layout] side of a picture in pixels, and pictures in a row
 */
export function saveSheet(name, canvases, lines, { side = 256, columns = 4 } = {}) {
  const across = Math.min(columns, canvases.length), rows = Math.ceil(canvases.length / across);
  const top = 12 + 20 * lines.length;
  const sheet = make("canvas", { width: across * (side + 12) + 12, height: top + rows * (side + 32) + 8 });
  const pen = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
  pen.fillStyle = "white";
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.fillStyle = "black";
  pen.font = "14px sans-serif";
  lines.forEach((line, k) => pen.fillText(line, 12, 24 + 20 * k, sheet.width - 24));
  pen.imageSmoothingEnabled = false;
  pen.font = "12px sans-serif";
  canvases.forEach((canvas, k) => {
    const [x, y] = [12 + (k % across) * (side + 12), top + Math.floor(k / across) * (side + 32)];
    const scale = Math.min(side / canvas.width, side / canvas.height);
    pen.drawImage(canvas, x, y, scale * canvas.width, scale * canvas.height);
    pen.fillText(canvas.getAttribute("aria-label") ?? "", x, y + side + 16, side);
  });
  sheet.toBlob((blob) => { if (blob) saveFile(name, blob); });
}
