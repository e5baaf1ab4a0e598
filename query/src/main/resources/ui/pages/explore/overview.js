// @ts-check
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { change } from '../../app/url.js';
import { HeatMap } from '../../charts/heat.js';
import { LineChart } from '../../charts/line.js';
import { brief, count, duration, percent, rate } from '../../shared/format.js';
import { LoadState } from '../../shared/states.js';
import { overviewRequest, select } from './model.js';
import { heatOf, seriesOf } from './series.js';

/**
 * Heat map of durations, rate and errors over time, from one answer.
 * @param {{ state: import('./model.js').Model }} props
 */
export function Overview({ state }) {
  const body = overviewRequest(state);
  const load = useLoad((signal) => ask('aggregate', { body, signal }), [body]);
  const series = load.data?.steps && seriesOf(load.data);
  const heat = load.data?.steps && heatOf(load.data);
  const what = state.mode === 'traces' ? 'roots of traces' : 'spans';
  /** @param {number} from @param {number} to */
  const zoom = (from, to) => change({ from: String(Math.round(from)), to: String(Math.round(to)), sel: null });
  return html`<section class=${'overview' + (load.stale ? ' dim' : '')} aria-label="Overview">
    <div class="panel heat"><header><h2>Duration</h2><span class="note">${series ? count(series.total) + ' ' + what + ', p50 ' + duration(series.p50) + ', p90 ' + duration(series.p90) + ', p99 ' + duration(series.p99) + (series.exact ? '' : ' (within 1 %)') : what}</span></header>
      ${heat && html`<${HeatMap} heat=${heat} box=${state.box} onSelect=${select} label=${'Durations of ' + what + ' over time; arrows move, Shift extends'} />`}
      <${LoadState} load=${load} what="durations" /></div>
    <div class="panel"><header><h2>Rate</h2><span class="note">${series ? rate(series.perSecond) : ''}</span></header>
      ${series && html`<${LineChart} x=${series.x} lines=${[{ values: series.rates, colour: 'accent', label: 'per second' }]} show=${(/** @type {number} */ n) => brief(n)} onRange=${zoom} label=${'Rate of ' + what} />`}</div>
    <div class="panel"><header><h2>Errors</h2><span class="note">${series ? count(series.errorsTotal) + ', ' + percent(series.total ? series.errorsTotal / series.total : 0) : ''}</span></header>
      ${series && html`<${LineChart} x=${series.x} lines=${[{ values: series.errors, colour: 'err', label: 'errors per second' }]} show=${(/** @type {number} */ n) => brief(n)} onRange=${zoom} label=${'Errors of ' + what} />`}</div>
  </section>`;
}
