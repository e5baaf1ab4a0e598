// @ts-check
/** Looks for a text in the values of the whole recording: the server reads, piece by piece, and the next match is shown. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { useKeys } from '../../app/keys.js';
import { change, place } from '../../app/url.js';
import { ask, search } from '../../api/client.js';
import { count } from '../../shared/format.js';
import { cutText, shownText } from '../../shared/text.js';

/** @param {{ path: string, info: any, index: number, onGo: (index: number) => void }} props */
export function FindValues({ path, info, index, onGo }) {
  const text = place.value.params.get('find') ?? '';
  const [told, setTold] = useState('');
  const [running, setRunning] = useState(false);
  const controller = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => () => controller.current?.abort(), []);
  /** @param {1 | -1} way */
  const look = async (way) => {
    if (!text.trim()) return;
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    setRunning(true);
    let looked = 0;
    try {
      /** @type {number | null} */
      let from = index + way;
      while (from !== null && from >= 0) {
        setTold(looked === 0 ? 'Looking' : `Looked at ${count(looked)} of ${count(info.frames)} frames`);
        const answer = await ask(path + '/find' + search({ text, from, direction: way > 0 ? 'forward' : 'backward' }), { signal: own.signal });
        const [match] = answer.matches;
        if (match) {
          setTold('Frame ' + count(match.frame) + ': ' + (match.variable ? cutText(match.variable, 32) + ' = ' : '') + cutText(match.around, 80));
          onGo(match.frame);
          return;
        }
        looked += answer.looked;
        from = answer.next;
      }
      setTold(way > 0 ? 'None after frame ' + count(index) + '.' : 'None before frame ' + count(index) + '.');
    } catch (error) {
      setTold(own.signal.aborted ? '' : shownText(String(/** @type {Error} */ (error).message)));
    } finally {
      if (controller.current === own) setRunning(false);
    }
  };
  useKeys('Recording', {
    '/': ['Find in values', (event) => { event.preventDefault(); document.getElementById('find-values')?.focus(); }],
    'n': ['Next frame with the text', () => { void look(1); }],
    'p': ['Frame before with the text', () => { void look(-1); }],
  });
  return html`<div class="row findvalues"><input id="find-values" type="search" aria-label="Find in values of all frames" placeholder="Find in values of all frames" value=${text} spellcheck=${false}
      onInput=${(/** @type {any} */ event) => { setTold(''); change({ find: event.target.value || null }, true); }}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') { event.preventDefault(); void look(event.shiftKey ? -1 : 1); } else if (event.key === 'Escape') /** @type {HTMLElement} */ (event.target).blur(); }} />
    <span class="segments"><button disabled=${!text.trim()} title="Frame before with the text (p)" onClick=${() => look(-1)}>Previous</button><button disabled=${!text.trim()} title="Next frame with the text (n)" onClick=${() => look(1)}>Next</button></span>
    ${running && html`<button onClick=${() => controller.current?.abort()}>Cancel</button>`}<span role="status" class="note">${told}</span></div>`;
}
