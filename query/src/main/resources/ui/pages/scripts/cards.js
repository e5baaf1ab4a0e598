// @ts-check
/** The four figures of a script's runs. What each one counts is told on hover and on focus. */
import { html } from '../../app/html.js';
import { Spark } from '../../charts/spark.js';
import { count } from '../../shared/format.js';
import { filtersOf, unit } from './model.js';
import { param } from '../../app/url.js';

/** @param {{ data: any }} props */
export function Cards({ data }) {
  const { metrics, trend } = data;
  const narrowed = filtersOf('runs').length > 0 || param('s', '') !== '' ? ' that match the filters' : '';
  /** @param {string} name */
  const series = (name) => trend.points.map((/** @type {any} */ point) => Number.parseFloat(point[name]) || 0);
  const ended = BigInt(metrics.failed) + BigInt(metrics.succeeded);
  /** @type {[string, string, string, string[]][]} */
  const cards = [
    ['Total Runs', count(metrics.totalRuns), 'totalRuns', [`Runs${narrowed} that were executed in the period.`, `In progress: ${count(metrics.inProgress)}.`, `Since the deployment: ${count(metrics.sinceDeployment)}.`]],
    ['Response Time P90', unit(metrics.responseTimeP90), 'responseTimeP90', [`90 of 100 successful runs${narrowed} took at most this long.`, `Out of ${count(metrics.succeeded)} that succeeded.`]],
    ['Response Time P99', unit(metrics.responseTimeP99), 'responseTimeP99', [`99 of 100 successful runs${narrowed} took at most this long.`, `Out of ${count(metrics.succeeded)} that succeeded.`]],
    ['Failure Rate', metrics.failureRate === '-' ? '-' : metrics.failureRate + ' %', 'failureRate', [`${count(metrics.failed)} of ${count(metrics.totalRuns)} runs${narrowed} failed.`, `${count(ended)} have ended.`]],
  ];
  return html`<div class="cards">${cards.map(([title, text, name, hints]) => html`<div class=${'panel card anchor' + (name === 'failureRate' && metrics.failed !== '0' ? ' failing' : '')} key=${title} tabIndex=${0} role="group" aria-label=${title + ' ' + text} aria-describedby=${'tip-' + name}>
    <h2>${title}</h2><b>${text}</b><${Spark} values=${series(name)} err=${name === 'failureRate'} label=${title + ' over time'} />
    <div class="tip" role="tooltip" id=${'tip-' + name}>${hints.map((hint) => html`<p key=${hint}>${hint}</p>`)}</div></div>`)}</div>`;
}
