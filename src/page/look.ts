/** What the reader's machine asks for: dark or light, contrast, little room. Read where it is drawn, told when it changes. */
import { useEffect, useState } from 'preact/hooks'
import type { Theme } from '../picture/heat.ts'

function useMedia(query: string): boolean {
  const [matches, set] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const media = matchMedia(query)
    const tell = (): void => set(media.matches)
    media.addEventListener('change', tell)
    return () => media.removeEventListener('change', tell)
  }, [query])
  return matches
}

export const useTheme = (): Theme => (useMedia('(prefers-color-scheme: dark)') ? 'dark' : 'light')
export const useNarrow = (): boolean => useMedia('(max-width: 759px)')
export const wantsContrast = (): boolean => matchMedia('(prefers-contrast: more)').matches

/** The width of an element, as it is now; 0 before it is there. */
export function useWidth(ref: { readonly current: HTMLElement | null }): number {
  const [width, set] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    set(element.clientWidth)
    const observer = new ResizeObserver(() => set(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return width
}
