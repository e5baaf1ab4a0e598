// @ts-check
/** What the parameters of the scripts' pages mean, and the paths that are asked for them. */
import { search } from '../../api/client.js';
import { base, go, href, kept, param, place } from '../../app/url.js';
import { range } from '../../shared/range.js';

export const PERIODS = /** @type {const} */ ([['all', 'All Time'], ['today', 'Today'], ['yesterday', 'Yesterday'], ['last7Days', 'Last 7 Days'], ['thisWeek', 'This Week'], ['thisMonth', 'This Month'],
  ['lastMonth', 'Last Month'], ['last30Days', 'Last 30 Days'], ['last90Days', 'Last 90 Days'], ['thisYear', 'This Year'], ['lastYear', 'Last Year'], ['custom', 'Custom']]);

/** @typedef {'runs' | 'logs'} Kind */
/** @typedef {{ column: string, operator: 'equals' | 'notEquals' | 'contains', values: string[] }} Filter */

/** Columns that a filter may name, as people read them. @type {Record<Kind, [string, string][]>} */
export const COLUMNS = {
  runs: [['runId', 'Run ID'], ['status', 'Status'], ['deploymentVersion', 'Deployment Version'], ['responseTime', 'Response Time'], ['function', 'Function'], ['sourceType', 'Source Type'], ['source', 'Source'],
    ['user', 'User'], ['invocation', 'Invocation'], ['deployment', 'Deployment']],
  logs: [['logId', 'Log ID'], ['level', 'Log level'], ['message', 'Log Message'], ['runId', 'Run ID']],
};

/** How a filter compares, as the URL, the server and people say it. @type {[string, Filter['operator'], string][]} */
export const OPERATORS = [['is', 'equals', 'is equal to'], ['not', 'notEquals', 'is not equal to'], ['has', 'contains', 'contains']];

export const ORDERS = ['executedOn', '-executedOn', 'responseTime', '-responseTime'];

/** The zone that days begin in. */
export function zoneName() {
  const zone = param('tz', 'local');
  return zone === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone === 'utc' ? 'UTC' : zone;
}

/** The period, by its id; the last seven times 24 hours unless another is chosen. */
export function periodId() {
  return param('period', 'last7Days', PERIODS.map(([id]) => id));
}

/** Filters of the URL that apply to a list. @param {Kind} kind @returns {Filter[]} */
export function filtersOf(kind) {
  return place.value.params.getAll('f').map(readFilter).filter((one) => one !== null && COLUMNS[kind].some(([id]) => id === one.column)).map((one) => /** @type {Filter} */ (one));
}

/** Whether filters join by OR. */
export function joinedByOr() {
  return param('op', 'and', ['and', 'or']) === 'or';
}

/** @param {string} text column~is,not,has~value,value; each value encoded once more @returns {Filter | null} */
function readFilter(text) {
  const [column, comparison, ...rest] = text.split('~');
  const operator = OPERATORS.find(([id]) => id === comparison)?.[1];
  return column && operator && rest.length ? { column, operator, values: rest.join('~').split(',').map(decoded) } : null;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {Filter} filter */
function written({ column, operator, values }) {
  return column + '~' + OPERATORS.find(([, id]) => id === operator)?.[0] + '~' + values.map((value) => encodeURIComponent(value)).join(',');
}

/** Sets the filters of one list; those of the other stay. @param {Kind} kind @param {boolean} or @param {Filter[]} filters */
export function setFilters(kind, or, filters) {
  const params = new URLSearchParams(place.value.params);
  const others = params.getAll('f').filter((text) => { const one = readFilter(text); return one !== null && !COLUMNS[kind].some(([id]) => id === one.column); });
  params.delete('f');
  for (const one of others) params.append('f', one);
  for (const one of filters) params.append('f', written(one));
  if (or && filters.length > 0) params.set('op', 'or');
  else params.delete('op');
  const text = params.toString();
  go(base + place.value.path.slice(1) + (text ? '?' + text : ''));
}

/** What narrows a list, as the server takes it. @param {Kind} kind */
export function narrowing(kind) {
  const period = periodId();
  const filters = filtersOf(kind);
  const own = period === 'custom' ? range().window : null;
  return {
    period: own ? '' : period,
    from: own?.from,
    to: own?.to,
    tz: zoneName(),
    search: param('s', ''),
    filter: filters.length ? JSON.stringify({ op: joinedByOr() ? 'or' : 'and', filters }) : '',
  };
}

/** @param {string} script @param {string} path @param {Record<string, string | number | undefined | null>} more @param {Kind} [kind] */
export function scriptPath(script, path, more, kind = 'runs') {
  return 'scripts/' + encodeURIComponent(script) + path + search({ ...narrowing(kind), ...more });
}

/** A script's page, over the same period. @param {string} script @param {Record<string, string | null>} [more] */
export function scriptLink(script, more) {
  return href('scripts/' + encodeURIComponent(script), { ...kept(), period: param('period', ''), ...more });
}

/** A record with what narrows the list that it stands in. @param {string} script @param {string} run @param {string} [log] */
export function recordLink(script, run, log) {
  return withList('scripts/' + encodeURIComponent(script) + '/runs/' + encodeURIComponent(run), { log: log ?? null });
}

/** The list that a record stands in. @param {string} script */
export function listLink(script) {
  return withList('scripts/' + encodeURIComponent(script), { log: null, part: null });
}

/** @param {string} path @param {Record<string, string | null>} more */
function withList(path, more) {
  const params = new URLSearchParams(place.value.params);
  for (const [name, value] of Object.entries(more)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  return base + path + (text ? '?' + text : '');
}

/** A response time with its unit; empty where there is none. @param {string} millis */
export function unit(millis) {
  if (!/^[\d.]+$/.test(millis)) return millis;
  const number = Number(millis);
  return number >= 60_000 ? Math.floor(number / 60_000) + ' m ' + String(Math.floor((number % 60_000) / 1_000)).padStart(2, '0') + ' s'
    : number >= 1_000 ? Number((number / 1_000).toPrecision(3)) + ' s' : Number(number.toPrecision(3)) + ' ms';
}

/** The recording of a run. @param {string} script @param {string} run @param {string} [definition] */
export function recordingLink(script, run, definition) {
  return href('scripts/' + encodeURIComponent(script) + '/recordings/' + encodeURIComponent(run), { ...kept(), definition });
}
