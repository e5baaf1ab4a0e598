// @ts-check
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { now } from '../../shared/range.js';

const ROWS_MAX = 50_000;

/**
 * Pages of a list of scripts by cursor: the first as other data, further ones when the list's end comes in sight.
 * @param {(cursor: string | null) => string} path
 * @param {string} name of the list in the answer
 */
export function useCursorPages(path, name) {
  const first = path(null);
  const load = useLoad((signal) => ask(first, { signal }), [first, now.value]);
  const [more, setMore] = useState(/** @type {{ of: any, rows: any[], cursor: string | null, error: any }} */ ({ of: null, rows: [], cursor: null, error: null }));
  const running = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => () => { running.current?.abort(); running.current = null; }, [load.data]);
  const own = more.of === load.data ? more : { of: load.data, rows: [], cursor: load.data?.cursor ?? null, error: null };
  /** @type {any[]} */
  const rows = [...(load.data?.[name] ?? []), ...own.rows];
  const next = async () => {
    if (!own.cursor || own.error || running.current || load.stale || rows.length >= ROWS_MAX) return;
    const controller = new AbortController();
    running.current = controller;
    try {
      const page = await ask(path(own.cursor), { signal: controller.signal });
      if (!controller.signal.aborted) setMore({ of: load.data, rows: [...own.rows, ...page[name]], cursor: page.cursor, error: null });
    } catch (error) {
      if (!controller.signal.aborted) setMore({ ...own, error });
    } finally {
      if (running.current === controller) running.current = null;
    }
  };
  return { rows, load, more: next, failed: own.error, again: () => setMore({ ...own, error: null }), further: own.rows.length > 0, hasMore: own.cursor !== null, capped: rows.length >= ROWS_MAX && own.cursor !== null };
}
