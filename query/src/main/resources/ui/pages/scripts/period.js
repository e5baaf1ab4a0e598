// @ts-check
/** The period, at the top right: those that have a name, or from and to in the zone that is shown. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { time } from '../../shared/format.js';
import { Icon } from '../../shared/icons.js';
import { range, refresh } from '../../shared/range.js';
import { instant, wallClock } from './clock.js';
import { periodId, PERIODS, zoneName } from './model.js';

/** @param {{ window: { from: string, to: string } | undefined }} props what the period covers now */
export function Period({ window }) {
  const chosen = periodId();
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    /** @param {Event} event */
    const close = (event) => { if (!root.current?.contains(/** @type {Node} */ (event.target))) setOpen(false); };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);
  const own = range();
  const title = chosen === 'custom' ? time(own.from) + ' \u2013 ' + time(own.to) : PERIODS.find(([id]) => id === chosen)?.[1];
  /** @param {string} id */
  const choose = (id) => { setOpen(false); refresh(); change({ period: id === 'last7Days' ? null : id }); };
  const covered = window && chosen !== 'all' && BigInt(window.to) < 1n << 62n ? { from: Number(BigInt(window.from) / 1_000_000n), to: Number(BigInt(window.to) / 1_000_000n) } : own;
  return html`<div class="anchor row period" ref=${root} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape' && open) { event.stopPropagation(); setOpen(false); } }}>
    <button aria-expanded=${open ? 'true' : 'false'} aria-haspopup="dialog" aria-label=${'Period: ' + title} title="Which runs: those that were executed in this period" onClick=${() => setOpen(!open)}><${Icon} name="clock" />${title}</button>
    ${open && html`<div class="popup" role="dialog" aria-label="Period">
      <div class="presets">${PERIODS.filter(([id]) => id !== 'custom').map(([id, name]) => html`<button key=${id} class="plain" aria-pressed=${id === chosen ? 'true' : 'false'} onClick=${() => choose(id)}>${name}</button>`)}</div>
      <${Custom} from=${covered.from} to=${covered.to} done=${(/** @type {number} */ from, /** @type {number} */ to) => { setOpen(false); change({ period: 'custom', from: String(from), to: String(to) }); }} /></div>`}</div>`;
}

/** @param {{ from: number, to: number, done: (from: number, to: number) => void }} props */
function Custom({ from, to, done }) {
  const zone = zoneName();
  const [texts, setTexts] = useState([wallClock(from, zone), wallClock(to, zone)]);
  const [wrong, setWrong] = useState('');
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const [start, end] = texts.map((text) => instant(text, zone));
    if (Number.isNaN(start) || Number.isNaN(end)) setWrong('Both times are needed.');
    else if (start >= end) setWrong('The start must be before the end.');
    else done(start, end);
  };
  return html`<form onSubmit=${submit}><b>Custom</b> <span class="note">${zone}</span>
    ${['From', 'To'].map((name, i) => html`<label key=${name}>${name}<input type="datetime-local" step="60" value=${texts[i]} onInput=${(/** @type {any} */ event) => setTexts(texts.map((text, j) => (i === j ? event.target.value : text)))} /></label>`)}
    ${wrong && html`<span class="bad" role="alert">${wrong}</span>`}<button class="primary">Set period</button></form>`;
}
