// @ts-check
/** All spans of the part, with the columns that are chosen, sorted by any of them; and the totals of services and operations. */
import { useMemo } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, param } from '../../app/url.js';
import { spanId } from '../../api/trees.js';
import { count, duration } from '../../shared/format.js';
import { LoadState } from '../../shared/states.js';
import { cutText, shownText } from '../../shared/text.js';
import { Windowed } from '../../shared/windowed.js';
import { KeyPicker } from './keypicker.js';
import { OWN } from './paint.js';
import { Totals } from './totals.js';
import { useColumns } from './values.js';

const ROW = 24;
const COLUMNS_MAX = 20;
const USUAL = ['start', 'duration', 'self', 'critical'];
const TITLES = /** @type {Record<string, string>} */ ({ start: 'Start', duration: 'Duration', self: 'Self', critical: 'Critical', service: 'Service', kind: 'Kind', status: 'Status', below: 'Below', id: 'Span id' });
const NUMBERS = ['start', 'duration', 'self', 'critical', 'below'];

/**
 * What a column sorts by, and what it shows.
 * @typedef {{ key: (span: number) => number | string, text: (span: number) => string, number: boolean }} Shown
 */

/** Columns of the URL; the usual ones without. */
export function columnsOf() {
  const text = param('cols', '');
  const names = text ? text.split(',').map(decoded).filter((name) => name in TITLES || /^(span|resource|scope)\../.test(name)) : [];
  return names.length ? names.slice(0, COLUMNS_MAX) : USUAL;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * @param {import('../../api/trees.js').Tree} tree
 * @param {string} name
 * @param {import('./values.js').Column | undefined} column
 * @returns {Shown}
 */
function shown(tree, name, column) {
  if (name === 'below') return { key: (span) => tree.end[span] - span - 1, text: (span) => count(tree.end[span] - span - 1), number: true };
  if (name === 'id') return { key: (span) => spanId(tree, span), text: (span) => spanId(tree, span), number: false };
  if (NUMBERS.includes(name)) {
    const values = /** @type {Float64Array} */ (/** @type {any} */ (tree)[name]);
    return { key: (span) => values[span], text: (span) => (name === 'start' ? '+' : '') + (name === 'critical' && values[span] === 0 ? '-' : duration(values[span])), number: true };
  }
  const paint = OWN[name]?.(tree) ?? column;
  if (!paint) return { key: () => 0, text: () => '', number: false };
  const numeric = paint.texts.every((text) => text === null || text === 'one of many more' || (text !== '' && Number.isFinite(Number(text))));
  return { key: numeric ? (span) => Number(paint.texts[paint.codes[span]] ?? -Infinity) : (span) => paint.texts[paint.codes[span]] ?? '', text: (span) => paint.texts[paint.codes[span]] ?? '-', number: numeric };
}

/** @param {{ id: string, data: import('../../api/trees.js').TraceData, part: import('./part.js').Part, chosen: number, found: Uint8Array | null, onChoose: (span: number) => void }} props */
export function SpanTable({ id, data, part, chosen, found, onChoose }) {
  const { tree } = data;
  const names = columnsOf();
  const { columns, load, grown } = useColumns(id, tree, names.filter((name) => !(name in TITLES)));
  const sorted = param('sort', 'self');
  const by = names.includes(sorted) || sorted === 'name' ? sorted : names[0];
  const descending = param('dir', by === 'start' || by === 'name' ? 'asc' : 'desc', ['asc', 'desc']) === 'desc';
  const only = param('only', '') === '1' && found !== null;
  const list = useMemo(() => names.map((name) => ({ name, ...shown(tree, name, columns.get(name)) })), [tree, names.join(), columns]);
  const order = useMemo(() => {
    const places = Int32Array.from({ length: part.to - part.from }, (_, i) => part.from + i).filter((i) => !part.hidden[tree.service[i]] && (!only || found?.[i] === 1));
    const key = by === 'name' ? (/** @type {number} */ span) => tree.names[tree.name[span]] : list.find((one) => one.name === by)?.key ?? (() => 0);
    const keys = Array.from({ length: tree.count });
    for (const place of places) keys[place] = key(place);
    const sign = descending ? -1 : 1;
    return places.sort((a, b) => sign * (/** @type {any} */ (keys[a]) < /** @type {any} */ (keys[b]) ? -1 : keys[a] === keys[b] ? 0 : 1) || a - b);
  }, [tree, part, list, by, descending, only, only ? found : null]);
  const at = useMemo(() => (chosen < 0 ? -1 : order.indexOf(chosen)), [order, chosen]);
  const grid = { gridTemplateColumns: 'minmax(200px, 1fr) ' + list.map((one) => (one.number ? '96px' : 'minmax(96px, 200px)')).join(' '), minWidth: 200 + list.length * 104 + 'px' };
  /** @param {string} name */
  const sort = (name) => change({ sort: name, dir: name === by && descending ? 'asc' : name === by ? 'desc' : null });
  /** @param {string} name @param {string} title @param {boolean} number */
  const head = (name, title, number) => html`<span key=${name} role="columnheader" class=${number ? 'number' : ''} title=${shownText(title)} aria-sort=${name === by ? (descending ? 'descending' : 'ascending') : undefined}><button onClick=${() => sort(name)}>${cutText(title, 30)}${name === by ? (descending ? ' \u2193' : ' \u2191') : ''}</button></span>`;
  /** @param {string} name */
  const choose = (name) => {
    const next = names.includes(name) ? names.filter((one) => one !== name) : [...names, name];
    change({ cols: next.join() === USUAL.join() || next.length === 0 ? null : next.map((one) => encodeURIComponent(one)).join(',') });
  };
  const header = html`<div class="spanrow head" role="row" style=${grid}>${head('name', 'Span', false)}${list.map((one) => head(one.name, TITLES[one.name] ?? one.name, one.number))}</div>`;
  return html`<${Totals} data=${data} part=${part} />
    <div class="row listbar"><h2>Spans</h2><span class="note" role="status">${count(order.length)}</span>
      ${found && html`<label><input type="checkbox" checked=${only} onChange=${() => change({ only: only ? null : '1' })} /> Matches alone</label>`}
      <span class="right"><${KeyPicker} id=${id} label="Columns" title="Columns" several own=${Object.entries(TITLES)} chosen=${names} onChosen=${choose} /></span></div>
    <${LoadState} load=${load} what="columns" />${grown && html`<div class="state partial">${grown}</div>`}
    <${Windowed} count=${order.length} rowHeight=${ROW} label="Spans" chosen=${at} header=${header} render=${(/** @type {number} */ i) => {
      const span = order[i];
      return html`<div key=${span} role="row" class=${'spanrow' + (span === chosen ? ' chosen' : '') + (found?.[span] ? ' found' : '')} style=${grid} aria-selected=${span === chosen ? 'true' : 'false'} onClick=${() => onChoose(span)}>
        <span role="cell">${tree.status[span] === 2 && html`<b class="bad"></b>`}${cutText(tree.names[tree.name[span]], 80)} <span class="note">${cutText(tree.serviceNames[tree.service[span]], 30)}</span></span>
        ${list.map((one) => html`<span key=${one.name} role="cell" class=${one.number ? 'number' : ''} title=${one.number ? undefined : shownText(one.text(span))}>${cutText(one.text(span), 80)}</span>`)}</div>`;
    }} />`;
}
