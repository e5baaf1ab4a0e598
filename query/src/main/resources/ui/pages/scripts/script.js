// @ts-check
import { html } from '../../app/html.js';
import { change, param } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { Spark } from '../../charts/spark.js';
import { count } from '../../shared/format.js';
import { Tabs } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { shownText } from '../../shared/text.js';
import { PERIODS, scriptPath } from './model.js';
import { Logs } from './logs.js';
import { Runs } from './runs.js';

/** One script over a period: figures, then runs or logs. @param {{ script: string }} props */
export function Script({ script }) {
  const tab = param('tab', 'runs', ['runs', 'logs']);
  const period = param('period', 'last7Days', PERIODS.map(([id]) => id));
  const path = scriptPath(script, '/metrics', {});
  const load = useLoad((signal) => ask(path, { signal }), [path]);
  return html`<div class="script">
    <div class="row"><h1>${shownText(script)}</h1>
      <label class="right">Period <select value=${period} onChange=${(/** @type {any} */ event) => change({ period: event.target.value })}>${PERIODS.map(([id, title]) => html`<option key=${id} value=${id}>${title}</option>`)}</select></label>
      <input type="search" aria-label="Search" placeholder="Search" value=${param('s', '')} onChange=${(/** @type {any} */ event) => change({ s: event.target.value || null })} /></div>
    <${LoadState} load=${load} what="figures" />
    ${load.data && html`<${Cards} data=${load.data} />`}
    <section class="panel"><${Tabs} label="Lists" chosen=${tab} onChoose=${(/** @type {string} */ one) => change({ tab: one === 'runs' ? null : one })} tabs=${[['runs', 'All Runs'], ['logs', 'Logs']]} />
      ${tab === 'runs' ? html`<${Runs} script=${script} />` : html`<${Logs} script=${script} />`}</section></div>`;
}

/** @param {{ data: any }} props */
function Cards({ data }) {
  const { metrics, trend } = data;
  /** @param {string} name */
  const series = (name) => trend.points.map((/** @type {any} */ point) => Number.parseFloat(point[name]) || 0);
  const cards = [
    ['Total Runs', count(metrics.totalRuns), 'totalRuns', 'Runs that started in the period' + (metrics.inProgress === '0' ? '' : ', ' + count(metrics.inProgress) + ' in progress')],
    ['Response Time P90', unit(metrics.responseTimeP90), 'responseTimeP90', 'Nine of ten runs that succeeded took at most this'],
    ['Response Time P99', unit(metrics.responseTimeP99), 'responseTimeP99', '99 of 100 runs that succeeded took at most this'],
    ['Failure Rate', metrics.failureRate ? metrics.failureRate.replace(/ ?%$/, '') + ' %' : '-', 'failureRate', count(metrics.failed) + ' of ' + count(BigInt(metrics.failed) + BigInt(metrics.succeeded)) + ' runs that ended failed'],
  ];
  return html`<div class="cards">${cards.map(([title, text, name, hint]) => html`<div class="panel card" key=${title} title=${hint}><h3>${title}</h3><b>${text}</b><${Spark} values=${series(name)} err=${name === 'failureRate'} label=${title + ' over time'} /></div>`)}</div>`;
}

/** @param {string} millis */
export function unit(millis) {
  return millis === '' ? '-' : /^[\d.]+$/.test(millis) ? millis + ' ms' : millis;
}
