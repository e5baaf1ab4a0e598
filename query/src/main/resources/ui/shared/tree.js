// @ts-check
/** A value of any depth as a tree: nodes open and close, long lists come in pieces, long texts on demand. Keys as in any tree. */
import { useEffect, useMemo, useRef, useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from '../app/html.js';
import { count } from './format.js';
import { Copy } from './parts.js';
import { cutText, shownText } from './text.js';
import { brief, toJson } from './values.js';

const CHILDREN = 200;
const ROWS_MAX = 5_000;
const TEXT_MAX = 2_000;
const LEVELS_OPEN = 2;

/** @typedef {import('./values.js').Value} Value */
/** @typedef {{ path: string, name: string | null, value: Value, depth: number, more: number, open: boolean, at: number, of: number }} Row */

/**
 * The rows that are open, in order; an array's or object's children up to as many as were asked for.
 * @param {Value} root
 * @param {(path: string, depth: number, value: Value) => boolean} isOpen
 * @param {Record<string, number>} shown how many children of a path
 */
function rowsOf(root, isOpen, shown) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Row[]} */
  const stack = [{ path: '$', name: null, value: root, depth: 0, more: 0, open: false, at: 1, of: 1 }];
  while (stack.length > 0 && rows.length < ROWS_MAX) {
    const row = /** @type {Row} */ (stack.pop());
    rows.push(row);
    const entries = row.value.entries;
    if (row.more > 0 || !entries || !isOpen(row.path, row.depth, row.value)) continue;
    row.open = true;
    const most = Math.min(entries.length, shown[row.path] ?? CHILDREN);
    if (most < entries.length) stack.push({ ...row, more: entries.length - most, depth: row.depth + 1, open: false });
    for (let i = most - 1; i >= 0; i--) stack.push({ path: row.path + '/' + i, name: entries[i][0], value: entries[i][1], depth: row.depth + 1, more: 0, open: false, at: i + 1, of: entries.length });
  }
  return { rows, cut: stack.length > 0 };
}

/** Paths that lead to a text, and those above them. @param {Value} root @param {string} wanted */
function found(root, wanted) {
  const hits = new Set();
  const above = new Set();
  /** @type {[string, string, Value][]} */
  const stack = [['$', '', root]];
  while (stack.length > 0 && hits.size < ROWS_MAX) {
    const [path, name, value] = /** @type {[string, string, Value]} */ (stack.pop());
    if (name.toLowerCase().includes(wanted) || (!value.entries && value.text.toLowerCase().includes(wanted))) {
      hits.add(path);
      for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) above.add(path.slice(0, at));
    }
    value.entries?.forEach(([key, one], i) => stack.push([path + '/' + i, value.kind === 'array' ? '' : key, one]));
  }
  return { hits, above };
}

/**
 * @param {{ value: Value, label: string, tools?: boolean, levels?: number, lead?: any, text?: string }} props tools: find, expand all, collapse all, copy, behind
 *   what leads them; text: what is copied, if not the value as JSON
 */
export function Tree({ value, label, tools = true, levels = LEVELS_OPEN, lead, text }) {
  const [forced, setForced] = useState(/** @type {Record<string, boolean>} */ ({}));
  const [every, setEvery] = useState(/** @type {boolean | null} */ (null));
  const [shown, setShown] = useState(/** @type {Record<string, number>} */ ({}));
  const [find, setFind] = useState('');
  const [at, setAt] = useState('$');
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const wanted = find.trim().toLowerCase();
  const search = useMemo(() => (wanted ? found(value, wanted) : null), [wanted, value]);
  const { rows, cut } = rowsOf(value, (path, depth) => forced[path] ?? (search?.above.has(path) ? true : every ?? depth < levels), shown);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector('[tabindex="0"]'))?.focus();
    moved.current = false;
  }, [at]);
  /** @param {boolean} open */
  const all = (open) => { setForced(open ? {} : { $: true }); setEvery(open); };
  /** @param {Row} row @param {boolean} [open] */
  const toggle = (row, open = !row.open) => setForced((old) => ({ ...old, [row.path]: open }));
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const i = rows.findIndex((row) => row.path === at && row.more === 0);
    const row = rows[i];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    /** @param {Row | undefined} to */
    const go = (to) => { if (to && to.path !== at) { moved.current = true; setAt(to.path); } };
    const parent = row.path.slice(0, Math.max(0, row.path.lastIndexOf('/')));
    if (event.key === 'ArrowDown') go(rows.slice(i + 1).find((one) => one.more === 0));
    else if (event.key === 'ArrowUp') go(rows.slice(0, i).findLast((one) => one.more === 0));
    else if (event.key === 'Home') go(rows[0]);
    else if (event.key === 'End') go(rows.findLast((one) => one.more === 0));
    else if (event.key === 'ArrowRight') { if (row.value.entries && !row.open) toggle(row, true); else if (row.open) go(rows[i + 1]); }
    else if (event.key === 'ArrowLeft') { if (row.open) toggle(row, false); else go(rows.find((one) => one.path === parent)); }
    else if ((event.key === 'Enter' || event.key === ' ') && row.value.entries && event.target instanceof Element && !event.target.closest('button')) toggle(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const focusable = rows.some((row) => row.path === at && row.more === 0) ? at : '$';
  return html`<div class="tree">${tools && html`<div class="row tool">${lead}<input type="search" aria-label=${'Find in ' + label} placeholder="Find" value=${find} onInput=${(/** @type {any} */ event) => setFind(event.target.value)} />
      ${search && html`<span class="note" role="status">${count(search.hits.size)} found</span>`}
      <span class="space"></span><button class="plain" aria-label=${'Expand all of ' + label} title="Expand all" onClick=${() => all(true)}>Expand</button><button class="plain" aria-label=${'Collapse all of ' + label} title="Collapse all" onClick=${() => all(false)}>Collapse</button><${Copy} text=${text ?? toJson(value, '  ')} label=${'Copy ' + label} /></div>`}
    <div role="tree" aria-label=${label} ref=${box} onKeyDown=${onKey}>${rows.map((row) => (row.more > 0
      ? html`<div key=${row.path + '+'} role="none" class="node" style=${{ paddingLeft: row.depth * 16 + 'px' }}><button class="plain" onClick=${() => setShown({ ...shown, [row.path]: (shown[row.path] ?? CHILDREN) + CHILDREN })}>Show ${count(Math.min(CHILDREN, row.more))} more of ${count(row.more)}</button></div>`
      : html`<${Node} key=${row.path} row=${row} hit=${search?.hits.has(row.path) ?? false} focusable=${row.path === focusable} onToggle=${() => { setAt(row.path); toggle(row); }} onFocus=${() => setAt(row.path)} />`))}</div>
    ${cut && html`<p class="note">The first ${count(ROWS_MAX)} lines are shown; collapse some, or find what is behind.</p>`}</div>`;
}

/** @param {{ row: Row, hit: boolean, focusable: boolean, onToggle: () => void, onFocus: () => void }} props */
function Node({ row, hit, focusable, onToggle, onFocus }) {
  const [whole, setWhole] = useState(false);
  const { value, name, open } = row;
  const text = value.text;
  return html`<div role="treeitem" class=${'node' + (hit ? ' hit' : '')} aria-level=${row.depth + 1} aria-setsize=${row.of} aria-posinset=${row.at} aria-expanded=${value.entries ? String(open) : undefined} aria-selected=${focusable ? 'true' : 'false'} tabIndex=${focusable ? 0 : -1}
    style=${{ paddingLeft: row.depth * 16 + 'px' }} onFocus=${onFocus} onClick=${value.entries ? onToggle : undefined}>
    <span class="arrow" aria-hidden="true">${value.entries ? (open ? '\u25be' : '\u25b8') : ''}</span>${name !== null && html`<span class="name">${cutText(name, 120)}</span><span aria-hidden="true">: </span>`}
    ${value.entries ? html`<span class="note">${value.kind === 'array' ? '[' + count(value.entries.length) + ']' : '{' + count(value.entries.length) + '}'}${open ? '' : ' ' + shownText(brief(value, 80))}</span>`
      : html`<span class=${'leaf ' + value.kind}>${value.kind === 'text' ? '"' : ''}${shownText(whole ? text : text.slice(0, TEXT_MAX))}${!whole && text.length > TEXT_MAX ? '\u2026' : ''}${value.kind === 'text' ? '"' : ''}</span>
        ${!whole && text.length > TEXT_MAX && html`<button onClick=${(/** @type {Event} */ event) => { event.stopPropagation(); setWhole(true); }}>Show all ${count(text.length)} characters</button>`}`}
    ${focusable && row.depth > 0 && html`<${Copy} text=${value.entries ? toJson(value, '  ') : text} label="Copy this value" />`}</div>`;
}
