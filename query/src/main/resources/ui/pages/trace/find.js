// @ts-check
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { change, param } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { placeOf } from '../../api/trees.js';
import { count } from '../../shared/format.js';
import { shownText } from '../../shared/text.js';
import { matches } from './visible.js';

const SPANS_MAX = 1_000;
const SLOW = 20;

/** What is looked for most, by a word that the URL can have. @type {Record<string, [string, (tree: import('../../api/trees.js').Tree) => Int32Array]>} */
const PILLS = {
  'is:error': ['Errors', (tree) => places(tree, (i) => tree.status[i] === 2)],
  'is:slow': ['Slow', slowest],
  'is:doubtful': ['Doubts', (tree) => places(tree, (i) => tree.doubts[i] !== 0)],
};

/** @param {import('../../api/trees.js').Tree} tree @param {(place: number) => boolean} is */
function places(tree, is) {
  return Int32Array.from({ length: tree.count }, (_, i) => i).filter(is);
}

/** Those with most time of their own. @param {import('../../api/trees.js').Tree} tree */
function slowest(tree) {
  return Int32Array.from({ length: tree.count }, (_, i) => i).sort((a, b) => tree.self[b] - tree.self[a] || a - b).slice(0, SLOW).sort();
}

/**
 * Finds spans: a text in names and services at once, a query in braces by the server, which looks at attributes, too.
 * @param {{ id: string, tree: import('../../api/trees.js').Tree, chosen: number, found: { places: Int32Array, bits: Uint8Array } | null,
 *   onFound: (found: { places: Int32Array, bits: Uint8Array } | null) => void, onNext: (step: number) => void }} props
 */
export function Find({ id, tree, chosen, found, onFound, onNext }) {
  const text = param('find', '');
  const [told, setTold] = useState('');
  const controller = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => {
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    setTold('');
    if (!text.trim()) {
      onFound(null);
    } else if (text.trim().startsWith('{')) {
      search(id, tree, text, own.signal).then(
        ({ places, matched }) => {
          if (own.signal.aborted) return;
          onFound(marked(tree, places));
          if (matched > places.length) setTold('the first ' + count(places.length) + ' of ' + count(matched));
        },
        (error) => { if (!own.signal.aborted) { onFound(null); setTold(shownText(error.message)); } });
    } else if (text in PILLS) {
      onFound(marked(tree, PILLS[text][1](tree)));
    } else {
      onFound(marked(tree, matches(tree, text)));
    }
    return () => own.abort();
  }, [text, tree]);
  const at = found ? found.places.indexOf(chosen) : -1;
  return html`<span class="row find"><input id="find" type="search" value=${text} placeholder="Find a name, or { span.key = 1 }" aria-label="Find in this trace" spellcheck=${false}
      onInput=${(/** @type {any} */ event) => change({ find: event.target.value || null }, true)}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') { event.preventDefault(); onNext(event.shiftKey ? -1 : 1); } else if (event.key === 'Escape') /** @type {HTMLElement} */ (event.target).blur(); }} />
    <span class="segments pills" role="group" aria-label="Often looked for">${Object.entries(PILLS).map(([word, [title]]) => html`<button key=${word} aria-pressed=${text === word ? 'true' : 'false'} onClick=${() => change({ find: text === word ? null : word }, true)}>${title}</button>`)}</span>
    <span role="status" class="note">${told || (found ? (at >= 0 ? count(at + 1) + '/' : '') + count(found.places.length) + (found.places.length === 1 ? ' match' : ' matches') : '')}</span></span>`;
}

/** @param {import('../../api/trees.js').Tree} tree @param {Int32Array} places */
function marked(tree, places) {
  const bits = new Uint8Array(tree.count);
  for (const place of places) bits[place] = 1;
  return { places, bits };
}

/**
 * @param {string} id
 * @param {import('../../api/trees.js').Tree} tree
 * @param {string} query
 * @param {AbortSignal} signal
 */
async function search(id, tree, query, signal) {
  const ofTrace = `{ trace:id = "${id}" }`;
  const answer = await ask('search', { signal, body: { filter: { all: [{ traceql: ofTrace }, { traceql: query }] }, spans: { of: { traceql: query }, limit: SPANS_MAX }, limit: 1 } });
  const sets = answer.traces[0]?.spanSets ?? [];
  const places = sets.flatMap((/** @type {any} */ set) => set.spans.map((/** @type {any} */ span) => placeOf(tree, span.spanId))).filter((/** @type {number} */ place) => place >= 0);
  const matched = sets.reduce((/** @type {number} */ sum, /** @type {any} */ set) => sum + Number(set.matched), 0);
  return { places: Int32Array.from([...new Set(places)]).sort(), matched };
}
