// @ts-check
/** Times as clocks on walls of a zone show them, and back. */

/** @type {Map<string, Intl.DateTimeFormat>} */
const FORMATS = new Map();

/** 2026-01-31T12:00, as fields for dates and times want it. @param {number} millis @param {string} zone */
export function wallClock(millis, zone) {
  let format = FORMATS.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    FORMATS.set(zone, format);
  }
  return format.format(millis).replace(' ', 'T').slice(0, 16);
}

/**
 * Milliseconds since 1970; NaN for what is no time. A time that a zone leaves out is that of the clock before the leap.
 * @param {string} text
 * @param {string} zone
 */
export function instant(text, zone) {
  const asUtc = Date.parse(text + 'Z');
  let guess = asUtc;
  // The offset at the guess is that of the answer, but within hours of a change of the clock: a second look settles that.
  for (let i = 0; i < 2 && !Number.isNaN(guess); i++) guess = asUtc - (Date.parse(wallClock(guess, zone) + 'Z') - guess);
  return guess;
}
