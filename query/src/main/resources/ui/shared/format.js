// @ts-check
/** Numbers with their units, times and durations, as every page shows them. */
import { param } from '../app/url.js';

const WHOLE = new Intl.NumberFormat('en-US');

/** 1,234,567. @param {number | string | bigint} number */
export function count(number) {
  return WHOLE.format(typeof number === 'string' ? BigInt(number) : number);
}

/** 12.3 k, for axes. @param {number} number */
export function brief(number) {
  const size = Math.abs(number);
  if (size >= 1e9) return trimmed(number / 1e9) + ' G';
  if (size >= 1e6) return trimmed(number / 1e6) + ' M';
  if (size >= 1e3) return trimmed(number / 1e3) + ' k';
  return trimmed(number);
}

/** Three figures. @param {number} number */
function trimmed(number) {
  if (number === 0) return '0';
  return String(Number(number.toPrecision(3)));
}

/** @param {number} share of one */
export function percent(share) {
  return (share * 100).toFixed(2) + ' %';
}

/** A rate. @param {number} perSecond */
export function rate(perSecond) {
  if (perSecond >= 0.1 || perSecond === 0) return brief(perSecond) + '/s';
  return perSecond >= 0.1 / 60 ? trimmed(perSecond * 60) + '/min' : trimmed(perSecond * 3_600) + '/h';
}

/**
 * The unit in which rates of a chart are read without many zeros, and what to multiply them by.
 * @param {number[]} perSecond
 * @returns {[number, string]}
 */
export function perTime(perSecond) {
  return perSecond.reduce((a, b) => Math.max(a, b), 0) < 1 ? [60, 'per minute'] : [1, 'per second'];
}

/** @param {number} bytes */
export function bytes(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let size = bytes;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return (unit === 0 ? String(size) : size.toFixed(1)) + ' ' + units[unit];
}

/** A duration by three figures; - for none. @param {number | null | undefined} nanos */
export function duration(nanos) {
  if (nanos == null || Number.isNaN(nanos)) return '-';
  const size = Math.abs(nanos);
  if (size >= 3.6e12) return Math.floor(nanos / 3.6e12) + ' h ' + two((nanos % 3.6e12) / 6e10) + ' m';
  if (size >= 6e10) return Math.floor(nanos / 6e10) + ' m ' + two((nanos % 6e10) / 1e9) + ' s';
  if (size >= 1e9) return figures(nanos / 1e9) + ' s';
  if (size >= 1e6) return figures(nanos / 1e6) + ' ms';
  if (size >= 1e3) return figures(nanos / 1e3) + ' µs';
  return figures(nanos) + ' ns';
}

/** @param {number} number */
function two(number) {
  return String(Math.floor(number)).padStart(2, '0');
}

/** @param {number} number */
function figures(number) {
  if (number === 0) return '0';
  const size = Math.abs(number);
  return size >= 100 ? number.toFixed(0) : size >= 10 ? String(Number(number.toFixed(1))) : String(Number(number.toFixed(2)));
}

/**
 * Nanoseconds of a text such as "1.5s", "200 ms" or "15"; a bare number is of milliseconds. Null for none.
 * @param {string} text
 */
export function parseDuration(text) {
  const match = /^\s*([0-9]*\.?[0-9]+)\s*(ns|us|µs|ms|s|m|h)?\s*$/.exec(text);
  if (!match) return null;
  const unit = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 }[match[2] ?? 'ms'];
  return Math.round(Number(match[1]) * /** @type {number} */ (unit));
}

/** A duration that TraceQL reads and nothing is lost of. @param {number} nanos */
export function exactDuration(nanos) {
  for (const [unit, size] of /** @type {[string, number][]} */ ([['s', 1e9], ['ms', 1e6], ['us', 1e3]])) {
    if (nanos >= size && nanos % size === 0) return nanos / size + unit;
  }
  return Math.round(nanos) + 'ns';
}

/** The zone that times are shown in; undefined for the reader's own. */
export function zone() {
  const name = param('tz', 'local');
  return name === 'local' ? undefined : name === 'utc' ? 'UTC' : name;
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const FORMATS = new Map();

/** @param {'time' | 'date' | 'minute' | 'day'} kind */
function formatter(kind) {
  const timeZone = zone();
  const name = kind + ' ' + timeZone;
  let format = FORMATS.get(name);
  if (!format) {
    /** @type {Intl.DateTimeFormatOptions} */
    const options = kind === 'time' ? { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }
      : kind === 'minute' ? { hour: '2-digit', minute: '2-digit' }
      : kind === 'day' ? { month: 'short', day: '2-digit' }
      : { year: 'numeric', month: '2-digit', day: '2-digit' };
    try {
      format = new Intl.DateTimeFormat(kind === 'date' ? 'sv-SE' : 'en-GB', { ...options, timeZone, hourCycle: 'h23' });
    } catch {
      format = new Intl.DateTimeFormat(kind === 'date' ? 'sv-SE' : 'en-GB', { ...options, hourCycle: 'h23' });
    }
    FORMATS.set(name, format);
  }
  return format;
}

/** 12:04:07.123, with the date unless it is today. @param {number} millis since 1970 */
export function time(millis) {
  const date = formatter('date').format(millis);
  const clock = formatter('time').format(millis);
  return date === formatter('date').format(Date.now()) ? clock : date + ' ' + clock;
}

/** 12:04. @param {number} millis */
export function minute(millis) {
  return formatter('minute').format(millis);
}

/** 21 Nov 12:04, or 12:04 within a range of a day. @param {number} millis @param {number} spanMillis */
export function axisTime(millis, spanMillis) {
  return spanMillis > 86_400_000 ? formatter('day').format(millis) + ' ' + minute(millis)
    : spanMillis < 300_000 ? formatter('time').format(millis).slice(0, 8) : minute(millis);
}

/** How long ago. @param {number} millis */
export function ago(millis) {
  const seconds = Math.max(0, (Date.now() - millis) / 1_000);
  if (seconds < 60) return Math.floor(seconds) + ' s ago';
  if (seconds < 3_600) return Math.floor(seconds / 60) + ' m ago';
  if (seconds < 86_400) return Math.floor(seconds / 3_600) + ' h ago';
  return Math.floor(seconds / 86_400) + ' d ago';
}

/** Milliseconds of a decimal string of nanoseconds. @param {string} nanos */
export function millis(nanos) {
  return Number(BigInt(nanos) / 1_000n) / 1_000;
}
