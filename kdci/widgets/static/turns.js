// Whose turn it is: one request at a time, and messages in between.

/**
 * Let what waits be done first: messages, for one. A timer would be held back in a page that nobody sees.
 * @returns {Promise<void>}
 */
export const breathe = () => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port1.close(); resolve(); };
  port2.postMessage(0);
});

/**
 * The last request wins: at most one is in work and at most one waits.
 * @param {(isOutdated: () => boolean) => Promise<void>} work
 */
export function lastWins(work) {
  let busy = false;
  let waiting = false;
  return async function request() {
    if (busy) { waiting = true; return; }
    busy = true;
    do {
      waiting = false;
      await work(() => waiting);
    } while (waiting);
    busy = false;
  };
}
