/** What exercises import this program's own functions from. */
export const LIBRARY = 'backprop-ninja'
