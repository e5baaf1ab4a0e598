// @ts-check
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, go, href, kept, param, place } from '../../app/url.js';
import { useKeys } from '../../app/keys.js';
import { count, millis, time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { useCursorPages } from './pages.js';
import { scriptPath } from './model.js';
import { unit } from './script.js';

/** @param {{ script: string }} props */
export function Runs({ script }) {
  const order = param('sort', '-executedOn', ['executedOn', '-executedOn', 'responseTime', '-responseTime']);
  const pages = useCursorPages((cursor) => scriptPath(script, '/runs', { order, cursor, limit: 100 }), 'runs');
  const { rows, load } = pages;
  const [chosen, setChosen] = useState(-1);
  useEffect(() => setChosen(-1), [load.data]);
  /** @param {any} run */
  const link = (run) => recordLink(script, run.runId);
  useKeys('Scripts', {
    'j,ArrowDown': ['Next run', (event) => { event.preventDefault(); setChosen((i) => Math.min(rows.length - 1, i + 1)); }],
    'k,ArrowUp': ['Run before', (event) => { event.preventDefault(); setChosen((i) => Math.max(0, i - 1)); }],
    'Enter': ['Open the run', () => { if (rows[chosen]) go(link(rows[chosen])); }],
  });
  /** @param {string} id @param {string} title */
  const sorts = (id, title) => html`<th class=${id === 'responseTime' ? 'number' : ''} aria-sort=${order.replace('-', '') === id ? (order.startsWith('-') ? 'descending' : 'ascending') : undefined}><button onClick=${() => change({ sort: order === '-' + id ? id : '-' + id })}>${title}${order === id ? ' \u2191' : order === '-' + id ? ' \u2193' : ''}</button></th>`;
  return html`<div class=${load.stale && load.data ? 'dim' : ''}><div class="row listbar"><b role="status">${load.data ? count(load.data.total) + (load.data.total === '1' ? ' run' : ' runs') : ''}</b></div>
    <${LoadState} load=${load} what="runs" />
    ${load.data && rows.length === 0 && html`<div class="state empty">${load.data.message || 'No data to display.'}</div>`}
    ${rows.length > 0 && html`<div class="scroll-x"><table><thead><tr><th>Run ID</th><th>Status</th><th>Deployment Version</th>${sorts('responseTime', 'Response Time')}<th>Function</th>${sorts('executedOn', 'Executed on')}<th>Source Type</th><th>Source</th></tr></thead>
      <tbody>${rows.map((run, i) => html`<tr key=${run.runId} class=${i === chosen ? 'chosen' : ''}><td class="copied"><a class="mono" href=${link(run)}>${cutText(run.runId, 36)}</a><${Copy} text=${run.runId} label="Copy the run id" /></td><td><${Status} status=${run.status} /></td><td>${run.deploymentVersion}</td>
        <td class="number">${unit(run.responseTime)}</td><td class="cut">${cutText(run.function, 60)}</td><td title=${run.executedOn}>${time(millis(run.start))}</td><td>${run.sourceType}</td><td>${cutText(run.source, 40)}</td></tr>`)}</tbody></table></div>
      ${pages.more && html`<div class="state"><button onClick=${pages.more}>More</button></div>`}`}</div>`;
}

/** Colour is never alone: the word says it, too. @param {{ status: string }} props */
export function Status({ status }) {
  return html`<span class=${'status ' + (status === 'Success' ? 'ok' : status === 'Failed' ? 'err' : 'open')}>${status}</span>`;
}

/** A record with what narrows the list that it stands in. @param {string} script @param {string} run */
export function recordLink(script, run) {
  const params = new URLSearchParams(place.value.params);
  for (const name of ['tab', 'project', 'from', 'to', 'tz']) params.delete(name);
  const rest = Object.fromEntries([...params.entries()].filter(([name]) => name !== 'f'));
  const filters = params.getAll('f').map((one) => '&f=' + encodeURIComponent(one)).join('');
  const address = href('scripts/' + encodeURIComponent(script) + '/runs/' + encodeURIComponent(run), { ...kept(), ...rest });
  return filters ? address + (address.includes('?') ? filters : '?' + filters.slice(1)) : address;
}

