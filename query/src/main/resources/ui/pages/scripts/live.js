// @ts-check
/** What is in progress comes by itself, as server-sent events; one stream a page, closed while nobody looks. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { events } from '../../api/events.js';
import { key } from '../../app/session.js';
import { html } from '../../app/html.js';

const HIDDEN_MILLIS = 10_000;
const EVERY_MILLIS = 300;

/**
 * Hears of runs and logs of a script.
 * @param {string} script
 * @param {(runs: any[], logs: any[]) => void} onNews what came since the last call; a burst is told at once
 * @param {boolean} [wanted] whether there is anything to hear
 * @returns {{ lost: string, connected: boolean }}
 */
export function useLive(script, onNews, wanted = true) {
  const latest = useRef(onNews);
  latest.current = onNews;
  const [visible, setVisible] = useState(!document.hidden);
  const [state, setState] = useState({ lost: '', connected: false });
  useEffect(() => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const changed = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => setVisible(false), HIDDEN_MILLIS);
      else setVisible(true);
    };
    document.addEventListener('visibilitychange', changed);
    return () => { clearTimeout(timer); document.removeEventListener('visibilitychange', changed); };
  }, []);
  useEffect(() => {
    if (!visible || !wanted) return undefined;
    const controller = new AbortController();
    /** @type {any[]} */
    let runs = [];
    /** @type {any[]} */
    let logs = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const tell = () => {
      timer = undefined;
      const news = /** @type {const} */ ([runs, logs]);
      runs = [];
      logs = [];
      latest.current(...news);
    };
    void events('scripts/' + encodeURIComponent(script) + '/events', undefined, controller.signal, (name, data) => {
      if (name === 'runs') runs.push(...data);
      else if (name === 'logs') logs.push(...data);
      timer ??= setTimeout(tell, EVERY_MILLIS);
    }, (lost) => setState({ lost, connected: lost === '' }));
    return () => { clearTimeout(timer); controller.abort(); };
  }, [script, visible, wanted, key.value]);
  return state;
}

/** How the stream stands. @param {{ state: { lost: string, connected: boolean } }} props */
export function LiveState({ state }) {
  if (state.lost) return html`<span class="warn" role="alert">Not live: ${state.lost}</span>`;
  return html`<span class=${'livestate' + (state.connected ? ' on' : '')} title="What is in progress is shown as it comes">${state.connected ? 'Live' : 'Connecting'}</span>`;
}

/**
 * A load whose repetition in the background shows no bar.
 * @template T
 * @param {import('../../api/load.js').Load<T>} load
 * @returns {import('../../api/load.js').Load<T>}
 */
export function quiet(load) {
  return load.data && !load.stale ? { ...load, loading: false } : load;
}
