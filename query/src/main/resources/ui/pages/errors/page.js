// @ts-check
/** Errors by cause: how many, since when, in which versions, and a trace of each. */
import { useMemo } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, href, kept, param } from '../../app/url.js';
import { ask, search } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { Spark } from '../../charts/spark.js';
import { ago, count, millis, time } from '../../shared/format.js';
import { Service, SortHead } from '../../shared/parts.js';
import { of, range, step } from '../../shared/range.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { details, trendsOf, trendsRequest, versionsOf, versionsRequest } from './model.js';

const SORTS = /** @type {const} */ (['errors', 'lastStart', 'firstStart']);
const STEPS = 32;
const LIMIT = 200;

/** @param {{ fingerprint?: string }} props */
export default function Errors({ fingerprint }) {
  const current = range();
  const service = param('service', '');
  const { window } = current;
  const before = of(current.from - (current.to - current.from), current.from).window;
  const load = useLoad((signal) => ask('issues' + search({ service, from: window.from, to: window.to, limit: LIMIT }), { signal }), [window, service]);
  const earlier = useLoad((signal) => ask('issues' + search({ service, from: before.from, to: before.to, limit: LIMIT }), { signal }), [before, service]);
  const past = useLoad((signal) => ask('services' + search({ from: before.from, to: before.to, limit: 1 }), { signal }), [before]);
  const trendBody = trendsRequest(window, step(current, STEPS), service);
  const trends = useLoad((signal) => ask('aggregate', { body: trendBody, signal }), [trendBody]);
  const versionBody = versionsRequest(window, service);
  const versions = useLoad((signal) => ask('aggregate', { body: versionBody, signal }), [versionBody]);
  const trendOf = useMemo(() => (trends.data ? trendsOf(trends.data) : new Map()), [trends.data]);
  const versionOf = useMemo(() => (versions.data ? versionsOf(versions.data) : new Map()), [versions.data]);
  const known = useMemo(() => new Set((earlier.data?.issues ?? []).map((/** @type {any} */ one) => one.fingerprint + one.service)), [earlier.data]);
  const sort = param('sort', 'errors', SORTS);
  const descending = param('dir', 'desc') !== 'asc';
  const onlyNew = param('new', '') === '1';
  // Without spans before the range everything would be new, and nothing would be said by it.
  const canTell = earlier.data !== null && past.data !== null && past.data.total !== '0';
  const isNew = (/** @type {any} */ one) => canTell && !known.has(one.fingerprint + one.service);
  const issues = [...(load.data?.issues ?? [])].filter((one) => (!onlyNew || isNew(one)) && (!fingerprint || one.fingerprint === fingerprint))
    .sort((a, b) => (descending ? -1 : 1) * Number(BigInt(a[sort]) > BigInt(b[sort]) ? 1 : BigInt(a[sort]) < BigInt(b[sort]) ? -1 : 0));
  const head = { sort, descending, onSort: (/** @type {string} */ id, /** @type {boolean} */ down) => change({ sort: id, dir: down ? null : 'asc' }) };
  const fresh = (load.data?.issues ?? []).filter(isNew).length;
  return html`<div class="row"><h1>Errors</h1>${load.data && html`<span class="note">${count(load.data.total)} causes${service ? ' in ' + cutText(service, 40) : ''}</span>`}
      ${service && html`<button onClick=${() => change({ service: null })}>All services</button>`}
      ${fingerprint && html`<a href=${href('errors', kept())}>All causes</a>`}
      ${canTell && html`<button aria-pressed=${onlyNew ? 'true' : 'false'} onClick=${() => change({ new: onlyNew ? null : '1' })} title="Not seen in the time of the same length before this range">New only (${count(fresh)})</button>`}</div>
    <section class=${'panel' + (load.stale && load.data ? ' dim' : '')}><${LoadState} load=${load} what="errors" />
    ${load.data && issues.length === 0 && html`<div class="state empty">${onlyNew ? 'No new cause of errors in this range.' : 'No errors in this range.'}</div>`}
    ${issues.length > 0 && html`<div class="scroll-x"><table class="issues"><thead><tr><th>Cause</th><th>Service</th><${SortHead} id="errors" number ...${head}>Spans<//><th>Trend</th><${SortHead} id="firstStart" ...${head}>First<//><${SortHead} id="lastStart" ...${head}>Last<//><th>Versions</th><th><span class="visually-hidden">Open</span></th></tr></thead>
      <tbody>${issues.map((one) => html`<tr key=${one.fingerprint + one.service}><td class="cause"><b>${cutText(one.type || 'error', 60)}</b> ${isNew(one) && html`<span class="badge">new</span>`}<div class="message">${cutText(one.message || '(no message)', 200)}</div></td>
        <td><${Service} name=${one.service} /></td><td class="number">${count(one.errors)}</td><td><${Spark} err values=${trendOf.get(one.fingerprint) ?? []} label="Errors over time" /></td>
        <td title=${time(millis(one.firstStart))}>${ago(millis(one.firstStart))}</td><td title=${time(millis(one.lastStart))}>${ago(millis(one.lastStart))}</td>
        <td>${(versionOf.get(one.fingerprint) ?? []).slice(0, 3).map((/** @type {any} */ version) => html`<span key=${version.text} class="chip"><span>${cutText(version.text, 20)}</span><span class="note">${count(version.errors)}</span></span> `)}</td>
        <td class="acts"><a class="button" href=${href('explore', { ...kept(), q: details(one) })}>Traces</a> ${one.exampleTraceId && html`<a class="button" href=${href('trace/' + one.exampleTraceId, kept())}>Example</a>`}</td></tr>`)}</tbody></table></div>`}
    </section>`;
}
