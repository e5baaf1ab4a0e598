// @ts-check
/** Attributes of a trace's spans as columns: by places of its tree a number of a text. Asked for when somebody wants them. */
import { ask } from '../../api/client.js';
import { useLoad } from '../../api/load.js';
import { count } from '../../shared/format.js';

/**
 * @typedef {{ codes: Int32Array, texts: (string | null)[] }} Column the last text is null, that of spans without the attribute
 * @typedef {{ level: string, key: string, spans: string }} Key
 */

/**
 * @param {any} one of the answer
 * @returns {Column}
 */
function column(one) {
  const { texts } = one;
  const none = texts.length;
  const beyond = none + 1;
  return { texts: [...texts, null, 'one of many more'], codes: Int32Array.from(one.codes, (code) => (code === -1 ? none : code < 0 ? beyond : code)) };
}

/**
 * @param {string} id of the trace
 * @param {import('../../api/trees.js').Tree} tree
 * @param {string[]} names such as span.http.method
 * @returns {{ columns: Map<string, Column>, load: import('../../api/load.js').Load<any>, grown: string }}
 */
export function useColumns(id, tree, names) {
  const wanted = [...new Set(names)].sort();
  const load = useLoad(async (signal) => {
    if (wanted.length === 0) return { columns: new Map(), of: tree, count: tree.count };
    const answer = await ask('traces/' + encodeURIComponent(id) + '/attributes?' + wanted.map((name) => 'column=' + encodeURIComponent(name)).join('&'), { signal });
    return { ...answer, columns: new Map(answer.columns.map((/** @type {any} */ one) => [one.level + '.' + one.key, column(one)])), of: tree };
  }, [id, tree.count, ...wanted]);
  const { data } = load;
  const fits = data && data.count === tree.count;
  return { columns: fits ? data.columns : new Map(), load, grown: data && !fits && !load.stale ? 'The trace has grown to ' + count(data.count) + ' spans: load it again to see their attributes.' : '' };
}

/** The keys that spans of a trace have. @param {string} id @returns {import('../../api/load.js').Load<{ keys: Key[], keysTotal: string }>} */
export function useKeysOf(id) {
  return useLoad((signal) => ask('traces/' + encodeURIComponent(id) + '/attributes', { signal }), [id]);
}
