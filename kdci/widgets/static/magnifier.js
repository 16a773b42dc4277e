// A magnifier for the pictures of an instrument: by mouse, finger or arrow keys, while the reader wants it.

const ENLARGED = 4;
const LENS = 176;  // of the lens [CSS pixels]
const GAP = 24, HEAD = 90;  // to the place, and from the window's top [CSS pixels]
const PICTURES = "canvas[role=img], .kdci-strip";
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Where the magnified picture lies in its lens, so that a place of the picture is in the middle.
 * @param {number} share of the picture's side, 0 to 1
 * @param {number} side of the picture [CSS pixels]
 */
export const offset = (share, side) => LENS / 2 - ENLARGED * side * share;

/**
 * The next place of the lens: a step is a twentieth of the picture.
 * @param {number[]} place across and down, 0 to 1
 * @param {string} key
 */
export function moved(place, key) {
  const step = ARROWS[key];
  return step && place.map((share, k) => Math.min(1, Math.max(0, share + step[k] / 20)));
}

/**
 * A button that switches it on and off. While it is on, pictures can be reached with the tabulator key.
 * @param {HTMLElement} box of the instrument
 */
export function magnifier(box) {
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "kdci-magnify";
  const lens = document.createElement("div");
  lens.className = "kdci-lens";
  lens.setAttribute("aria-hidden", "true");
  lens.hidden = true;
  let on = false, place = [0.5, 0.5];
  /** @type {Set<Element>} */
  const reached = new Set();  // by the tabulator key, for the magnifier alone
  /** @type {HTMLElement | undefined} */
  let seen;
  /** @type {HTMLElement | undefined} */
  let copy;

  const hide = () => { [seen, copy, lens.hidden] = [undefined, undefined, true]; };
  function draw() {
    if (!seen?.isConnected || !copy) { hide(); return; }
    const { left, top, width, height } = seen.getBoundingClientRect(), around = box.getBoundingClientRect();
    if (seen instanceof HTMLCanvasElement && copy instanceof HTMLCanvasElement) {
      Object.assign(copy, { width: seen.width, height: seen.height });
      if (seen.width && seen.height) copy.getContext("2d")?.drawImage(seen, 0, 0);
    }
    const { backgroundImage, backgroundSize, backgroundPosition } = seen.style;
    Object.assign(copy.style, {
      backgroundImage, backgroundSize, backgroundPosition,
      width: `${ENLARGED * width}px`, height: `${ENLARGED * height}px`, left: `${offset(place[0], width)}px`, top: `${offset(place[1], height)}px`,
    });
    // Above the place that it shows, or below it where the page's head would cover it; inside the instrument.
    const x = left - around.left + place[0] * width, y = top - around.top + place[1] * height;
    lens.style.left = `${Math.max(0, Math.min(x - LENS / 2, around.width - LENS))}px`;
    lens.style.top = `${y + around.top > LENS + HEAD ? y - LENS - GAP : y + GAP}px`;
    requestAnimationFrame(draw);
  }
  /**
   * @param {HTMLElement} picture
   * @param {number[]} where
   */
  function look(picture, where) {
    place = where;
    if (seen === picture) return;
    const begins = !seen;
    seen = picture;
    copy = /** @type {HTMLElement} */ (picture.cloneNode());
    for (const name of ["id", "role", "aria-label", "tabindex"]) copy.removeAttribute(name);
    lens.replaceChildren(copy);
    lens.hidden = false;
    if (begins) requestAnimationFrame(draw);
  }
  /** @param {Event} event */
  const pictureOf = ({ target }) => (on && target instanceof HTMLElement && !lens.contains(target)
    ? /** @type {HTMLElement | null} */ (target.closest(PICTURES)) : null);
  /** @param {PointerEvent} event */
  function point(event) {
    const picture = pictureOf(event);
    if (!picture) { if (seen !== document.activeElement) hide(); return; }
    const { left, top, width, height } = picture.getBoundingClientRect();
    look(picture, [(event.clientX - left) / width, (event.clientY - top) / height]);
  }
  function show() {
    toggle.textContent = on ? "Put the magnifier away" : "Magnifier";
    toggle.setAttribute("aria-pressed", `${on}`);
    box.classList.toggle("kdci-magnified", on);
    if (on) for (const picture of box.querySelectorAll(PICTURES)) {
      if (picture.hasAttribute("tabindex")) continue;  // it has keys of its own
      picture.setAttribute("tabindex", "0");
      reached.add(picture);
    } else {
      for (const picture of reached) picture.removeAttribute("tabindex");
      reached.clear();
    }
    if (!on) hide();
  }
  toggle.addEventListener("click", () => { on = !on; show(); });
  box.addEventListener("pointerdown", point);
  box.addEventListener("pointermove", point);
  box.addEventListener("pointerleave", hide);
  box.addEventListener("focusin", (event) => { const picture = pictureOf(event); if (picture) look(picture, seen === picture ? place : [0.5, 0.5]); });
  box.addEventListener("focusout", hide);
  box.addEventListener("keydown", (event) => {
    if (on && event.key === "Escape") { on = false; show(); toggle.focus(); return; }
    const picture = pictureOf(event), next = picture && moved(place, event.key);
    if (!picture || !next || !reached.has(picture)) return;
    event.preventDefault();
    look(picture, next);
  });
  show();
  const pictures = box.querySelector(".kdci-panels, .kdci-easel, .kdci-columns");
  if (pictures) pictures.after(toggle); else box.append(toggle);
  box.append(lens);
}
