// @ts-check
/**
 * Files that the browser saves itself, as they come: of any length, and nothing of them is in memory. The address that it is sent
 * to has a ticket and no key; how far the file is, the server is asked.
 */
import { base } from '../app/url.js';
import { ask } from './client.js';

const LOOK_MILLIS = 300;

/** What ends a file before its end; the rows until then are in it. */
export class Broken extends Error {
  /** @param {string} why @param {number} rows */
  constructor(why, rows) {
    super(why);
    this.rows = rows;
  }
}

/**
 * @param {{ path: string, parameters?: string, body?: unknown }} wanted what would be asked with a key
 * @param {AbortSignal} signal ends the looking; what is being saved goes on
 * @param {(rows: number) => void} onRows
 * @returns {Promise<{ rows: number, partial: string }>} once all of it is handed over
 */
export async function download(wanted, signal, onRows) {
  const { id, ticket } = await ask('exports', { body: wanted, signal });
  const link = document.createElement('a');
  link.href = base + 'api/spanhouse/v1/exports/' + id + '/file?ticket=' + ticket;
  link.download = '';
  link.click();
  let rows = 0;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
    const progress = await ask('exports/' + id, { signal }).catch((error) => { throw new Broken(String(error.message), rows); });
    rows = Number(progress.rows);
    if (progress.state === 'done') return { rows, partial: progress.completeness.complete ? '' : progress.completeness.reason };
    if (progress.state === 'failed') throw new Broken(progress.failure, rows);
    if (progress.state === 'expired') throw new Broken('the browser did not fetch it within a minute', rows);
    onRows(rows);
  }
}
