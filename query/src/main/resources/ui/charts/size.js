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
