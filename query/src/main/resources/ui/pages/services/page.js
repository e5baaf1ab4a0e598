// @ts-check
/** Rate, errors and durations of services, or of one service's operations. */
import { html } from '../../app/html.js';
import { change, href, kept, param } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { Spark } from '../../charts/spark.js';
import { count, duration, percent, rate } from '../../shared/format.js';
import { Service, SortHead } from '../../shared/parts.js';
import { range, step } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { quoted } from '../../shared/traceql.js';
import { redOf, redRequest } from './red.js';
import { ServiceCharts } from './charts.js';
import { Neighbours } from './neighbours.js';

const SORTS = /** @type {const} */ (['calls', 'errors', 'share', 'p50', 'p90', 'p99', 'name']);
const STEPS = 32;
const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

/** @param {{ name?: string }} props */
export default function Services({ name }) {
  const current = range();
  const entry = param('spans', 'entry', ['entry', 'all']) === 'entry';
  const seconds = step(current, STEPS);
  const body = redRequest(current, seconds, entry, name);
  const load = useLoad((signal) => ask('aggregate', { body, signal }), [body]);
  /** @type {any[]} */
  const rows = load.data?.steps ? redOf(load.data, (current.to - current.from) / 1_000) : [];
  const sort = param('sort', 'calls', SORTS);
  const descending = param('dir', 'desc') !== 'asc';
  rows.sort((a, b) => (descending ? -1 : 1) * (sort === 'name' ? (a.name < b.name ? -1 : 1) : /** @type {any} */ (a)[sort] - /** @type {any} */ (b)[sort]) || (a.name < b.name ? -1 : 1));
  /** @param {string} id @param {boolean} down */
  const onSort = (id, down) => change({ sort: id, dir: down ? null : 'asc' });
  const head = { sort, descending, onSort };
  const named = name !== undefined;
  return html`
    <div class="row"><h1>${named ? html`<${Service} name=${name} /> operations` : 'Services'}</h1>
      ${named && html`<a href=${href('services', kept())}>All services</a> <a href=${href('explore', { ...kept(), q: '{ resource.service.name = ' + quoted(name) + ' }' })}>Explore</a> <a href=${href('map', { ...kept(), focus: name })}>Map</a> <a href=${href('errors', { ...kept(), service: name })}>Errors</a>`}
      <span class="segments right" role="group" aria-label="Which spans count">${[['entry', 'Entry spans'], ['all', 'All spans']].map(([id, title]) => html`<button key=${id} aria-pressed=${(id === 'entry') === entry ? 'true' : 'false'} title=${id === 'entry' ? 'Spans of kind server or consumer, and roots' : 'Every span'} onClick=${() => change({ spans: id === 'entry' ? null : id })}>${title}</button>`)}</span></div>
    ${named && html`<${ServiceCharts} name=${name} entry=${entry} range=${current} />`}
    ${named && html`<${Neighbours} name=${name} range=${current} />`}
    <section class=${'panel' + (load.stale && load.data ? ' dim' : '')}>
    <${LoadState} load=${load} what="services" />
    ${load.data && rows.length === 0 && html`<div class="state empty">No ${entry ? 'entry ' : ''}spans in this range.</div>`}
    ${rows.length > 0 && html`<div class="scroll-x"><table class="red"><thead><tr><${SortHead} id="name" ...${head}>${named ? 'Operation' : 'Service'}<//>${named && html`<th>Kind</th>`}
      <${SortHead} id="calls" number ...${head}>Rate<//><th>Trend</th><${SortHead} id="errors" number ...${head}>Errors<//><${SortHead} id="share" number ...${head}>Error share<//><th>Trend</th>
      <${SortHead} id="p50" number ...${head}>p50<//><${SortHead} id="p90" number ...${head}>p90<//><${SortHead} id="p99" number ...${head}>p99<//><th>p99 trend</th><th>Longest</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.key}><td class="cut"><a href=${named ? href('explore', { ...kept(), mode: 'spans', q: `{ resource.service.name = ${quoted(name)} && name = ${quoted(row.name)} }` }) : href('services/' + encodeURIComponent(row.name), kept())}>${named ? cutText(row.name, 80) : html`<${Service} name=${row.name} />`}</a></td>
        ${named && html`<td>${KINDS[row.kind] ?? row.kind}</td>`}
        <td class="number" title=${count(row.calls)}>${rate(row.perSecond)}</td><td><${Spark} values=${row.trend} label="Rate over time" /></td>
        <td class="number">${row.errors ? count(row.errors) : html`<span class="note">-</span>`}</td><td class="number">${row.errors ? html`<span class="bad">${percent(row.share)}</span>` : html`<span class="note">-</span>`}</td><td><${Spark} values=${row.errorTrend} err label="Errors over time" /></td>
        <td class="number">${duration(row.p50)}</td><td class="number">${duration(row.p90)}</td><td class="number">${duration(row.p99)}</td><td><${Spark} values=${row.slowTrend} label="p99 over time" /></td>
        <td>${row.example && html`<a href=${href('trace/' + row.example.traceId, { ...kept(), span: row.example.spanId })}>${duration(Number(row.example.duration))}</a>`}</td></tr>`)}</tbody></table></div>`}
    </section>`;
}
