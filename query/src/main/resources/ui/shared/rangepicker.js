// @ts-check
import { useEffect, useRef, useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from '../app/html.js';
import { useKeys } from '../app/keys.js';
import { change, param } from '../app/url.js';
import { Icon } from './icons.js';
import { time } from './format.js';
import { range, readTime, refresh } from './range.js';

const PRESETS = ['5m', '15m', '30m', '1h', '3h', '6h', '12h', '1d', '2d', '7d', '14d', '30d'];

/** Relative and absolute ranges; earlier, later, wider; now anew. */
export function RangePicker() {
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const current = range();
  const from = param('from', 'now-1h');
  const to = param('to', 'now');
  useEffect(() => {
    if (!open) return undefined;
    /** @param {Event} event */
    const close = (event) => {
      if (!root.current?.contains(/** @type {Node} */ (event.target))) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);
  const reload = () => { refresh(); };
  useKeys('Everywhere', { 'R': ['Run again, up to now', reload] });
  const width = current.to - current.from;
  /** @param {number} start @param {number} end */
  const set = (start, end) => change({ from: String(Math.round(start)), to: String(Math.round(end)) });
  const label = to === 'now' && from.startsWith('now-') ? 'Last ' + from.slice(4) : time(current.from) + ' \u2013 ' + time(current.to);
  return html`<div class="range anchor row" ref=${root} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape') setOpen(false); }}>
    <button class="plain" aria-label="Earlier" title="Earlier" onClick=${() => set(current.from - width / 2, current.to - width / 2)}>\u2039</button>
    <button aria-expanded=${open ? 'true' : 'false'} aria-haspopup="dialog" onClick=${() => setOpen(!open)}><${Icon} name="clock" />${label}</button>
    <button class="plain" aria-label="Later" title="Later" disabled=${to === 'now'} onClick=${() => set(current.from + width / 2, current.to + width / 2)}>\u203a</button>
    <button class="plain" aria-label="Wider range" title="Wider range" onClick=${() => set(current.from - width / 2, Math.min(Date.now(), current.to + width / 2))}>\u2212</button>
    <button class="plain" aria-label="Run again" title="Run again (R)" onClick=${reload}><${Icon} name="reload" /></button>
    ${open && html`<div class="popup" style="top:32px;right:0" role="dialog" aria-label="Time range">
      <div class="presets">${PRESETS.map((preset) => html`<button key=${preset} class="plain" aria-pressed=${from === 'now-' + preset && to === 'now' ? 'true' : 'false'}
        onClick=${() => { refresh(); change({ from: preset === '1h' ? null : 'now-' + preset, to: null }); setOpen(false); }}>${preset}</button>`)}</div>
      <${Absolute} from=${current.from} to=${current.to} done=${(/** @type {number} */ start, /** @type {number} */ end) => { set(start, end); setOpen(false); }} />
    </div>`}
  </div>`;
}

/** @param {{ from: number, to: number, done: (from: number, to: number) => void }} props */
function Absolute({ from, to, done }) {
  const [texts, setTexts] = useState([iso(from), iso(to)]);
  const [wrong, setWrong] = useState('');
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const [start, end] = texts.map((text) => readTime(text.trim()) ?? Date.parse(text.trim()));
    if (!Number.isFinite(start) || !Number.isFinite(end)) setWrong('Write a time as 2026-01-31T12:00Z, now-1h or milliseconds.');
    else if (start >= end) setWrong('The start must be before the end.');
    else done(start, end);
  };
  return html`<form onSubmit=${submit}>
    ${['From', 'To'].map((name, i) => html`<label key=${name}>${name}<br /><input value=${texts[i]} spellcheck=${false} size="26"
      onInput=${(/** @type {any} */ event) => setTexts(texts.map((text, j) => (i === j ? event.target.value : text)))} /></label>`)}
    ${wrong && html`<span class="bad" role="alert">${wrong}</span>`}
    <button class="primary">Set range</button>
  </form>`;
}

/** @param {number} millis */
function iso(millis) {
  return new Date(millis).toISOString().replace(/\.000Z$/, 'Z');
}
