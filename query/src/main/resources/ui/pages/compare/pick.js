// @ts-check
/** With which other trace to compare: the one marked before, others of the same root, or one by its id. */
import { useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { go, href, kept } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { count, duration, millis, time } from '../../shared/format.js';
import { marked } from '../../shared/marked.js';
import { shownText } from '../../shared/text.js';
import { quoted } from '../../shared/traceql.js';

const LOOKED_AT = 100;

/** The address of a comparison. @param {string} one @param {string} other */
export function comparison(one, other) {
  return href('compare/' + one + '/' + other, kept());
}

/** @param {{ id: string, root: any }} props */
export function ComparePick({ id, root }) {
  const [open, setOpen] = useState(false);
  const [others, setOthers] = useState(/** @type {[string, any][]} */ ([]));
  const [told, setTold] = useState('');
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  const look = async () => {
    setOpen(!open);
    if (open || !root) return;
    setTold('Looking for others of the same root.');
    try {
      const answer = await ask('search', { body: { filter: { traceql: `{ rootName = ${quoted(root.name)} && rootServiceName = ${quoted(root.service)} }` }, limit: LOOKED_AT } });
      const list = answer.traces.filter((/** @type {any} */ one) => one.traceId !== id);
      setOthers(candidates(list));
      setTold(list.length ? 'Of the ' + count(list.length) + ' newest others of this root' : 'No other trace has this root.');
    } catch (error) {
      setTold(shownText(String(/** @type {Error} */ (error).message)));
    }
  };
  /** @param {Event} event */
  const byId = (event) => {
    event.preventDefault();
    const text = (box.current?.value ?? '').trim().replaceAll('-', '').toLowerCase();
    if (/^[0-9a-f]{1,32}$/.test(text)) go(comparison(id, text.padStart(32, '0')));
    else setTold('A trace id has up to 32 hexadecimal digits.');
  };
  const before = marked.value && marked.value !== id ? marked.value : '';
  return html`<span class="anchor" onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape') setOpen(false); }}>
    <button aria-expanded=${open ? 'true' : 'false'} onClick=${look}>Compare</button>
    ${open && html`<div class="popup compares">
      ${before && html`<a class="item" href=${comparison(before, id)}>The marked one <span class="mono note">${before}</span></a>`}
      <div class="note" role="status">${told}</div>
      ${others.map(([what, one]) => html`<a key=${what} class="item" href=${comparison(one.traceId, id)}><span>${what}</span><b>${duration(Number(one.duration))}</b><span class="note">${time(millis(one.start))}</span></a>`)}
      <form class="row" onSubmit=${byId}><input ref=${box} class="mono" placeholder="Trace id" aria-label="Id of the other trace" spellcheck=${false} autocomplete="off" /><button>Compare</button></form>
      ${marked.value !== id && html`<button onClick=${() => { marked.value = id; setOpen(false); }}>Mark this one, choose the other later</button>`}
    </div>`}</span>`;
}

/** Fastest, median and slowest, and the newest. @param {any[]} list by start, the newest first @returns {[string, any][]} */
function candidates(list) {
  if (list.length === 0) return [];
  const sorted = [...list].sort((a, b) => Number(a.duration) - Number(b.duration));
  /** @type {[string, any][]} */
  const named = [['Fastest', sorted[0]], ['Median', sorted[sorted.length >> 1]], ['Slowest', sorted[sorted.length - 1]], ['Newest', list[0]]];
  return named.filter(([, one], i) => named.findIndex(([, other]) => other.traceId === one.traceId) === i);
}
