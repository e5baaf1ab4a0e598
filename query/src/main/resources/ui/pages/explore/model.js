// @ts-check
/** What the URL of Explore means, and what the server is asked for it. */
import { change, param } from '../../app/url.js';
import { nanos, of, range, step } from '../../shared/range.js';
import { isEvery } from '../../shared/traceql.js';

export const MODES = /** @type {const} */ (['traces', 'spans']);
export const SORTS = /** @type {const} */ (['start', 'duration', 'spans', 'errors', 'rootName']);
export const TABS = /** @type {const} */ (['results', 'breakdown', 'differences', 'structure']);

const STEPS_MAX = 90;

/** A box of the heat map: milliseconds since 1970, nanoseconds. @typedef {{ t0: number, t1: number, d0: number, d1: number }} Box */

/**
 * @typedef {{ q: string, mode: string, sort: string, descending: boolean, tab: string, box: Box | null, side: string, by: string, live: boolean, against: string,
 *   range: import('../../shared/range.js').Range }} Model
 */

/** @returns {Model} */
export function model() {
  return {
    q: param('q', ''),
    mode: param('mode', 'traces', MODES),
    sort: param('sort', 'start', SORTS),
    descending: param('dir', 'desc') !== 'asc',
    tab: param('tab', 'results', TABS),
    box: readBox(param('sel', '')),
    side: param('side', 'sel', ['sel', 'rest', 'all']),
    by: param('by', ''),
    live: param('live', '') === '1',
    against: param('against', ''),
    range: range(),
  };
}

/** @param {string} text @returns {Box | null} */
function readBox(text) {
  const numbers = text.split(',').map(Number);
  if (numbers.length !== 4 || numbers.some((number) => !Number.isFinite(number)) || numbers[0] >= numbers[1] || numbers[2] >= numbers[3]) return null;
  const [t0, t1, d0, d1] = numbers;
  return { t0, t1, d0, d1 };
}

/** @param {Box | null} box @param {boolean} [dragging] */
export function select(box, dragging) {
  change({ sel: box ? [box.t0, box.t1, box.d0, box.d1].map(Math.round).join(',') : null, side: null }, dragging);
}

/**
 * The spans that stand for what is listed: of traces their roots, else the spans that the query picks.
 * @param {Model} model
 * @returns {{ condition?: any, filter?: any, traceql?: string }}
 */
export function population(model) {
  if (model.mode === 'traces') {
    return {
      condition: { not: { exists: { field: 'parentSpanId' } } },
      ...(isEvery(model.q) ? {} : { filter: { traceql: model.q } }),
    };
  }
  return isEvery(model.q) ? {} : { traceql: model.q };
}

/** @param {any} condition @param {any} more */
function both(condition, more) {
  return condition ? { all: [condition, more] } : more;
}

const FAILED = { compare: { operand: { field: 'statusCode' }, operator: 'equal', value: { whole: '2' } } };

/** A condition of one span: it lies in the box by its duration. @param {Box} box */
export function inBox(box) {
  return { all: [durationIs('greaterOrEqual', box.d0), durationIs('less', box.d1)] };
}

/** @param {string} operator @param {number} nanos */
function durationIs(operator, nanos) {
  return { compare: { operand: { field: 'duration' }, operator, value: { whole: String(Math.round(nanos)) } } };
}

/** The population inside the selection, if there is one. @param {Model} model */
export function selectedPopulation(model) {
  const all = population(model);
  if (!model.box || model.side === 'all') return { window: model.range.window, ...all };
  return { window: of(model.box.t0, model.box.t1).window, ...all, condition: both(all.condition, inBox(model.box)) };
}

/** The request behind heat map and charts: one for all three. @param {Model} model */
export function overviewRequest(model) {
  return {
    window: model.range.window,
    ...population(model),
    step: String(step(model.range, STEPS_MAX) * 1e9),
    measures: [
      { count: true },
      { errors: true },
      { histogram: { of: { field: 'duration' }, scale: 1 } },
      { quantiles: { of: { field: 'duration' }, shares: [0.5, 0.9, 0.99] } },
      { example: 'longest' },
    ],
    limit: 1,
  };
}

/** The newest error of each step, and how many there are. @param {Model} model */
export function failedRequest(model) {
  const all = population(model);
  return { window: model.range.window, ...all, condition: both(all.condition, FAILED), step: String(step(model.range, STEPS_MAX) * 1e9), measures: [{ count: true }, { example: 'latest' }], limit: 1 };
}

/**
 * A page of the list.
 * @param {Model} model
 * @param {string | null} cursor
 * @param {number} limit
 */
export function searchRequest(model, cursor, limit) {
  /** @type {any[]} */
  const all = isEvery(model.q) ? [] : [{ traceql: model.q }];
  const box = model.side === 'sel' ? model.box : null;
  if (model.box && model.side === 'rest') all.push(outside(model.box, model.mode === 'traces'));
  if (box) {
    if (model.mode === 'traces') {
      all.push({ trace: { field: 'rootDuration', operator: 'greaterOrEqual', number: String(Math.round(box.d0)) } });
      all.push({ trace: { field: 'rootDuration', operator: 'less', number: String(Math.round(box.d1)) } });
    } else {
      all.push({ span: { all: [...(inBox(box).all), inTime(box)] } });
    }
  }
  return {
    window: box && model.mode === 'traces' ? of(box.t0, box.t1).window : model.range.window,
    filter: { all },
    ...(model.mode === 'spans' ? { spans: { of: { traceql: model.q }, limit: 5, values: [SERVICE, { field: 'statusCode' }] } } : {}),
    order: { by: model.sort, descending: model.descending },
    limit,
    cursor,
    total: cursor === null,
  };
}

/** A trace that does not begin in the box, or has no span in it. @param {Box} box @param {boolean} traces */
function outside(box, traces) {
  if (!traces) return { not: { span: { all: [...inBox(box).all, ...inTime(box).all] } } };
  return { any: [
    { trace: { field: 'rootDuration', operator: 'less', number: String(Math.round(box.d0)) } },
    { trace: { field: 'rootDuration', operator: 'greaterOrEqual', number: String(Math.round(box.d1)) } },
    { trace: { field: 'start', operator: 'less', number: nanos(box.t0) } },
    { trace: { field: 'start', operator: 'greaterOrEqual', number: nanos(box.t1) } }] };
}

/** @param {Box} box */
export function inTime(box) {
  return { all: [
    { compare: { operand: { field: 'start' }, operator: 'greaterOrEqual', value: { whole: nanos(box.t0) } } },
    { compare: { operand: { field: 'start' }, operator: 'less', value: { whole: nanos(box.t1) } } }] };
}

export const SERVICE = { attribute: { level: 'resource', key: 'service.name' } };
