// @ts-check
/** Names of attributes and their values with counts, asked once a range. */
import { ask, search } from '../../api/client.js';
import { count } from '../../shared/format.js';
import { attributeName, attributeOf, INTRINSICS, literalShown, literalText, quoted } from '../../shared/traceql.js';

/** @typedef {import('../../shared/range.js').Range} Range */
/** @typedef {{ name: string, level: string, key: string, note: string }} KeyName */

const LIMIT = 1_000;
const VALUES = 30;

let known = { of: '', list: /** @type {KeyName[]} */ ([]) };

/**
 * All keys, those of most spans first, behind the intrinsics.
 * @param {Range} range
 * @param {AbortSignal} signal
 */
export async function keys(range, signal) {
  if (known.of !== range.window.from + range.window.to) {
    const answer = await ask('attributes' + search({ from: range.window.from, to: range.window.to, limit: LIMIT }), { signal });
    /** @type {Map<string, KeyName>} */
    const names = new Map();
    for (const one of answer.attributes) {
      const name = attributeName(one.level, one.key);
      if (!names.has(name)) names.set(name, { name, level: one.level, key: one.key, note: one.type + ', ' + count(one.spans) });
    }
    known = {
      of: range.window.from + range.window.to,
      list: [...INTRINSICS.map(([name, note]) => ({ name, level: '', key: '', note })), ...names.values()],
    };
  }
  return known.list;
}

const WORDS = { status: ['error', 'ok', 'unset'], kind: ['server', 'client', 'internal', 'producer', 'consumer'] };

/**
 * Values of a name, narrowed by what is typed.
 * @param {string} name
 * @param {string} typed
 * @param {Range} range
 * @param {AbortSignal} signal
 * @returns {Promise<{ label: string, text: string, note: string }[]>}
 */
export async function values(name, typed, range, signal) {
  const words = WORDS[/** @type {keyof typeof WORDS} */ (name)];
  if (words) return words.filter((word) => word.startsWith(typed)).map((word) => ({ label: word, text: word, note: '' }));
  if (name === 'name' || name === 'rootName') return names(typed, range, signal);
  const attribute = name === 'rootServiceName' ? { level: 'resource', key: 'service.name' } : attributeOf(name);
  if (!attribute) return [];
  const { window } = range;
  const answer = await ask('attributes/values' + search({ ...attribute, contains: typed, from: window.from, to: window.to, limit: VALUES }), { signal });
  return answer.values.flatMap((/** @type {any} */ one) => {
    const text = literalText(one.value);
    return text === null ? [] : [{ label: literalShown(one.value), text, note: count(one.spans) }];
  });
}

/** @param {string} typed @param {Range} range @param {AbortSignal} signal */
async function names(typed, range, signal) {
  const answer = await ask('aggregate', { signal, body: {
    window: range.window,
    groupBy: [{ field: 'name' }],
    ...(typed ? { condition: { compare: { operand: { field: 'name' }, operator: 'contains', value: { text: typed } } } } : {}),
    limit: VALUES,
  } });
  return answer.groups.map((/** @type {any} */ group) => ({
    label: literalShown(group.key[0]), text: quoted(group.key[0]?.text ?? ''), note: count(group.figures[0].whole) }));
}
