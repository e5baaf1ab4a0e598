// @ts-check
/** Filters on columns: joined by AND or by OR, each with several values; their number stands on the button. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { useKeys } from '../../app/keys.js';
import { Icon } from '../../shared/icons.js';
import { cutText } from '../../shared/text.js';
import { COLUMNS, filtersOf, joinedByOr, OPERATORS, setFilters } from './model.js';
import { ValuesField } from './values.js';

const FILTERS_MAX = 20;

/** @typedef {import('./model.js').Filter} Filter */

/** @param {{ script: string, kind: import('./model.js').Kind }} props */
export function Filters({ script, kind }) {
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const applied = filtersOf(kind);
  const or = joinedByOr();
  useKeys('Scripts', { 'f': ['Filter', (event) => { event.preventDefault(); setOpen(true); }] });
  useEffect(() => {
    if (!open) return undefined;
    /** @param {Event} event */
    const close = (event) => { if (event.target instanceof Node && event.target.isConnected && !root.current?.contains(event.target)) setOpen(false); };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);
  /** @param {number} i */
  const without = (i) => setFilters(kind, or, applied.filter((_, j) => j !== i));
  return html`<div class="anchor filters row" ref=${root} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape' && open) { event.stopPropagation(); setOpen(false); root.current?.querySelector('button')?.focus(); } }}>
    <button aria-expanded=${open ? 'true' : 'false'} aria-haspopup="dialog" title="Filter (f)" onClick=${() => setOpen(!open)}><${Icon} name="filter" />Filter${applied.length > 0 && html` <b class="badge" aria-label=${applied.length + ' applied'}>${applied.length}</b>`}</button>
    ${applied.map((one, i) => html`${i > 0 && html`<span class="note">${or ? 'or' : 'and'}</span>`}<button key=${i} class="plain condition" aria-label=${'Remove the filter ' + words(one, kind)} title="Remove" onClick=${() => without(i)}>${cutText(words(one, kind), 48)}<${Icon} name="close" /></button>`)}
    ${applied.length > 0 && html`<button class="plain" onClick=${() => setFilters(kind, false, [])}>Clear all</button>`}
    ${open && html`<${Form} script=${script} kind=${kind} before=${applied} or=${or} done=${() => setOpen(false)} />`}</div>`;
}

/** @param {Filter} filter @param {import('./model.js').Kind} kind */
function words({ column, operator, values }, kind) {
  const sign = { equals: '=', notEquals: '\u2260', contains: 'contains' }[operator];
  return (COLUMNS[kind].find(([id]) => id === column)?.[1] ?? column) + ' ' + sign + ' ' + values.map((value) => value || '(empty)').join(', ');
}

/** @param {{ script: string, kind: import('./model.js').Kind, before: Filter[], or: boolean, done: () => void }} props */
function Form({ script, kind, before, or, done }) {
  /** @type {Filter} */
  const blank = { column: COLUMNS[kind][1][0], operator: 'equals', values: [] };
  const [filters, setFiltersHere] = useState(before.length ? before : [blank]);
  const [joined, setJoined] = useState(or);
  const [wrong, setWrong] = useState('');
  const form = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => { /** @type {HTMLElement | null | undefined} */ (form.current?.querySelector('select'))?.focus(); }, []);
  /** @param {number} i @param {Partial<Filter>} part */
  const set = (i, part) => { setWrong(''); setFiltersHere((old) => old.map((one, j) => (i === j ? { ...one, ...part } : one))); };
  /** @param {Event} event */
  const apply = (event) => {
    event.preventDefault();
    const whole = filters.filter((one) => one.values.length > 0);
    if (whole.length < filters.length && whole.length === 0) { setWrong('A filter needs a value.'); return; }
    setFilters(kind, joined, whole);
    done();
  };
  return html`<div class="popup" role="dialog" aria-label="Filters" ref=${form}><form class="filterform" onSubmit=${apply}>
    ${filters.map((one, i) => html`<fieldset key=${i}><legend class="visually-hidden">Filter ${i + 1}</legend>
      ${i > 0 && html`<span class="segments" role="group" aria-label="Filters join by">${[[false, 'AND'], [true, 'OR']].map(([id, title]) => html`<button type="button" key=${title} aria-pressed=${joined === id ? 'true' : 'false'} onClick=${() => setJoined(/** @type {boolean} */ (id))}>${title}</button>`)}</span>`}
      <select aria-label="Column" value=${one.column} onChange=${(/** @type {any} */ event) => set(i, { column: event.target.value, values: [] })}>${COLUMNS[kind].map(([id, title]) => html`<option key=${id} value=${id}>${title}</option>`)}</select>
      <select aria-label="Operator" value=${one.operator} onChange=${(/** @type {any} */ event) => set(i, { operator: event.target.value })}>${OPERATORS.map(([, id, title]) => html`<option key=${id} value=${id}>${title}</option>`)}</select>
      <${ValuesField} script=${script} kind=${kind} column=${one.column} values=${one.values} onValues=${(/** @type {string[]} */ values) => set(i, { values })} />
      <button type="button" class="plain" aria-label="Remove this filter" onClick=${() => setFiltersHere(filters.length > 1 ? filters.filter((_, j) => j !== i) : [blank])}><${Icon} name="close" /></button></fieldset>`)}
    <p class="note">Tab or Enter after each value. Is equal to and contains want any of the values, is not equal to none of them.</p>
    ${wrong && html`<p class="bad" role="alert">${wrong}</p>`}
    <div class="row"><button type="button" disabled=${filters.length >= FILTERS_MAX} onClick=${() => setFiltersHere([...filters, blank])}>Add filter</button>
      <button type="button" class="plain" onClick=${() => { setFilters(kind, false, []); done(); }}>Clear all</button>
      <button class="primary right">Apply</button></div></form></div>`;
}
