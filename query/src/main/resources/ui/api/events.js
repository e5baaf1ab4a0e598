// @ts-check
/** Server-sent events over a request with a header for the key, which the browser's own reader of them cannot send. */
import { request } from './client.js';

const WAIT_MILLIS = 2_000;

/**
 * Reads events until it is cancelled; goes on after the last one when the connection is lost.
 * @param {string} path
 * @param {any} body
 * @param {AbortSignal} signal
 * @param {(name: string, data: any) => void} onEvent
 * @param {(lost: string) => void} onLost what went wrong, or empty once events come again
 */
export async function events(path, body, signal, onEvent, onLost) {
  let since = '';
  while (!signal.aborted) {
    try {
      const response = await request(path, { body: since ? { ...body, since } : body, signal, accept: 'text/event-stream' });
      onLost('');
      for await (const event of parsed(response, signal)) {
        if (event.id) since = event.id;
        if (event.data) onEvent(event.name, JSON.parse(event.data));
      }
    } catch (error) {
      if (signal.aborted) return;
      onLost(String(/** @type {Error} */ (error).message));
      if (/** @type {any} */ (error).status >= 400 && /** @type {any} */ (error).status < 500 && /** @type {any} */ (error).status !== 429) return;
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MILLIS));
  }
}

/** @param {Response} response @param {AbortSignal} signal */
async function* parsed(response, signal) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (!signal.aborted) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) yield eventOf(part);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** @param {string} part */
function eventOf(part) {
  const event = { name: 'message', data: '', id: '' };
  for (const line of part.split('\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (line.startsWith('event:')) event.name = value;
    else if (line.startsWith('data:')) event.data += value;
    else if (line.startsWith('id:')) event.id = value;
  }
  return event;
}
