// @ts-check
/** Colours of services: the same everywhere and every time, from the name alone. */

const COLOURS = 12;

/** In place of a colour: that of what has no name. */
export const NO_COLOUR = COLOURS;

/** @type {Map<string, number>} */
const KNOWN = new Map();

/**
 * Number of a service's colour: FNV-1a of its name's UTF-8.
 * @param {string} name
 */
export function colourOf(name) {
  let index = KNOWN.get(name);
  if (index === undefined) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
    index = (hash >>> 0) % COLOURS;
    if (KNOWN.size < 5_000) KNOWN.set(name, index);
  }
  return index;
}

/** Colours for canvases, read once per theme. @param {string} name without the dashes */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
}

/** All service colours of the theme, and behind them that of {@link NO_COLOUR}. */
export function serviceColours() {
  return [...Array.from({ length: COLOURS }, (_, i) => token('service-' + i)), token('edge')];
}
