// @ts-check
/** A button with a list of what spans can be told apart by: what all have, and the attributes of this trace. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { count } from '../../shared/format.js';
import { LoadState } from '../../shared/states.js';
import { cutText } from '../../shared/text.js';
import { useKeysOf } from './values.js';

const SHOWN_MAX = 200;

/**
 * @param {{ id: string, title: any, label: string, own: [string, string][], chosen: string[], several?: boolean, onChosen: (name: string) => void }} props own: names with
 *   their titles; several: whether more than one can be chosen
 */
export function KeyPicker({ id, title, label, own, chosen, several = false, onChosen }) {
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    /** @param {Event} event */
    const close = (event) => { if (event.target instanceof Node && event.target.isConnected && !root.current?.contains(event.target)) setOpen(false); };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);
  const back = () => { setOpen(false); root.current?.querySelector('button')?.focus(); };
  return html`<span class="anchor" ref=${root} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape' && open) { event.stopPropagation(); back(); } }}>
    <button aria-expanded=${open ? 'true' : 'false'} aria-haspopup="dialog" onClick=${() => setOpen(!open)}>${title}</button>
    ${open && html`<${List} id=${id} label=${label} own=${own} chosen=${chosen} several=${several} onChosen=${(/** @type {string} */ name) => { onChosen(name); if (!several) back(); }} />`}</span>`;
}

/** @param {{ id: string, label: string, own: [string, string][], chosen: string[], several: boolean, onChosen: (name: string) => void }} props */
function List({ id, label, own, chosen, several, onChosen }) {
  const load = useKeysOf(id);
  const [find, setFind] = useState('');
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => box.current?.focus(), []);
  const wanted = find.trim().toLowerCase();
  const attributes = (load.data?.keys ?? []).map((one) => /** @type {[string, string, string]} */ ([one.level + '.' + one.key, one.level + '.' + one.key, count(one.spans) + (one.spans === '1' ? ' span' : ' spans')]));
  const all = /** @type {[string, string, string][]} */ ([...own.map(([name, title]) => [name, title, '']), ...attributes]).filter(([, title]) => title.toLowerCase().includes(wanted));
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const items = [...(/** @type {Element} */ (event.currentTarget).querySelectorAll('input, [data-key]'))];
    /** @type {HTMLElement | undefined} */ (items[items.indexOf(/** @type {Element} */ (event.target)) + step])?.focus();
  };
  return html`<div class="popup keypicker" role="dialog" aria-label=${label} onKeyDown=${onKey}>
    <input ref=${box} type="search" aria-label="Find an attribute" placeholder="Find an attribute" value=${find} onInput=${(/** @type {any} */ event) => setFind(event.target.value)} />
    <div role="group" aria-label=${label}>${all.slice(0, SHOWN_MAX).map(([name, title, note]) => html`<button key=${name} class="plain item" data-key=${name} aria-pressed=${chosen.includes(name) ? 'true' : 'false'} onClick=${() => onChosen(name)}>
      <span>${several && html`<span aria-hidden="true">${chosen.includes(name) ? '\u2713 ' : '\u2007\u2007'}</span>`}${cutText(title, 60)}</span><span class="note right">${note}</span></button>`)}</div>
    <${LoadState} load=${load} what="attributes" />
    ${all.length > SHOWN_MAX && html`<p class="note">${count(all.length - SHOWN_MAX)} more: find them by their names.</p>`}
    ${load.data && all.length === 0 && html`<p class="note">No attribute of that name in this trace.</p>`}</div>`;
}
