// The state of an instrument is in the page's address, behind the #, under the instrument's name.

/**
 * @param {string} hash as of an address
 * @param {string} id of the instrument
 */
export function stateIn(hash, id) {
  return new URLSearchParams(hash.slice(1)).get(id)?.split(".") ?? [];
}

/**
 * The hash of a state, without "#".
 * @param {string} id
 * @param {(string | number)[]} values none of which has a "."
 */
export function hashOf(id, values) {
  return `${new URLSearchParams([[id, values.join(".")]])}`;
}

/** @param {string} id */
export const stateInAddress = (id) => stateIn(location.hash, id);

/**
 * Put a state into the address and the clipboard, and return what was done.
 * @param {string} id
 * @param {(string | number)[]} values
 */
export async function copyLink(id, values) {
  const address = new URL(location.href);
  address.hash = hashOf(id, values);
  history.replaceState(null, "", address.href);
  try { await navigator.clipboard.writeText(address.href); return "The link is in the clipboard and in the address bar."; }
  catch { return "The link is in the address bar."; }
}
