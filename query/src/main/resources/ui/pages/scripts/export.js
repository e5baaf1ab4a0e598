// @ts-check
/** What the list holds as CSV, by the server's own hand: the same script, period, filters, search and order. */
import { useEffect, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { param } from '../../app/url.js';
import { download } from '../../api/download.js';
import { count } from '../../shared/format.js';
import { cutText, shownText } from '../../shared/text.js';
import { ORDERS, scriptPath } from './model.js';

/** @param {{ script: string, kind: import('./model.js').Kind }} props */
export function Export({ script, kind }) {
  const [told, setTold] = useState(/** @type {{ text: string, bad?: boolean } | null} */ (null));
  const [running, setRunning] = useState(false);
  const looking = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => () => looking.current?.abort(), []);
  const run = async () => {
    const own = new AbortController();
    looking.current = own;
    setRunning(true);
    setTold({ text: 'Exporting' });
    try {
      const order = kind === 'runs' ? param('sort', '-executedOn', ORDERS) : param('logs', '-timestamp', ['timestamp', '-timestamp']);
      const [path, parameters] = scriptPath(script, '/export/' + kind, { order }, kind).split('?');
      const { rows, partial } = await download({ path, parameters }, own.signal, (rows) => setTold({ text: 'Exporting: ' + count(rows) + ' rows' }));
      const name = script + '_' + kind + '_data.csv';
      setTold(partial ? { text: `Exported ${count(rows)} rows to ${name}. Incomplete: ${partial}.`, bad: true } : { text: `Exported ${count(rows)} ${rows === 1 ? 'row' : 'rows'} to ${name}.` });
    } catch (error) {
      if (own.signal.aborted) return;
      const { rows = 0, message } = /** @type {Partial<import('../../api/download.js').Broken>} */ (error);
      setTold({ text: `Export failed after ${count(rows)} rows: ${String(message).replace(/\.$/, '')}. ${rows > 0 ? 'The file is incomplete.' : 'No file was saved.'}`, bad: true });
    }
    setRunning(false);
  };
  return html`<span class=${'told ' + (told?.bad ? 'bad' : 'note')} role=${told?.bad ? 'alert' : 'status'} title=${told ? shownText(told.text) : undefined}>${told ? cutText(told.text, 160) : ''}</span>
    <button onClick=${run} disabled=${running} title="Download what is listed as CSV">Export</button>`;
}
