// Moment after moment, until the last one.

/**
 * @param {object} given
 * @param {() => number} given.count of moments
 * @param {(at: number) => void} given.show a moment, by its index
 * @param {(going: boolean) => void} given.tell whether it plays
 * @param {number} [given.every] time between two moments [ms]
 */
export function player({ count, show, tell, every = 250 }) {
  let at = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let clock;
  const stop = () => {
    if (clock === undefined) return;
    clearTimeout(clock);
    clock = undefined;
    tell(false);
  };
  /** @param {number} to a moment; the nearest one that there is */
  const go = (to) => {
    at = Math.max(0, Math.min(count() - 1, to));
    show(at);
  };
  const next = () => {
    go(at + 1);
    if (at >= count() - 1) stop(); else clock = setTimeout(next, every);
  };
  const play = () => {
    if (clock !== undefined) return;
    if (at >= count() - 1) go(0);
    clock = setTimeout(next, every);
    tell(true);
  };
  return { go, play, stop, at: () => at, isGoing: () => clock !== undefined };
}
