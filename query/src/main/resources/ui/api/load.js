// @ts-check
/** Loads what a view shows: one load at a time, cancelled by the next and on leaving; what was shown stays until then. */
import { useCallback, useEffect, useRef, useState } from '../vendor/preact-hooks/hooks.mjs';
import { key } from '../app/session.js';

const SLOW_MILLIS = 2_000;

let running = 0;

/**
 * Counts a load. How many run stands in the document, for those who wait for a page from outside: pictures, tests.
 * @returns {() => void} ends it, once
 */
function begun() {
  let open = true;
  document.documentElement.dataset.loads = String(++running);
  return () => {
    if (open) document.documentElement.dataset.loads = String(--running);
    open = false;
  };
}

/**
 * @template T
 * @typedef {{ data: T | null, error: any, loading: boolean, slow: boolean, stale: boolean, cancel: () => void,
 *   retry: () => void }} Load
 */

/**
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} load
 * @param {any[]} inputs what it depends on; compared as text
 * @returns {Load<T>}
 */
export function useLoad(load, inputs) {
  const [state, setState] = useState(/** @type {{ data: T | null, of: string, error: any, loading: boolean, slow: boolean }} */ (
    { data: null, of: '', error: null, loading: true, slow: false }));
  const [tries, setTries] = useState(0);
  const controller = useRef(/** @type {AbortController | null} */ (null));
  const asked = JSON.stringify([...inputs, key.value]);
  useEffect(() => {
    const own = new AbortController();
    controller.current = own;
    setState((old) => ({ ...old, loading: true, slow: false, error: null }));
    const over = begun();
    const timer = setTimeout(() => setState((old) => ({ ...old, slow: true })), SLOW_MILLIS);
    const end = () => { clearTimeout(timer); over(); };
    load(own.signal).then(
      (data) => { if (!own.signal.aborted) setState({ data, of: asked, error: null, loading: false, slow: false }); },
      (error) => { if (!own.signal.aborted) setState((old) => ({ ...old, error, loading: false, slow: false })); })
      .finally(end);
    return () => { end(); own.abort(); };
  }, [asked, tries]);
  const cancel = useCallback(() => {
    controller.current?.abort();
    setState((old) => ({ ...old, loading: false, slow: false, error: new Error('Cancelled.') }));
  }, []);
  return { ...state, stale: state.of !== asked, cancel, retry: () => setTries((n) => n + 1) };
}
