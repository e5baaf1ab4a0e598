// @ts-check
/** Values of any depth, from JSON or OTLP, in one shape for a tree. Numbers keep the figures they were written with. */

/**
 * A value; those that contain others have entries.
 * @typedef {{ kind: 'object' | 'array' | 'text' | 'number' | 'truth' | 'nothing' | 'bytes', text: string, entries: [string, Value][] | null }} Value
 */

/** @param {Value['kind']} kind @param {string} text @returns {Value} */
function leaf(kind, text) {
  return { kind, text, entries: null };
}

/** What a number was written as, where JavaScript's own would lose figures. */
class Written {
  /** @param {string} text */
  constructor(text) { this.text = text; }
}

/**
 * The value of a text that is JSON; null if it is none.
 * @param {string} text
 * @returns {Value | null}
 */
export function ofJson(text) {
  try {
    return ofPlain(JSON.parse(text, /** @type {any} */ (exact)));
  } catch {
    return null;
  }
}

/** @param {string} _ @param {any} value @param {{ source?: string }} [context] which older browsers do not give */
function exact(_, value, context) {
  return typeof value === 'number' && context?.source !== undefined && String(value) !== context.source ? new Written(context.source) : value;
}

/** @param {any} value @returns {Value} */
export function ofPlain(value) {
  if (value === null || value === undefined) return leaf('nothing', 'null');
  if (value instanceof Written) return leaf('number', value.text);
  if (typeof value === 'string') return leaf('text', value);
  if (typeof value === 'number') return leaf('number', String(value));
  if (typeof value === 'boolean') return leaf('truth', String(value));
  if (Array.isArray(value)) return { kind: 'array', text: '', entries: value.map((one, i) => [String(i), ofPlain(one)]) };
  return { kind: 'object', text: '', entries: Object.entries(value).map(([name, one]) => [name, ofPlain(one)]) };
}

/** A value of OTLP's JSON; keys that come twice stay. @param {any} value @returns {Value} */
export function ofOtlp(value) {
  if (value == null) return leaf('nothing', 'null');
  if (value.stringValue !== undefined) return leaf('text', value.stringValue);
  if (value.intValue !== undefined) return leaf('number', String(value.intValue));
  if (value.doubleValue !== undefined) return leaf('number', String(value.doubleValue));
  if (value.boolValue !== undefined) return leaf('truth', String(value.boolValue));
  if (value.bytesValue !== undefined) return leaf('bytes', value.bytesValue);
  if (value.arrayValue !== undefined) return { kind: 'array', text: '', entries: (value.arrayValue.values ?? []).map((/** @type {any} */ one, /** @type {number} */ i) => [String(i), ofOtlp(one)]) };
  if (value.kvlistValue !== undefined) return { kind: 'object', text: '', entries: (value.kvlistValue.values ?? []).map((/** @type {any} */ one) => [one.key ?? '', ofOtlp(one.value)]) };
  return leaf('nothing', 'null');
}

/** A value as JSON, for the clipboard: on lines of its own with an indent. @param {Value} value @param {string} [indent] @param {string} [lead] @returns {string} */
export function toJson(value, indent = '', lead = '') {
  if (!value.entries) return value.kind === 'text' || value.kind === 'bytes' ? JSON.stringify(value.text) : value.kind === 'number' && /^(NaN|-?Infinity)$/.test(value.text) ? JSON.stringify(value.text) : value.text;
  const [open, close] = value.kind === 'array' ? '[]' : '{}';
  if (value.entries.length === 0) return open + close;
  const inner = lead + indent;
  const parts = value.entries.map(([name, one]) => inner + (value.kind === 'array' ? '' : JSON.stringify(name) + (indent ? ': ' : ':')) + toJson(one, indent, inner));
  return indent ? open + '\n' + parts.join(',\n') + '\n' + lead + close : open + parts.join(',') + close;
}

/** A value on one line, cut. @param {Value} value @param {number} most characters */
export function brief(value, most) {
  let text = '';
  /** @param {Value} one */
  const add = (one) => {
    if (text.length > most) return;
    if (!one.entries) {
      text += one.kind === 'text' ? JSON.stringify(one.text.slice(0, most)) : one.text.slice(0, most);
      return;
    }
    text += one.kind === 'array' ? '[' : '{';
    for (let i = 0; i < one.entries.length && text.length <= most; i++) {
      text += (i > 0 ? ', ' : '') + (one.kind === 'array' ? '' : one.entries[i][0] + ': ');
      add(one.entries[i][1]);
    }
    text += one.kind === 'array' ? ']' : '}';
  };
  add(value);
  return text.length > most ? text.slice(0, most) + '\u2026' : text;
}
