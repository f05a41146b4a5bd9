/** The built-in tracks as a road: what each is about, and which leads to which. */

interface Stop {
  readonly track: string
  readonly about: string
  /** Not on the way from one track to the next: for when you want something else. */
  readonly isBetween?: true
}

const stops: readonly Stop[] = [
  { track: 'derivatives', about: 'Slopes: by nudging, by rule, and through a chain of operations.' },
  {
    track: 'micrograd',
    about: 'An autograd of numbers, built step by step until a network learns two moons.',
  },
  { track: 'broadcasting', about: 'What sums, copies, picks and products do, going backward.' },
  { track: 'layers', about: 'A small library of layers, trained on real penguins.' },
  {
    track: 'makemore',
    about: 'A language model, from the loss to the embedding: all 26 gradients by hand.',
  },
  {
    track: 'more-layers',
    about: 'Dropout, a convolution, a recurrent network, momentum.',
  },
  {
    track: 'gpt',
    about: 'A whole GPT by hand: layer norm, attention, Adam. Your gradients train one.',
  },
  {
    track: 'hunts',
    about: 'Programs whose loss falls although they are wrong: find the mistake.',
    isBetween: true,
  },
]

/** '' for a track of another pack. */
export const aboutTrack = (track: string): string => stops.find(stop => stop.track === track)?.about ?? ''

/** In which order to take these tracks, as a sentence; null where that can't be said. */
export function roadThrough(tracks: readonly string[]): string | null {
  const own = stops.filter(({ track }) => tracks.includes(track))
  const main = own.filter(({ isBetween }) => isBetween !== true).map(({ track }) => track)
  if (own.length < tracks.length || main.length < 2) return null
  const between = own.filter(({ isBetween }) => isBetween === true).map(({ track }) => track)
  const aside = between.length === 0 ? '' : `; ${between.join(' and ')} whenever you like`
  return `The road: ${main.join(', ')}${aside}.`
}
