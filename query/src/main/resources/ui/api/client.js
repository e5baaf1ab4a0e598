// @ts-check
/**
 * Asks the server. Every request carries the key of the session in a header, can be cancelled, and fails with a
 * {@link Refusal} that says what the server said. A partial answer is an answer: it says itself what it lacks.
 */
import { base, place } from '../app/url.js';
import { key, wanted } from '../app/session.js';

/** How long after a lost connection the next try is. */
const LOST_RETRY_SECONDS = 5;

/** A request that was refused, or did not reach the server. */
export class Refusal extends Error {
  /**
   * @param {number} status 0 if there was no answer
   * @param {string} message
   * @param {{ reason?: string, requestId?: string, position?: string, retrySeconds?: number }} [more]
   */
  constructor(status, message, more = {}) {
    super(message);
    this.status = status;
    this.at = Date.now();
    this.reason = more.reason ?? '';
    this.requestId = more.requestId ?? '';
    this.position = more.position ?? '';
    this.retrySeconds = more.retrySeconds ?? 0;
  }
}

/**
 * A request; the answer is not read yet.
 * @param {string} path below /api/spanhouse/v1/, or from the server's root if it begins with a slash
 * @param {{ signal?: AbortSignal, body?: unknown, accept?: string, method?: string, project?: string }} [options] with a body it is a POST
 *   unless it says otherwise; the project is that of the page unless it names one
 */
export async function request(path, { signal, body, accept, method, project } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: accept ?? 'application/json' };
  if (key.value) headers.Authorization = 'Bearer ' + key.value;
  const named = project ?? place.peek().params.get('project');
  if (named) headers['X-Scope-OrgID'] = named;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(base + (path.startsWith('/') ? path.slice(1) : 'api/spanhouse/v1/' + path), {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal(0, 'The server cannot be reached.', { retrySeconds: LOST_RETRY_SECONDS });
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

/**
 * A request whose answer is JSON.
 * @param {string} path
 * @param {{ signal?: AbortSignal, body?: unknown, method?: string, project?: string }} [options]
 * @returns {Promise<any>}
 */
export async function ask(path, options) {
  const response = await request(path, options);
  try {
    return await response.json();
  } catch (error) {
    if (options?.signal?.aborted) throw error;
    throw new Refusal(0, 'The answer broke off.', { requestId: response.headers.get('X-Request-Id') ?? '' });
  }
}

/** @param {Response} response */
async function refusal(response) {
  const text = await response.text().catch(() => '');
  /** @type {any} */
  let told = {};
  try {
    told = JSON.parse(text).error ?? {};
  } catch {
    // Something before the server answered, in words of its own.
  }
  const message = told.message ?? (text.slice(0, 300) || response.statusText);
  if (response.status === 401) wanted.value = message;
  return new Refusal(response.status, message, {
    reason: told.reason,
    position: told.position,
    requestId: told.requestId ?? response.headers.get('X-Request-Id') ?? '',
    retrySeconds: Number(response.headers.get('Retry-After')) || 0,
  });
}

/**
 * A query string of what is there.
 * @param {Record<string, string | number | undefined | null>} params
 */
export function search(params) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value != null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? '?' + text : '';
}
