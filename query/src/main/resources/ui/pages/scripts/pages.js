// @ts-check
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';

/**
 * Pages of a list of scripts by cursor.
 * @param {(cursor: string | null) => string} path
 * @param {string} name of the list in the answer
 */
export function useCursorPages(path, name) {
  const first = path(null);
  const load = useLoad((signal) => ask(first, { signal }), [first]);
  const [more, setMore] = useState(/** @type {{ of: any, rows: any[], cursor: string | null }} */ ({ of: null, rows: [], cursor: null }));
  useEffect(() => setMore({ of: load.data, rows: [], cursor: load.data?.cursor ?? null }), [load.data]);
  const own = more.of === load.data ? more : { of: load.data, rows: [], cursor: null };
  /** @type {any[]} */
  const rows = [...(load.data?.[name] ?? []), ...own.rows];
  const next = async () => {
    const page = await ask(path(own.cursor));
    setMore((old) => (old.of === load.data ? { of: load.data, rows: [...old.rows, ...page[name]], cursor: page.cursor } : old));
  };
  return { rows, load, more: own.cursor ? next : null };
}
