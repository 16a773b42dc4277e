/**
 * Colours of the logarithm of the energy, dark blue to green: red, green and blue, 0 to 255, for each point.
 * @param {Float32Array} energy
 */
export function energyColours(energy) {
  const logs = Array.from(energy, (value) => Math.log10(value + 1e-12));
  const top = logs.reduce((a, b) => Math.max(a, b));
  return logs.map((value) => {
    const part = Math.max(0, 1 + (value - top) / 6);
    return [26 + 20 * part, 28 + 150 * part, 32 + 140 * part];
  });
}
