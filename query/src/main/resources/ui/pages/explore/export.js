// @ts-check
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { download } from '../../api/download.js';
import { count } from '../../shared/format.js';
import { shownText } from '../../shared/text.js';
import { searchRequest } from './model.js';

const TRACES_MAX = 100_000;

/** @type {Record<string, [string, string]>} the interface's name, the file's */
const FORMATS = { CSV: ['csv', 'traces.csv'], 'OTLP JSON': ['otlpJson', 'traces.jsonl'] };

/**
 * Everything that the query and the selection find, not only what is listed yet: as CSV, a line a trace, or with all spans as
 * OTLP JSON; and the address of the view.
 * @param {{ state: import('./model.js').Model, total: bigint | null }} props
 */
export function Export({ state, total }) {
  const [told, setTold] = useState({ text: '', bad: false });
  const [running, setRunning] = useState(false);
  const looking = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => () => looking.current?.abort(), []);
  /** @param {string} title */
  const save = async (title) => {
    const [format, name] = FORMATS[title];
    const { window, filter, order } = searchRequest(state, null, 1);
    const own = new AbortController();
    looking.current = own;
    setRunning(true);
    setTold({ text: 'Exporting', bad: false });
    try {
      const { rows, partial } = await download({ path: 'export', body: { window, filter, order, format, limit: TRACES_MAX } }, own.signal,
        (rows) => setTold({ text: 'Exporting: ' + count(rows) + ' traces', bad: false }));
      const more = rows === TRACES_MAX ? ' An export takes ' + count(TRACES_MAX) + ' at most: narrow the query or the range for the others.' : '';
      setTold({ text: 'Exported ' + count(rows) + (rows === 1 ? ' trace to ' : ' traces to ') + name + '.' + (more || (partial ? ' Incomplete: ' + shownText(partial) + '.' : '')), bad: partial !== '' });
    } catch (error) {
      if (own.signal.aborted) return;
      const { rows = 0, message } = /** @type {Partial<import('../../api/download.js').Broken>} */ (error);
      setTold({ text: 'Export failed after ' + count(rows) + ' traces: ' + shownText(String(message)).replace(/\.$/, '') + '.' + (rows > 0 ? ' The file is incomplete.' : ''), bad: true });
    }
    setRunning(false);
  };
  const link = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setTold({ text: 'Link copied.', bad: false });
    } catch {
      setTold({ text: 'The browser does not let this page copy; the address bar has the link.', bad: true });
    }
  };
  return html`<span class=${told.bad ? 'bad' : 'note'} role=${told.bad ? 'alert' : 'status'}>${told.text}</span>
    ${Object.keys(FORMATS).map((title) => html`<button key=${title} title=${'Save what is found as ' + title} onClick=${() => save(title)} disabled=${!total || running}>${title}</button> `)}<button title="Copy the link of this view" onClick=${link}>Link</button>`;
}
