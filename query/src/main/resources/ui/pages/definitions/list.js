// @ts-check
import { html } from '../../app/html.js';
import { change, param } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, millis, time } from '../../shared/format.js';
import { SortHead } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { definitionLink, newDefinition } from './links.js';
import { useRights } from './rights.js';
import { StopAll } from './stop.js';

const SORTS = /** @type {const} */ (['id', 'description', 'user', 'resolution', 'changed']);

export function DefinitionList() {
  const rights = useRights();
  const load = useLoad((signal) => ask('trace-definitions', { signal }), []);
  const sort = param('sort', 'id', SORTS);
  const descending = param('dir', 'desc') !== 'asc';
  /** @param {any} one */
  const key = (one) => (sort === 'description' || sort === 'user' ? one[sort].toLowerCase() : Number(one[sort]));
  const rows = [...(load.data?.definitions ?? [])].sort((a, b) => (descending ? -1 : 1) * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  const head = { sort, descending, onSort: (/** @type {string} */ id, /** @type {boolean} */ down) => change({ sort: id === 'id' ? null : id, dir: down ? null : 'asc' }) };
  return html`<div class="row"><h1>Trace definitions</h1>${load.data && html`<span class="note">${count(rows.length)}</span>`}
      <span class="right row">${rights.why && html`<span class="note">${rights.why}</span>`}${rights.edit && rows.some((one) => one.enabled) && html`<${StopAll} onStopped=${load.retry} />`}${rights.edit && html`<a class="button" href=${newDefinition({ scripts: [] })}>New definition</a>`}</span></div>
    <section class=${'panel' + (load.stale && load.data ? ' dim' : '')}><${LoadState} load=${load} what="trace definitions" />
    ${load.data && rows.length === 0 && html`<div class="state empty">No trace definition yet. Runs are recorded with their frames and variables while a definition for their script is enabled: start one here, from a script, from several, or from a run.</div>`}
    ${rows.length > 0 && html`<div class="scroll-x"><table class="definitions"><thead><tr><${SortHead} id="id" ...${head}>Definition<//><${SortHead} id="description" ...${head}>Description<//><th>Scripts</th><${SortHead} id="user" ...${head}>User filter<//>
      <${SortHead} id="resolution" number ...${head}>Trace resolution<//><th>Keep traces</th><th>Enabled</th><${SortHead} id="changed" ...${head}>Changed<//></tr></thead>
      <tbody>${rows.map((one) => html`<tr key=${one.id}><td><a href=${definitionLink(one.id)}>${one.id}</a></td><td class="cut">${one.description ? html`<a href=${definitionLink(one.id)}>${cutText(one.description, 60)}</a>` : html`<span class="note">-</span>`}</td>
        <td>${one.scripts.slice(0, 3).map((/** @type {string} */ script) => html`<span key=${script} class="chip"><span>${cutText(script, 24)}</span></span> `)}${one.scripts.length > 3 && html`<span class="note">+${one.scripts.length - 3}</span>`}</td>
        <td>${one.user ? cutText(one.user, 32) : html`<span class="note">everybody</span>`}</td><td class="number">${one.resolution === 1 ? 'every frame' : 'every ' + count(one.resolution) + 'th'}</td><td>${one.keep}</td>
        <td><span class=${'status ' + (one.enabled ? 'ok' : 'going')}>${one.enabled ? 'Enabled' : 'Disabled'}</span></td><td>${time(millis(one.changed))}</td></tr>`)}</tbody></table></div>`}</section>`;
}
