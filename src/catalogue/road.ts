/** The built-in tracks as a road: what each is about, who begins there, what one can do after it. */

interface Stop {
  readonly track: string
  readonly about: string
  /** Not on the way from one track to the next: for when you want something else. */
  readonly isBetween?: true
  /** Who begins here; nobody where it's left out. */
  readonly startsWho?: string
  /** What somebody can say who has passed all of it. */
  readonly reached: string
  /** The first and the last of the hunts that need this track and no later one. */
  readonly hunts?: readonly [first: number, last: number]
}

const stops: readonly Stop[] = [
  {
    track: 'derivatives',
    about: 'Slopes: by nudging, by rule, and through a chain of operations.',
    startsWho: 'School calculus was a while ago, or you never had any.',
    reached: 'You can find the slope of any chain of operations, and check it with a nudge.',
  },
  {
    track: 'micrograd',
    about: 'An autograd of numbers, built step by step until a network learns two moons.',
    startsWho: 'You know derivatives; backpropagation is new to you.',
    reached: 'You wrote an autograd yourself, and a network has learned with it.',
    hunts: [1, 4],
  },
  {
    track: 'broadcasting',
    about: 'What sums, copies, picks and products do, going backward.',
    reached: 'You can take a gradient back through sums, copies and products of any shape.',
  },
  {
    track: 'autograd',
    about: 'An autograd of tensors, the core of PyTorch, built until it trains a network.',
    reached: 'You wrote an autograd of tensors, and you know what `loss.backward()` does.',
  },
  {
    track: 'layers',
    about: 'A small library of layers, trained on real penguins.',
    reached: 'You wrote a library of layers, and it has learned how heavy a penguin is.',
    hunts: [5, 5],
  },
  {
    track: 'makemore',
    about: 'A language model, from the loss to the embedding: all 26 gradients by hand.',
    startsWho: "You know PyTorch, or you've watched the lecture.",
    reached: 'You found all 26 gradients of a language model by hand, each of them right.',
    hunts: [6, 9],
  },
  {
    track: 'more-layers',
    about: 'Dropout, a convolution, a recurrent network, momentum.',
    reached: 'You went backward through what most other networks are made of, too.',
  },
  {
    track: 'gpt',
    about: 'A whole GPT by hand: layer norm, attention, Adam. Your gradients train one.',
    startsWho: "You've done makemore's gradients by hand before.",
    reached: 'You went backward through a whole GPT by hand. Few people have.',
    hunts: [10, 15],
  },
  {
    track: 'hunts',
    about: 'Programs whose loss falls although they are wrong: find the mistake.',
    isBetween: true,
    reached: 'You found mistakes that a falling loss had hidden, and you know them by name.',
  },
]

/** The track of the hunts. */
export const HUNTS = 'hunts'

const stopAt = (track: string): Stop | undefined => stops.find(stop => stop.track === track)

/** '' for a track of another pack. */
export const aboutTrack = (track: string): string => stopAt(track)?.about ?? ''

/** What a track leads to, once all of it is passed; '' for a track of another pack. */
export const reachedBy = (track: string): string => stopAt(track)?.reached ?? ''

/** Who begins with which of these tracks, in their order. */
export const startsIn = (tracks: readonly string[]): { readonly track: string; readonly who: string }[] =>
  stops.flatMap(({ track, startsWho }) =>
    startsWho === undefined || !tracks.includes(track) ? [] : [{ track, who: startsWho }],
  )

/** The numbers of the hunts that can be done after a track: those of its own first, then those of earlier tracks. */
export function huntsAfter(track: string): number[] {
  const at = stops.findIndex(stop => stop.track === track)
  return stops
    .slice(0, at + 1)
    .reverse()
    .flatMap(({ hunts }) => {
      if (hunts === undefined) return []
      const [first, last] = hunts
      return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    })
}

/** In which order to take these tracks, as a sentence; null where that can't be said. */
export function roadThrough(tracks: readonly string[]): string | null {
  const own = stops.filter(({ track }) => tracks.includes(track))
  const main = own.filter(({ isBetween }) => isBetween !== true).map(({ track }) => track)
  if (own.length < tracks.length || main.length < 2) return null
  const between = own.filter(({ isBetween }) => isBetween === true).map(({ track }) => track)
  const aside = between.length === 0 ? '' : `; ${between.join(' and ')} whenever you like`
  return `The road: ${main.join(', ')}${aside}.`
}
