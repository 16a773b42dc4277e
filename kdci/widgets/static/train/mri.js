// A mask over k-space, as a training shows it.
import { squarePixels } from "../pixels.js";
import { magnitude } from "./numbers.js";

/** @import { Modality } from "./modality.js" */

/**
 * The share of the images' energy at the points of a mask, 0 to 1.
 * @type {Modality["energy"]}
 */
export function energyInside(mask, { spectrum }) {
  let inside = 0;
  mask.forEach((value, k) => { inside += value > 0 ? spectrum[k] : 0; });
  return inside;
}

/** @type {Modality} */
export const MRI = {
  channels: 2,
  session: {},
  words: {
    budget: "Acceleration",
    learned: "The mask is learned by",
    pattern: "mask",
    share: (percent) => `mask, ${percent}% of the energy`,
    taught: "The mask of the student's teacher, squared",
    energy: "Energy in the mask",
    save: "Save masks (PNG)",
    file: "kdci-masks.png",
  },
  visible: magnitude,
  picture: squarePixels,
  energy: energyInside,
};
