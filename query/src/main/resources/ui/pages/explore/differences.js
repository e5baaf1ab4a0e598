// @ts-check
/** What sets one population apart from the rest: attributes ranked by how surely their shares differ. */
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, duration, percent, time } from '../../shared/format.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { attributeName, isEvery, literalShown, literalText, narrowed } from '../../shared/traceql.js';
import { inBox, inTime, population } from './model.js';

const KEYS = 20;
const VALUES = 5;
const FEW = 5;
const STATUS = ['unset', 'ok', 'error'];
const KIND = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const FIELDS = { name: 'name', statusCode: 'status', kind: 'kind', statusMessage: 'statusMessage' };
const SLOW_NANOS = 1e8;

/** @param {{ state: import('./model.js').Model }} props */
export function Differences({ state }) {
  const against = state.box && state.against === '' ? 'box' : state.against === 'slow' ? 'slow' : 'errors';
  const selected = against === 'box' && state.box ? { all: [inBox(state.box), inTime(state.box)] }
    : against === 'slow' ? { compare: { operand: { field: 'duration' }, operator: 'greater', value: { whole: String(SLOW_NANOS) } } }
    : { compare: { operand: { field: 'statusCode' }, operator: 'equal', value: { whole: '2' } } };
  const { traceql, ...rest } = population(state);
  const body = { window: state.range.window, ...rest, ...(traceql && !isEvery(traceql) ? { condition: { traceql } } : {}), selected, keys: KEYS, values: VALUES };
  const load = useLoad((signal) => ask('difference', { body, signal }), [body]);
  const what = state.mode === 'traces' ? 'roots' : 'spans';
  const words = against === 'box' ? 'in the selection' : against === 'slow' ? 'slower than ' + duration(SLOW_NANOS) : 'with an error';
  const chosen = Number(load.data?.selected ?? 0);
  const others = Number(load.data?.rest ?? 0);
  // That errors have the status error is no news.
  /** @type {any[]} */
  const all = (load.data?.keys ?? []).filter((/** @type {any} */ key) => !(against === 'errors' && key.operand.field === 'statusCode'));
  /** @param {any} key */
  const told = (key) => key.values.some((/** @type {any} */ value) => Number(value.selected) + Number(value.rest) >= FEW);
  const keys = all.filter(told);
  const rare = all.filter((key) => !told(key));
  return html`<div class=${load.stale && load.data ? 'dim' : ''}>
    <div class="row listbar"><span class="segments" role="group" aria-label="Compared">${[['', 'Selection'], ['errors', 'Errors'], ['slow', 'Slow']].map(([id, title]) => html`<button key=${title} disabled=${id === '' && !state.box}
        aria-pressed=${(id || 'box') === against ? 'true' : 'false'} onClick=${() => change({ against: id || null })}>${title}</button>`)}</span>
      ${load.data && html`<span><b>${count(chosen)}</b> ${what} ${words}, against <b>${count(others)}</b> others in this range</span><span class="note right">${count(load.data.compared)} of ${count(load.data.operands)} keys compared; click includes, Shift and click excludes</span>`}</div>
    ${load.data && html`<p class="note defined">Selected: ${what} ${isEvery(state.q) ? '' : 'that match the query and are '}${against === 'box' && state.box ? 'begun from ' + time(state.box.t0) + ' to ' + time(state.box.t1) + ' and ' + duration(state.box.d0) + ' to ' + duration(state.box.d1) + ' long' : words}.
      Rest: all other ${what} ${isEvery(state.q) ? '' : 'that match the query '}in the range. First the keys whose shares differ most surely: by the lower end of the interval that holds the difference 19 times of 20.</p>`}
    <${LoadState} load=${load} what="differences" />
    ${load.data && chosen === 0 && html`<div class="state empty">No ${what} ${words}. Drag a box in the heat map, or compare errors or slow ones.</div>`}
    ${load.data && chosen > 0 && keys.length === 0 && html`<div class="state empty">Nothing differs surely between the two.</div>`}
    ${chosen > 0 && keys.map((/** @type {any} */ key) => html`<${Key} key=${JSON.stringify(key.operand)} found=${key} chosen=${chosen} others=${others} state=${state} />`)}
    ${chosen > 0 && rare.length > 0 && html`<details class="state"><summary>${count(rare.length)} ${rare.length === 1 ? 'key' : 'keys'} with fewer than ${FEW} ${what} a value</summary>${rare.map((key) => html`<${Key} key=${JSON.stringify(key.operand)} found=${key} chosen=${chosen} others=${others} state=${state} />`)}</details>`}</div>`;
}

/** @param {{ found: any, chosen: number, others: number, state: import('./model.js').Model }} props */
function Key({ found, chosen, others, state }) {
  const { attribute, field } = found.operand;
  const name = attribute ? attributeName(attribute.level, attribute.key) : FIELDS[/** @type {keyof typeof FIELDS} */ (field)] ?? field;
  /** @param {any} value */
  const words = (value) => (field === 'statusCode' ? STATUS[Number(value?.whole)] : field === 'kind' ? KIND[Number(value?.whole)] : literalShown(value)) ?? literalShown(value);
  /** @param {any} value @param {boolean} without */
  const narrow = (value, without) => {
    const text = field === 'statusCode' || field === 'kind' ? words(value) : literalText(value);
    if (text !== null) change({ q: narrowed(state.q, name, without ? '!=' : '=', text), tab: null });
  };
  return html`<section class="difference"><div><h3>${cutText(name, 80)}</h3><span class="note">differs by ${percent(found.sure)} at least</span></div>
    <div>${found.values.map((/** @type {any} */ value, /** @type {number} */ i) => html`<div class="pair" key=${i}>
      <button class="plain" onClick=${(/** @type {MouseEvent} */ event) => narrow(value.value, event.shiftKey)}>${cutText(words(value.value), 60)}</button>
      <span class="bars" aria-hidden="true"><i class="sel" style=${{ width: (100 * Number(value.selected)) / Math.max(1, chosen) + '%' }}></i><i style=${{ width: (100 * Number(value.rest)) / Math.max(1, others) + '%' }}></i></span>
      <span>${percent(Number(value.selected) / Math.max(1, chosen))} <span class="note">against ${percent(Number(value.rest) / Math.max(1, others))}</span></span></div>`)}
      ${Number(found.valuesTotal) > found.values.length && html`<span class="note">${count(Number(found.valuesTotal) - found.values.length)} more values</span>`}</div></section>`;
}
