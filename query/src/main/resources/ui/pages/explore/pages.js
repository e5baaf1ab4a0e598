// @ts-check
/** Pages of a list by cursor: the first is loaded as other data are, the next ones when the list's end comes in sight. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { useLoad } from '../../api/load.js';

const PAGE = 100;
const ROWS_MAX = 50_000;

/**
 * @param {(cursor: string | null, limit: number) => any} request
 * @param {(body: any, signal?: AbortSignal) => Promise<any>} send
 */
export function usePages(request, send) {
  const body = request(null, PAGE);
  const of = JSON.stringify(body);
  const load = useLoad((signal) => send(body, signal), [body]);
  const [more, setMore] = useState(/** @type {{ of: any, rows: any[], cursor: string | null, failed: string }} */ ({ of: null, rows: [], cursor: null, failed: '' }));
  const running = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => {
    running.current?.abort();
    running.current = null;
    setMore({ of: load.data, rows: [], cursor: load.data?.cursor ?? null, failed: '' });
  }, [load.data]);
  useEffect(() => () => running.current?.abort(), []);
  const current = more.of === load.data ? more : { rows: [], cursor: null, failed: '' };
  /** @type {any[]} */
  const rows = load.data ? (current.rows.length ? current.rows : load.data.traces) : [];
  const next = async () => {
    if (!current.cursor || running.current || rows.length >= ROWS_MAX || load.stale) return;
    const own = new AbortController();
    running.current = own;
    try {
      const page = await send(request(current.cursor, PAGE), own.signal);
      if (!own.signal.aborted) setMore({ of: load.data, rows: [...rows, ...page.traces], cursor: page.cursor, failed: '' });
    } catch (error) {
      if (!own.signal.aborted) setMore({ ...more, failed: String(error), cursor: null });
    } finally {
      if (running.current === own) running.current = null;
    }
  };
  return { rows, total: load.data?.total === undefined ? null : BigInt(load.data.total), load, more: next, stale: load.stale && load.data !== null, of, failed: current.failed };
}
