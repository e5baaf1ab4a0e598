// @ts-check
/** Rate, errors, durations as requests and rows. */

const SERVICE = { attribute: { level: 'resource', key: 'service.name' } };
const SERVER = 2;
const CONSUMER = 5;
const LIMIT = 500;

/** Spans by which somebody else called: of kind server or consumer, and those without a parent. */
export const ENTRY = { any: [kindIs(SERVER), kindIs(CONSUMER), { not: { exists: { field: 'parentSpanId' } } }] };

/** @param {number} kind */
function kindIs(kind) {
  return { compare: { operand: { field: 'kind' }, operator: 'equal', value: { whole: String(kind) } } };
}

/** @param {string | undefined} name */
export function ofService(name) {
  if (name === undefined) return [];
  return [name === '' ? { not: { exists: SERVICE } } : { compare: { operand: SERVICE, operator: 'equal', value: { text: name } } }];
}

/**
 * @param {import('../../shared/range.js').Range} range
 * @param {number} seconds
 * @param {boolean} entry
 * @param {string | undefined} name of a service whose operations are wanted
 */
export function redRequest(range, seconds, entry, name) {
  return {
    window: range.window,
    condition: { all: [...(entry ? [ENTRY] : []), ...ofService(name)] },
    groupBy: name === undefined ? [SERVICE] : [{ field: 'name' }, { field: 'kind' }],
    step: String(seconds * 1e9),
    measures: [{ count: true }, { errors: true }, { quantiles: { of: { field: 'duration' }, shares: [0.5, 0.9, 0.99] } }, { example: 'longest' }],
    limit: LIMIT,
  };
}

/** @param {any} figure */
function number(figure) {
  return figure == null ? 0 : Number(figure.whole ?? figure.decimal);
}

/**
 * @param {any} answer
 * @param {number} seconds of the range
 */
export function redOf(answer, seconds) {
  return answer.groups.map((/** @type {any} */ group) => {
    const size = answer.steps.count;
    const trend = new Array(size).fill(0);
    const errorTrend = new Array(size).fill(0);
    const slowTrend = new Array(size).fill(null);
    for (const cell of group.cells) {
      trend[cell.step] = number(cell.figures[0]);
      errorTrend[cell.step] = number(cell.figures[1]);
      slowTrend[cell.step] = number(cell.figures[2]?.quantiles[2]);
    }
    const calls = number(group.figures[0]);
    const errors = number(group.figures[1]);
    const quantiles = group.figures[2]?.quantiles ?? [];
    return { key: JSON.stringify(group.key), name: group.key[0]?.text ?? '', kind: Number(group.key[1]?.whole ?? 0), calls, errors, share: calls ? errors / calls : 0,
      perSecond: calls / seconds, p50: number(quantiles[0]), p90: number(quantiles[1]), p99: number(quantiles[2]), example: group.figures[3], trend, errorTrend, slowTrend };
  });
}
