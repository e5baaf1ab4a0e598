// @ts-check
import { useEffect, useRef, useState } from '../vendor/preact-hooks/hooks.mjs';

/**
 * The width of an element as it is laid out.
 * @returns {[{ current: HTMLElement | null }, number]}
 */
export function useWidth() {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const own = element.current;
    if (!own) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.floor(own.clientWidth)));
    observer.observe(own);
    setWidth(Math.floor(own.clientWidth));
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

const TALL = 1_300;
const WIDE = 1_600;

/** How high a chart over time is: more where there is room for it, by the window as it is when the page is opened. */
export const CHART_HEIGHT = innerHeight >= TALL && innerWidth >= WIDE ? 240 : 156;
