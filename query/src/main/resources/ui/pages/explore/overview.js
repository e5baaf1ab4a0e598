// @ts-check
import { useMemo } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { change } from '../../app/url.js';
import { HeatMap } from '../../charts/heat.js';
import { LineChart } from '../../charts/line.js';
import { brief, count, duration, percent, perTime, rate } from '../../shared/format.js';
import { LoadState } from '../../shared/states.js';
import { failedRequest, overviewRequest, select } from './model.js';
import { failedOf, heatOf, seriesOf } from './series.js';

/**
 * Heat map of durations, rate and errors over time, from one answer; with traces that are the longest, and that failed.
 * @param {{ state: import('./model.js').Model }} props
 */
export function Overview({ state }) {
  const body = overviewRequest(state);
  const load = useLoad((signal) => ask('aggregate', { body, signal }), [body]);
  const failedBody = failedRequest(state);
  const failed = useLoad((signal) => ask('aggregate', { body: failedBody, signal }), [failedBody]);
  const series = useMemo(() => (load.data?.steps ? seriesOf(load.data) : null), [load.data]);
  const heat = useMemo(() => (load.data?.steps ? heatOf(load.data) : null), [load.data]);
  const errors = useMemo(() => (failed.data?.steps ? failedOf(failed.data) : []), [failed.data]);
  const what = state.mode === 'traces' ? 'roots of traces' : 'spans';
  const [perRate, rateUnit] = perTime(series?.rates ?? []);
  const [perError, errorUnit] = perTime(series?.errors ?? []);
  const rates = useMemo(() => (series ? [{ values: series.rates.map((one) => one * perRate), colour: 'accent', label: rateUnit }] : []), [series]);
  const failures = useMemo(() => (series ? [{ values: series.errors.map((one) => one * perError), colour: 'err', label: 'errors ' + errorUnit }] : []), [series]);
  const exemplars = useMemo(() => errors.map((one) => ({ ...one, y: one.y * perError })), [errors, perError]);
  /** @param {number} from @param {number} to */
  const zoom = (from, to) => change({ from: String(Math.round(from)), to: String(Math.round(to)), sel: null });
  return html`<section class=${'overview' + (load.stale ? ' dim' : '')} aria-label="Overview">
    <div class="panel heat"><header><h2>Duration</h2><span class="note">${series ? count(series.total) + ' ' + what + ', p50 ' + duration(series.p50) + ', p90 ' + duration(series.p90) + ', p99 ' + duration(series.p99) + (series.exact ? '' : ' (within 1 %)') : what}</span></header>
      ${heat && html`<${HeatMap} heat=${heat} box=${state.box} onSelect=${select} label=${'Durations of ' + what + ' over time; arrows move, Shift extends'} />`}
      <${LoadState} load=${load} what="durations" /></div>
    <div class="panel"><header><h2>Rate</h2><span class="note">${series ? rate(series.perSecond) + ' on average; ' + rateUnit : ''}</span></header>
      ${series && html`<${LineChart} x=${series.x} lines=${rates} show=${brief} onRange=${zoom} label=${'Rate of ' + what} />`}</div>
    <div class="panel"><header><h2>Errors</h2><span class="note">${series ? count(series.errorsTotal) + ', ' + percent(series.total ? series.errorsTotal / series.total : 0) + '; ' + errorUnit : ''}</span></header>
      ${series && html`<${LineChart} x=${series.x} lines=${failures} show=${brief} onRange=${zoom} exemplars=${exemplars} label=${'Errors of ' + what} />`}</div>
  </section>`;
}
