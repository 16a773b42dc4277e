// What is kept of each step, and how it is written down.

/**
 * A system at a step.
 * @typedef {object} Moment
 * @property {number} loss
 * @property {number} [psnr] [dB], where it was measured
 * @property {number} energy the share in the mask, 0 to 1
 * @property {Float32Array} [mask]
 * @property {Float64Array} [image] a reconstruction
 */
/** @typedef {{at: number, milliseconds: number, runs: Moment[]}} Step of both systems, E2E and student */

/**
 * The curves as a table with a comma between two values.
 * @param {Step[]} history
 */
export function csvOf(history) {
  const head = "step,e2e_loss,e2e_psnr_db,e2e_energy,student_loss,student_psnr_db,student_energy";
  const rows = history.map(({ at, runs }) => [at, ...runs.flatMap((run) => [run.loss, run.psnr ?? "", run.energy])].join(","));
  return [head, ...rows].join("\n");
}

/**
 * A system's curve: pairs of step and value, where there is one.
 * @param {Step[]} history
 * @param {number} system
 * @param {(moment: Moment) => number | undefined} pick
 * @returns {[number, number][]}
 */
export function seriesOf(history, system, pick) {
  return history.flatMap(({ at, runs }) => {
    const value = pick(runs[system]);
    return value !== undefined && Number.isFinite(value) ? [[at, value]] : [];
  });
}

/**
 * Forget the pictures that a new step replaces.
 * @param {Step[]} history
 * @param {Step} next
 */
export function keep(history, next) {
  for (const { runs } of history.slice(-1)) for (const run of runs) delete run.mask;
  if (next.runs[0].image) for (const { runs } of history) for (const run of runs) delete run.image;
  history.push(next);
}
