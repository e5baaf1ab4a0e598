// @ts-check
/** Runs and response times by hours of a day or by days, as bars; a bar leads to its hour or day. */
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { count, millis, minute, time } from '../../shared/format.js';
import { unit } from './model.js';

const BARS_MAX = 400;
const HOUR = 3_600_000;

/** @typedef {{ at: number, to: number, runs: number, failed: number, open: number, rate: string, p90: number, p99: number, p90Text: string, p99Text: string }} Bar */

/** @param {any} point @param {any} next @param {boolean} hourly @returns {Bar} */
function barOf(point, next, hourly) {
  const at = millis(point.from);
  return { at, to: next ? millis(next.from) : at + (hourly ? HOUR : 24 * HOUR), runs: Number(point.totalRuns), failed: Number(point.failed), open: Number(point.inProgress), rate: point.failureRate,
    p90: Number.parseFloat(point.responseTimeP90) || 0, p99: Number.parseFloat(point.responseTimeP99) || 0, p90Text: unit(point.responseTimeP90), p99Text: unit(point.responseTimeP99) };
}

/** @param {{ trend: any }} props */
export function Trend({ trend }) {
  const [at, setAt] = useState(-1);
  const hourly = trend.step === 'hour';
  const points = trend.points.slice(-BARS_MAX);
  if (points.length < 2) return null;
  /** @type {Bar[]} */
  const bars = points.map((/** @type {any} */ point, /** @type {number} */ i) => barOf(point, points[i + 1], hourly));
  if (bars.every((bar) => bar.runs === 0)) return null;
  const current = bars[at];
  const mostRuns = Math.max(1, ...bars.map((bar) => bar.runs));
  const mostMillis = Math.max(1e-9, ...bars.map((bar) => bar.p99));
  /** @param {Bar} bar */
  const told = (bar) => `${when(bar.at, hourly)}: ${count(bar.runs)} ${bar.runs === 1 ? 'run' : 'runs'}, ${count(bar.failed)} failed${bar.runs ? ' (' + bar.rate + ' %)' : ''}${bar.open ? ', ' + count(bar.open) + ' in progress' : ''}, P90 ${bar.p90Text}, P99 ${bar.p99Text}`;
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const to = Math.max(0, Math.min(bars.length - 1, (at < 0 ? bars.length - 1 : at) + step));
    setAt(to);
    /** @type {HTMLElement | undefined} */ (/** @type {Element} */ (event.currentTarget).querySelectorAll('button')[to])?.focus();
  };
  const focusable = at < 0 ? bars.length - 1 : at;
  return html`<section class="panel trend"><header><h2>${hourly ? 'By hour' : 'By day'}</h2><span class="note">${trend.timeZone}</span>
      <span class="legend"><i class="ok"></i>succeeded <i class="err"></i>failed <i class="open"></i>in progress</span><span class="legend right"><i class="p90"></i>P90 <i class="p99"></i>P99</span></header>
    <div class="pair" onPointerLeave=${() => setAt(-1)}>
      <div class="plot"><span class="most">${count(mostRuns)}</span><div class="steps" role="group" aria-label=${'Runs ' + (hourly ? 'by hour' : 'by day')} onKeyDown=${onKey}>
        ${bars.map((bar, i) => html`<button key=${bar.at} class=${i === at ? 'at' : ''} tabIndex=${i === focusable ? 0 : -1} aria-label=${told(bar)} onPointerEnter=${() => setAt(i)} onFocus=${() => setAt(i)}
          onClick=${() => change({ period: 'custom', from: String(bar.at), to: String(bar.to) })}>
          <i class="ok" style=${part(0, bar.runs - bar.failed - bar.open, mostRuns)}></i><i class="err" style=${part(bar.runs - bar.failed - bar.open, bar.failed, mostRuns)}></i><i class="open" style=${part(bar.runs - bar.open, bar.open, mostRuns)}></i></button>`)}</div></div>
      <div class="plot" aria-hidden="true"><span class="most">${unit(String(mostMillis > 1e-6 ? mostMillis : '-'))}</span><div class="steps lasting">
        ${bars.map((bar, i) => html`<span key=${bar.at} class=${i === at ? 'at' : ''} onPointerEnter=${() => setAt(i)}><i class="p99" style=${part(0, bar.p99, mostMillis)}></i><i class="p90" style=${part(0, bar.p90, mostMillis)}></i></span>`)}</div></div></div>
    <div class="pair ends" aria-hidden="true">${[0, 1].map((i) => html`<div key=${i} class="row"><span>${when(bars[0].at, hourly)}</span><span class="right">${when(bars[bars.length - 1].at, hourly)}</span></div>`)}</div>
    <p class="readout note">${current ? told(current) : points.length < trend.points.length ? `The latest ${count(BARS_MAX)} of ${count(trend.points.length)} days.` : 'A bar opens its ' + (hourly ? 'hour.' : 'day.')}</p></section>`;
}

/** A part of a bar. @param {number} below @param {number} value @param {number} most */
function part(below, value, most) {
  return { bottom: ((100 * below) / most).toFixed(2) + '%', height: value > 0 ? 'max(2px, ' + ((100 * value) / most).toFixed(2) + '%)' : '0' };
}

/** @param {number} at @param {boolean} hourly */
function when(at, hourly) {
  const text = time(at);
  return hourly ? (text.includes(' ') ? text.slice(0, 10) + ' ' : '') + minute(at) : text.includes(' ') ? text.slice(0, 10) : 'today';
}
