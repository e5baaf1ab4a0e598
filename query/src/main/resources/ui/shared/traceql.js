// @ts-check
/**
 * What the pages write in TraceQL: names, values, conditions added to a query; and the simple queries that a form can show. The
 * server reads the language; what is not understood here is left as it is.
 */

/** A condition such as resource.service.name = "cart". @typedef {{ key: string, operator: string, value: string }} Condition */

const SCOPES = { span: 'span', resource: 'resource', scope: 'instrumentation', event: 'event', link: 'link' };

/** Names that are no attributes, with what their values are. */
export const INTRINSICS = [
  ['name', 'name of the span'], ['duration', 'of the span, such as 100ms'], ['status', 'error, ok, unset'],
  ['kind', 'server, client, producer, consumer, internal'], ['statusMessage', 'text'], ['rootName', 'name of the trace\'s root'],
  ['rootServiceName', 'service of the trace\'s root'], ['traceDuration', 'of the whole trace'], ['event:name', 'name of an event'],
  ['nestedSetParent', '-1 for roots'], ['childCount', 'number of children'],
];

/** @param {string} text */
export function quoted(text) {
  return '"' + text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t') + '"';
}

/**
 * An attribute as TraceQL names it.
 * @param {string} level
 * @param {string} key
 */
export function attributeName(level, key) {
  const scope = SCOPES[/** @type {keyof typeof SCOPES} */ (level)] ?? 'span';
  return scope + '.' + (/^[A-Za-z_][\w.\-/]*$/.test(key) ? key : quoted(key));
}

/**
 * The attribute of a name; null for intrinsics.
 * @param {string} name
 * @returns {{ level: string, key: string } | null}
 */
export function attributeOf(name) {
  const match = /^(span|resource|instrumentation|event|link|)\.(.+)$/s.exec(name);
  if (!match) return null;
  let key = match[2];
  if (key.startsWith('"')) {
    try {
      key = JSON.parse(key);
    } catch {
      return null;
    }
  }
  return { level: match[1] === 'instrumentation' ? 'scope' : match[1] || 'span', key };
}

/**
 * A value of an answer as TraceQL writes it; null for what it cannot.
 * @param {any} literal
 * @returns {string | null}
 */
export function literalText(literal) {
  if (literal == null) return 'nil';
  if (literal.text !== undefined) return quoted(literal.text);
  if (literal.whole !== undefined) return String(literal.whole);
  if (literal.decimal !== undefined) return typeof literal.decimal === 'number' ? String(literal.decimal) : null;
  if (literal.truth !== undefined) return String(literal.truth);
  return null;
}

/** A value of an answer as it is read. @param {any} literal */
export function literalShown(literal) {
  if (literal == null) return '(none)';
  const value = literal.text ?? literal.whole ?? literal.decimal ?? literal.truth ?? literal.hex;
  return value === '' ? '(empty)' : String(value);
}

const PLAIN = /^\s*\{([^{}]*)\}\s*$/s;
const TERM = /^\s*((?:[A-Za-z]+[:.])?(?:"(?:[^"\\]|\\.)*"|[A-Za-z_.][\w.\-/]*))\s*(=~|!~|!=|>=|<=|=|>|<)\s*("(?:[^"\\]|\\.)*"|`[^`]*`|[\w.\-+µ]+)\s*/s;

/** Whether a query has nothing in it. @param {string} query */
export function isEvery(query) {
  return /^\s*(\{\s*\}\s*)?$/.test(query);
}

/**
 * The conditions of a query that is one spanset of conditions under &&; null if it is more than that.
 * @param {string} query
 * @returns {Condition[] | null}
 */
export function conditionsOf(query) {
  if (isEvery(query)) return [];
  const plain = bracedOf(query);
  if (plain === null) return null;
  /** @type {Condition[]} */
  const conditions = [];
  let rest = plain;
  for (;;) {
    const match = TERM.exec(rest);
    if (!match) return null;
    conditions.push({ key: match[1], operator: match[2], value: match[3] });
    rest = rest.slice(match[0].length);
    if (rest === '') return conditions;
    if (!rest.startsWith('&&')) return null;
    rest = rest.slice(2);
  }
}

/** What stands in the braces of a query that is one spanset; braces in quotes do not count. @param {string} query */
function bracedOf(query) {
  const bare = query.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/gs, (text) => '"' + '_'.repeat(Math.max(0, text.length - 2)) + '"');
  return PLAIN.test(bare) ? query.trim().slice(1, -1) : null;
}

/** @param {Condition[]} conditions */
export function queryOf(conditions) {
  const terms = conditions.filter((one) => one.key && one.value !== '').map((one) => one.key + ' ' + one.operator + ' ' + one.value);
  return terms.length === 0 ? '' : '{ ' + terms.join(' && ') + ' }';
}

/**
 * The query that also wants a condition of the spans it picks.
 * @param {string} query
 * @param {string} key
 * @param {string} operator
 * @param {string} value
 */
export function narrowed(query, key, operator, value) {
  const term = key + ' ' + operator + ' ' + value;
  if (isEvery(query)) return '{ ' + term + ' }';
  const inside = bracedOf(query);
  if (inside === null) return query.trim() + ' | { ' + term + ' }';
  const both = /\|\|/.test(inside) ? '(' + inside.trim() + ')' : inside.trim();
  return '{ ' + both + ' && ' + term + ' }';
}
