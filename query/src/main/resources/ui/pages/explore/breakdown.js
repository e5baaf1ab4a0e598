// @ts-check
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { change } from '../../app/url.js';
import { count, duration, percent } from '../../shared/format.js';
import { Meter } from '../../shared/parts.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { attributeOf, literalShown, literalText, narrowed } from '../../shared/traceql.js';
import { selectedPopulation } from './model.js';
import { keys } from './names.js';
import { numberOf } from './series.js';

const GROUPS = 50;
const FIELDS = { name: 'name', status: 'statusCode', kind: 'kind', statusMessage: 'statusMessage' };
const STATUS = ['unset', 'ok', 'error'];
const KIND = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

/**
 * What is listed, by the values of one attribute; a value narrows or excludes.
 * @param {{ state: import('./model.js').Model }} props
 */
export function Breakdown({ state }) {
  const names = useLoad((signal) => keys(state.range, signal), [state.range.window]);
  const by = state.by || 'resource.service.name';
  const attribute = attributeOf(by);
  const field = FIELDS[/** @type {keyof typeof FIELDS} */ (by)];
  const operand = attribute ? { attribute } : field ? { field } : null;
  const body = { ...selectedPopulation(state), groupBy: [operand ?? { field: 'name' }], measures: [{ count: true }, { errors: true },
    { quantiles: { of: { field: 'duration' }, shares: [0.5, 0.9, 0.99] } }], limit: GROUPS };
  const load = useLoad((signal) => ask('aggregate', { body, signal }), [body]);
  const groups = load.data?.groups ?? [];
  const most = Math.max(1, ...groups.map((/** @type {any} */ group) => numberOf(group.figures[0]) ?? 0));
  const total = groups.reduce((/** @type {number} */ sum, /** @type {any} */ group) => sum + (numberOf(group.figures[0]) ?? 0), 0);
  /** @param {any} group @param {boolean} without */
  const narrow = (group, without) => {
    const value = by === 'status' ? STATUS[Number(group.key[0]?.whole)] : by === 'kind' ? KIND[Number(group.key[0]?.whole)] : literalText(group.key[0]);
    if (value !== null && value !== undefined) change({ q: narrowed(state.q, by, without ? '!=' : '=', value), tab: null });
  };
  const options = (names.data ?? []).filter((one) => one.level !== '' || one.name in FIELDS);
  return html`<div class=${load.stale && load.data ? 'dim' : ''}>
    <div class="row listbar"><label>By <input list="breakdown-names" value=${by} size="32" spellcheck=${false} onChange=${(/** @type {any} */ event) => change({ by: event.target.value.trim() || null })} /></label>
      <datalist id="breakdown-names">${options.map((one) => html`<option key=${one.name} value=${one.name}>${one.note}</option>`)}</datalist>
      ${load.data && html`<span class="note">${count(load.data.total)} values${Number(load.data.total) > groups.length ? ', those of most shown' : ''}; Shift and click excludes</span>`}</div>
    <${LoadState} load=${load} what="breakdown" />
    ${groups.length === 0 && load.data ? html`<div class="state empty">Nothing in this range.</div>` : html`<div class="scroll-x"><table aria-label=${'By ' + by}>
      <thead><tr><th>${cutText(by, 60)}</th><th class="number">Count</th><th><span class="visually-hidden">Of the largest</span></th><th class="number">Share</th><th class="number">Errors</th><th class="number">p50</th><th class="number">p90</th><th class="number">p99</th></tr></thead>
      <tbody>${groups.map((/** @type {any} */ group, /** @type {number} */ i) => {
        const found = numberOf(group.figures[0]) ?? 0;
        const errors = numberOf(group.figures[1]) ?? 0;
        const quantiles = group.figures[2]?.quantiles ?? [];
        const shown = by === 'status' ? STATUS[Number(group.key[0]?.whole)] : by === 'kind' ? KIND[Number(group.key[0]?.whole)] : literalShown(group.key[0]);
        return html`<tr key=${i}><td><button class="plain cut" title="Narrow to this" onClick=${(/** @type {MouseEvent} */ event) => narrow(group, event.shiftKey)}>${cutText(shown, 80)}</button></td>
          <td class="number">${count(found)}</td><td><${Meter} share=${found / most} /></td><td class="number">${percent(total ? found / total : 0)}</td>
          <td class="number">${errors === 0 ? html`<span class="note">-</span>` : html`<span class="bad">${percent(errors / found)}</span>`}</td>
          ${[0, 1, 2].map((q) => html`<td key=${q} class="number">${duration(numberOf(quantiles[q]))}</td>`)}</tr>`;
      })}</tbody></table></div>`}</div>`;
}
