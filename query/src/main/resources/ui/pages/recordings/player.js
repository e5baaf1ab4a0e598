// @ts-check
import { useEffect, useMemo, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { useKeys } from '../../app/keys.js';
import { change, param, place } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { Failure } from '../../shared/states.js';
import { Controls } from './controls.js';
import { FindValues } from './findvalues.js';
import { FrameList } from './framelist.js';
import { Frames, where } from './frames.js';
import { Timeline } from './timeline.js';
import { Variables } from './variables.js';

const SETTLED_MILLIS = 300;
const PAUSE_MILLIS = 40;
const FAST = 10;
/** Frames that are fetched before they are wanted. */
const AHEAD = 20;
const PAGE = 100;
const KNOWN_EXCEPTIONS_MAX = 1_000;

/** @typedef {'' | 'play' | 'rewind' | 'fast'} Mode */

/** @param {{ path: string, info: any }} props */
export function Player({ path, info }) {
  const frames = useMemo(() => new Frames(path, info), [path, info]);
  const asked = Number(param('frame', String(info.firstFrame), undefined));
  const [index, setIndex] = useState(bounded(asked, info));
  const [mode, setMode] = useState(/** @type {Mode} */ (''));
  const [rate, setRate] = useState(10);
  const [failed, setFailed] = useState(/** @type {any} */ (null));
  const [, loaded] = useState(0);
  const [tries, setTries] = useState(0);
  const view = frames.view(index);
  const last = useRef(view);
  if (view) last.current = view;
  const shown = view ?? last.current;

  // Back and forward, and links, choose a frame too.
  const own = useRef(index);
  useEffect(() => {
    const wanted = bounded(asked, info);
    if (wanted !== own.current) { own.current = wanted; setIndex(wanted); setMode(''); }
  }, [asked]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (own.current === index) return;
      own.current = index;
      change({ frame: index === info.firstFrame ? null : String(index) }, true);
    }, SETTLED_MILLIS);
    return () => clearTimeout(timer);
  }, [index]);

  const page = frames.number(index);
  useEffect(() => {
    if (frames.pages.has(page)) return undefined;
    const controller = new AbortController();
    // Who drags past many pages wants the last of them.
    const timer = setTimeout(() => {
      frames.load(index, controller.signal).then(() => { if (!controller.signal.aborted) { setFailed(null); loaded((n) => n + 1); } }, (error) => { if (!controller.signal.aborted) setFailed(error); });
    }, PAUSE_MILLIS);
    return () => { clearTimeout(timer); controller.abort(); };
  }, [frames, page, tries]);
  const steps = mode === 'rewind' ? [-AHEAD, -PAGE, -2 * PAGE] : mode ? [AHEAD, PAGE, 2 * PAGE] : [AHEAD, -AHEAD];
  const near = steps.map((one) => index + one * frames.step).filter((one) => !frames.has(one));
  const wanted = view === null ? '' : near.map((one) => frames.number(one)).join();
  useEffect(() => {
    for (const one of wanted ? near : []) frames.load(one, frames.closing.signal).then(() => loaded((n) => n + 1), () => undefined);
  }, [frames, wanted]);
  useEffect(() => () => frames.closing.abort(), [frames]);

  useEffect(() => {
    if (!mode) return undefined;
    const perSecond = rate * (mode === 'play' ? 1 : FAST);
    const way = mode === 'rewind' ? -1 : 1;
    let before = performance.now();
    let owed = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      owed += ((now - before) / 1_000) * perSecond;
      before = now;
      const steps = Math.floor(owed);
      if (steps < 1) return;
      owed -= steps;
      setIndex((/** @type {number} */ at) => {
        if (!frames.has(at)) return at;
        const next = at + way * steps * frames.step;
        const end = way < 0 ? frames.first : frames.last;
        if (way * (next - end) >= 0) { setMode(''); return end; }
        return next;
      });
    }, Math.max(16, 1_000 / perSecond));
    return () => clearInterval(timer);
  }, [mode, rate, frames]);

  /** @param {number | null | undefined} to */
  const go = (to) => { if (to !== null && to !== undefined) { setMode(''); setIndex(bounded(to, info)); } };
  /** @param {Mode} wanted */
  const run = (wanted) => {
    if (wanted !== 'rewind' && mode !== wanted && index >= info.lastFrame) setIndex(info.firstFrame);
    setMode(mode === wanted ? '' : wanted);
  };
  /** @param {1 | -1} way */
  const toException = async (way) => {
    const known = way > 0 ? info.exceptions.find((/** @type {number} */ one) => one > index) : info.exceptions.findLast((/** @type {number} */ one) => one < index);
    if (known !== undefined || info.exceptions.length < KNOWN_EXCEPTIONS_MAX) go(known);
    else ask(path + '/frames/' + index).then((state) => go(way > 0 ? state.nextException : state.previousException), setFailed);
  };
  /** @param {1 | -1} way */
  const step = (way) => go((way > 0 ? view?.next : view?.previous) ?? frames.beside(index, way));
  useKeys('Recording', {
    '.': ['Next frame', () => step(1)],
    ',': ['Frame before', () => step(-1)],
    'Home': ['First frame', (event) => { event.preventDefault(); go(info.firstFrame); }],
    'End': ['Last frame', (event) => { event.preventDefault(); go(info.lastFrame); }],
    ' ': ['Run, pause', (event) => { if (!(event.target instanceof Element && event.target.closest('button, a, summary, [role="treeitem"]'))) { event.preventDefault(); run('play'); } }],
    '<': ['Rewind', () => run('rewind')],
    '>': ['Fast forward', () => run('fast')],
    '!,e': ['Next exception', () => { void toException(1); }],
    'E': ['Exception before', () => { void toException(-1); }],
  });
  const stale = view === null;
  return html`<section class="panel player"><${Controls} index=${index} info=${info} mode=${mode} rate=${rate} onRate=${setRate} onRun=${run} onGo=${go} onStep=${step} onException=${toException} canStep=${{ back: index > info.firstFrame, forward: index < info.lastFrame }} />
      <${Timeline} index=${index} info=${info} text=${shown ? where(shown.frame) : ''} onIndex=${(/** @type {number} */ to) => { setMode(''); setIndex(bounded(to, info)); }} step=${frames.step} />
      <${FindValues} path=${path} info=${info} index=${index} onGo=${go} /></section>
    ${failed && html`<${Failure} error=${failed} retry=${() => { setFailed(null); setTries(tries + 1); }} />`}
    <div class=${'playback' + (stale && shown ? ' dim' : '')} aria-busy=${stale ? 'true' : 'false'}>
      <${FrameList} frames=${frames} index=${index} onGo=${go} />
      ${shown ? html`<${Variables} view=${shown} index=${index} find=${place.value.params.get('vars') ?? ''} onGo=${go} />` : html`<section class="panel"><div class="progress"></div></section>`}</div>`;
}

/** @param {number} index @param {any} info */
function bounded(index, info) {
  return Number.isFinite(index) ? Math.max(info.firstFrame, Math.min(info.lastFrame, Math.round(index))) : info.firstFrame;
}
