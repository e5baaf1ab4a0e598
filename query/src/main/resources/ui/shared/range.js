// @ts-check
/** The time range of the URL: `from` and `to` are `now`, `now-1h` or milliseconds since 1970. */
import { signal } from '../vendor/preact-signals-core/signals-core.mjs';
import { param } from '../app/url.js';

/** What "now" is until the next run, so that everything on a page is of one range. */
export const now = signal(Date.now());

/** Takes the time anew. */
export function refresh() {
  now.value = Date.now();
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * @param {string} text
 * @returns {number | null} milliseconds since 1970
 */
export function readTime(text) {
  if (text === 'now') return now.value;
  const relative = /^now-(\d{1,6})([smhd])$/.exec(text);
  if (relative) return now.value - Number(relative[1]) * UNITS[/** @type {keyof typeof UNITS} */ (relative[2])];
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** @typedef {{ from: number, to: number, window: { from: string, to: string } }} Range */

/** The range of this page. @returns {Range} */
export function range() {
  let from = readTime(param('from', 'now-1h')) ?? now.value - UNITS.h;
  let to = readTime(param('to', 'now')) ?? now.value;
  if (from >= to) [from, to] = [Math.min(from, to), Math.min(from, to) + UNITS.m];
  return of(from, to);
}

/** @param {number} from milliseconds @param {number} to @returns {Range} */
export function of(from, to) {
  return { from, to, window: { from: nanos(from), to: nanos(to) } };
}

/** Nanoseconds as the interface takes them. @param {number} millis */
export function nanos(millis) {
  return (BigInt(Math.round(millis * 1_000)) * 1_000n).toString();
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];

/**
 * A round step that cuts a range in at most so many.
 * @param {Range} range
 * @param {number} most
 * @returns {number} seconds
 */
export function step(range, most) {
  const least = (range.to - range.from) / 1_000 / most;
  return STEPS.find((seconds) => seconds >= least) ?? Math.ceil(least / 604_800) * 604_800;
}
