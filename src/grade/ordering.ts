/** The order of texts that is the same on every machine, whatever its language: by their units of 16. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
