// @ts-check
/** How many traces that match began after the list was made, where its range goes to now. */
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { key } from '../../app/session.js';
import { param } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { count } from '../../shared/format.js';
import { of, refresh } from '../../shared/range.js';
import { searchRequest } from './model.js';

const LOOK_MILLIS = 10_000;

/**
 * Counts now and then while the page is in sight; what is shown does not move.
 * @param {import('./model.js').Model} state
 */
export function useNewer(state) {
  const [found, setFound] = useState(0n);
  const from = state.range.to;
  const follows = param('to', 'now') === 'now' && !state.box;
  useEffect(() => {
    setFound(0n);
    if (!follows) return undefined;
    const own = new AbortController();
    const look = () => {
      if (document.visibilityState !== 'visible' || Date.now() <= from) return;
      const { filter } = searchRequest({ ...state, mode: 'traces' }, null, 1);
      ask('search', { body: { window: of(from, Date.now()).window, filter, limit: 1, total: true }, signal: own.signal }).then(
        (answer) => setFound(BigInt(answer.total)),
        // The list says itself when the server is not there; that it may have more is then not known.
        () => undefined);
    };
    const timer = setInterval(look, LOOK_MILLIS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      own.abort();
    };
  }, [from, follows, state.q, key.value]);
  return found;
}

/** @param {{ found: bigint }} props */
export function Newer({ found }) {
  return found === 0n ? null : html`<button class="pill" title="Show them: run again, up to now (R)" onClick=${refresh}>${count(found)} newer</button>`;
}
