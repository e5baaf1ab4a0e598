// @ts-check
/** What colours mean, as buttons: those of services hide and show them, those of other values find their spans. */
import { useEffect, useMemo, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { count, duration } from '../../shared/format.js';
import { cutText, shownText } from '../../shared/text.js';
import { attributeName, quoted } from '../../shared/traceql.js';
import { KeyPicker } from './keypicker.js';
import { hide } from './part.js';

const SHOWN = 10;
const OWN = /** @type {[string, string][]} */ ([['service', 'Service'], ['name', 'Name'], ['kind', 'Kind'], ['status', 'Status']]);

/** @typedef {{ code: number, text: string | null, spans: number, errors: number, self: number }} Entry */

/** @param {import('../../api/trees.js').Tree} tree @param {import('./part.js').Part} part @param {import('./paint.js').Paint} paint @returns {Entry[]} those with most self time first */
function entriesOf(tree, part, paint) {
  const entries = paint.texts.map((text, code) => ({ code, text, spans: 0, errors: 0, self: 0 }));
  for (let i = part.from; i < part.to; i++) {
    const own = entries[paint.codes[i]];
    own.spans++;
    own.self += tree.self[i];
    if (tree.status[i] === 2) own.errors++;
  }
  return entries.filter((one) => one.spans > 0).sort((a, b) => b.self - a.self || b.spans - a.spans);
}

/**
 * @param {{ id: string, tree: import('../../api/trees.js').Tree, part: import('./part.js').Part, paint: import('./paint.js').Paint, by: string, loading: boolean }} props
 *   by: what is asked for, which the paint has once it is there
 */
export function Legend({ id, tree, part, paint, by, loading }) {
  const entries = useMemo(() => entriesOf(tree, part, paint), [tree, part, paint]);
  const services = paint.by === 'service';
  const hiddenCount = part.hidden.reduce((sum, one) => sum + one, 0);
  const title = OWN.find(([name]) => name === by)?.[1] ?? cutText(by, 40);
  return html`<div class="row colourkey" role="group" aria-label="Colours">
    <${KeyPicker} id=${id} label="Colour by" title=${html`<span class="note">Colour</span> ${title}`} own=${OWN} chosen=${[by]} onChosen=${(/** @type {string} */ name) => change({ color: name === 'service' ? null : name })} />
    ${loading && html`<span class="note" role="status">Reading ${shownText(by)}</span>`}
    <span class="keys">${entries.slice(0, SHOWN).map((one) => html`<${Value} key=${one.code} one=${one} tree=${tree} part=${part} paint=${paint} />`)}</span>
    ${entries.length > SHOWN && html`<${More} entries=${entries} tree=${tree} part=${part} paint=${paint} />`}
    ${services && hiddenCount > 0 && html`<button class="plain" onClick=${() => hide(tree, new Uint8Array(part.hidden.length))}>Show all services</button>`}</div>`;
}

/** @param {import('./paint.js').Paint} paint @param {string | null} text */
function queryOf(paint, text) {
  if (paint.by === 'name') return '{ name = ' + quoted(text ?? '') + ' }';
  if (paint.by === 'kind' || paint.by === 'status') return '{ ' + paint.by + ' = ' + text + ' }';
  const point = paint.by.indexOf('.');
  const name = attributeName(paint.by.slice(0, point), paint.by.slice(point + 1));
  if (text === null) return '{ ' + name + ' = nil }';
  return '{ ' + name + ' = ' + (/^(-?\d{1,15}(\.\d+)?|true|false)$/.test(text) ? text + ' || ' + name + ' = ' : '') + quoted(text) + ' }';
}

/** @param {{ one: Entry, tree: import('../../api/trees.js').Tree, part: import('./part.js').Part, paint: import('./paint.js').Paint }} props */
function Value({ one, tree, part, paint }) {
  const services = paint.by === 'service';
  const off = services && part.hidden[one.code] === 1;
  const name = one.text === null ? 'none' : one.text === '' ? (services ? '(no service)' : '(empty)') : one.text;
  const told = `${count(one.spans)} ${one.spans === 1 ? 'span' : 'spans'}, self ${duration(one.self)}${one.errors ? ', ' + count(one.errors) + ' errors' : ''}`;
  const run = () => {
    if (!services) { change({ find: queryOf(paint, one.text) }); return; }
    const next = part.hidden.slice();
    next[one.code] = off ? 0 : 1;
    hide(tree, next);
  };
  return html`<button class=${'chip key' + (off ? ' off' : '')} aria-pressed=${services ? String(!off) : undefined} title=${shownText(name) + ': ' + told + (services ? (off ? '. Show' : '. Hide') : '. Find these spans')} onClick=${run}>
    <i aria-hidden="true" class=${'swatch s' + paint.colours[one.code] + ' l' + paint.lines[one.code]}></i><span>${cutText(name, 28)}</span>${one.errors > 0 ? html`<span class="bad">${count(one.errors)}</span>` : html`<span class="note">${count(one.spans)}</span>`}</button>`;
}

/** All of them, with a way to see one alone. @param {{ entries: Entry[], tree: import('../../api/trees.js').Tree, part: import('./part.js').Part, paint: import('./paint.js').Paint }} props */
function More({ entries, tree, part, paint }) {
  const [open, setOpen] = useState(false);
  const [most, setMost] = useState(200);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    /** @param {Event} event */
    const close = (event) => { if (event.target instanceof Node && event.target.isConnected && !root.current?.contains(event.target)) setOpen(false); };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);
  /** @param {number} code */
  const only = (code) => hide(tree, Uint8Array.from(part.hidden, (_, service) => (service === code ? 0 : 1)));
  return html`<span class="anchor" ref=${root} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape' && open) { event.stopPropagation(); setOpen(false); root.current?.querySelector('button')?.focus(); } }}>
    <button class="plain" aria-expanded=${open ? 'true' : 'false'} onClick=${() => setOpen(!open)}>All ${count(entries.length)}</button>
    ${open && html`<div class="popup" role="dialog" aria-label="All values"><ul class="colourlist">${entries.slice(0, most).map((one) => html`<li key=${one.code}><${Value} one=${one} tree=${tree} part=${part} paint=${paint} />
      <span class="note right">${duration(one.self)}</span>${paint.by === 'service' && html`<button class="plain" onClick=${() => only(one.code)}>only</button>`}</li>`)}</ul>
      ${entries.length > most && html`<button onClick=${() => setMost(most + 200)}>Show more of ${count(entries.length)}</button>`}</div>`}</span>`;
}
