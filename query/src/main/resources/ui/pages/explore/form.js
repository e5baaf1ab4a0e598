// @ts-check
/** A query without a language: one row a condition. What the form cannot show stays in the query and is said. */
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask, search } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count, exactDuration, parseDuration } from '../../shared/format.js';
import { conditionsOf, queryOf, quoted } from '../../shared/traceql.js';
import { cutText } from '../../shared/text.js';
import { keys } from './names.js';

/** @typedef {import('../../shared/traceql.js').Condition} Condition */

const SERVICE = 'resource.service.name';
const OPERATORS = ['=', '!=', '=~', '!~', '>', '>=', '<', '<='];

/**
 * @param {{ text: string, state: import('./model.js').Model, onChange: (query: string) => void }} props
 */
export function Form({ text, state, onChange }) {
  const conditions = conditionsOf(text);
  const { window } = state.range;
  const services = useLoad((signal) => ask('services' + search({ from: window.from, to: window.to }), { signal }), [window]);
  const names = useLoad((signal) => keys(state.range, signal), [window]);
  if (conditions === null) {
    return html`<div class="state">This query says more than a form can show: it is in the query only.
      <button onClick=${() => onChange('')}>Begin anew</button></div>`;
  }
  /** @param {(one: Condition) => boolean} isOne */
  const value = (isOne) => bare(conditions.find(isOne)?.value ?? '');
  /** @param {(one: Condition) => boolean} isOne @param {Condition | null} next */
  const replace = (isOne, next) => onChange(queryOf([...conditions.filter((one) => !isOne(one)), ...(next ? [next] : [])]));
  const isService = (/** @type {Condition} */ one) => one.key === SERVICE && one.operator === '=';
  const isName = (/** @type {Condition} */ one) => one.key === 'name' && one.operator === '=';
  const isStatus = (/** @type {Condition} */ one) => one.key === 'status' && one.operator === '=';
  const isLeast = (/** @type {Condition} */ one) => one.key === 'duration' && one.operator === '>=';
  const isMost = (/** @type {Condition} */ one) => one.key === 'duration' && one.operator === '<=';
  const others = conditions.filter((one) => ![isService, isName, isStatus, isLeast, isMost].some((is) => is(one)));
  /** @param {(one: Condition) => boolean} is @param {string} operator @param {string} label */
  const durationField = (is, operator, label) => html`<label>${label}<input size="8" placeholder="100ms" value=${value(is)} onChange=${(/** @type {any} */ event) => {
    const nanos = parseDuration(event.target.value);
    event.target.setCustomValidity(event.target.value.trim() && nanos === null ? 'A duration such as 100ms or 1.5s' : '');
    event.target.reportValidity();
    if (event.target.validity.valid) replace(is, nanos === null ? null : { key: 'duration', operator, value: exactDuration(nanos) });
  }} /></label>`;
  return html`<div class="form">
    <label>Service<select value=${value(isService)} onChange=${(/** @type {any} */ event) => replace(isService, event.target.value ? { key: SERVICE, operator: '=', value: quoted(event.target.value) } : null)}>
      <option value="">any</option>
      ${value(isService) && !services.data?.services.some((/** @type {any} */ one) => one.service === value(isService)) && html`<option>${value(isService)}</option>`}
      ${services.data?.services.map((/** @type {any} */ one) => html`<option key=${one.service} value=${one.service}>${cutText(one.service, 40)} (${count(one.spans)})</option>`)}
    </select></label>
    <label>Operation<input value=${value(isName)} size="24" placeholder="GET /cart" onChange=${(/** @type {any} */ event) => replace(isName, event.target.value ? { key: 'name', operator: '=', value: quoted(event.target.value) } : null)} /></label>
    <label>Status<select value=${value(isStatus)} onChange=${(/** @type {any} */ event) => replace(isStatus, event.target.value ? { key: 'status', operator: '=', value: event.target.value } : null)}>
      <option value="">any</option><option>error</option><option>ok</option><option>unset</option></select></label>
    ${durationField(isLeast, '>=', 'At least')}
    ${durationField(isMost, '<=', 'At most')}
    ${others.map((one, i) => html`<span class="condition chip" key=${i}><span>${cutText(one.key + ' ' + one.operator + ' ' + one.value, 60)}</span>
      <button class="plain" aria-label=${'Remove ' + one.key} onClick=${() => onChange(queryOf(conditions.filter((other) => other !== one)))}>\u00d7</button></span>`)}
    <${Add} names=${names.data ?? []} onAdd=${(/** @type {Condition} */ next) => onChange(queryOf([...conditions, next]))} />
  </div>`;
}

/** @param {{ names: import('./names.js').KeyName[], onAdd: (condition: Condition) => void }} props */
function Add({ names, onAdd }) {
  const [draft, setDraft] = useState({ key: '', operator: '=', value: '' });
  /** @param {string} name */
  const input = (name) => (/** @type {any} */ event) => setDraft({ ...draft, [name]: event.target.value });
  return html`<form class="row" onSubmit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    if (!draft.key.trim() || !draft.value.trim()) return;
    onAdd({ ...draft, key: draft.key.trim(), value: written(draft) });
    setDraft({ key: '', operator: '=', value: '' });
  }}>
    <input list="attribute-names" aria-label="Attribute" placeholder="span.http.route" value=${draft.key} onInput=${input('key')} size="20" />
    <datalist id="attribute-names">${names.map((one) => html`<option key=${one.name} value=${one.name}>${one.note}</option>`)}</datalist>
    <select aria-label="Comparison" value=${draft.operator} onChange=${input('operator')}>${OPERATORS.map((one) => html`<option key=${one}>${one}</option>`)}</select>
    <input aria-label="Value" placeholder="value" value=${draft.value} onInput=${input('value')} size="14" />
    <button>Add</button></form>`;
}

/** Numbers and truths stay bare unless somebody puts quotes around them. @param {Condition} draft */
function written({ operator, value }) {
  const text = value.trim();
  const bareWord = /^(".*"|-?\d+(\.\d+)?(ns|us|µs|ms|s|m|h)?|true|false|nil)$/s.test(text);
  return bareWord && operator !== '=~' && operator !== '!~' ? text : text.startsWith('"') ? text : quoted(text);
}

/** @param {string} value */
function bare(value) {
  if (!value.startsWith('"')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value.slice(1, -1);
  }
}
