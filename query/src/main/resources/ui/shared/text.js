// @ts-check
/** Text from outside as it can be read: controls and marks that turn the direction of text become visible. */

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text for a text node.
 * @param {string} text
 */
export function shownText(text) {
  return String(text).replace(HIDDEN, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}

/**
 * Cut in the middle, because names differ at their ends.
 * @param {string} text
 * @param {number} most characters
 */
export function cutText(text, most) {
  const shown = shownText(text);
  if (shown.length <= most) return shown;
  const half = Math.floor((most - 1) / 2);
  return shown.slice(0, most - 1 - half) + '\u2026' + shown.slice(-half);
}

/**
 * A text that may be a link: for http and https only.
 * @param {unknown} value
 * @returns {string | null}
 */
export function safeLink(value) {
  if (typeof value !== 'string' || value.length > 2_000 || !/^https?:\/\//i.test(value)) return null;
  try {
    const url = new URL(value);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}
