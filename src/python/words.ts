/** What the diagnosis says, in the words of somebody who writes PyTorch. */

/** Our names for what PyTorch calls otherwise, the longer ones first. */
const renamed: readonly (readonly [RegExp, string])[] = [
  [/\{ keepdim: true \}/g, 'keepdim=True'],
  [/\{ keepdim: false \}/g, 'keepdim=False'],
  [/\bexpandAs\b/g, 'expand_as'],
  [/\bviewAs\b/g, 'view_as'],
  [/\bbroadcastTo\b/g, 'broadcast_to'],
  [/(?<![\w.])onesLike\b/g, 'torch.ones_like'],
  [/(?<![\w.])zerosLike\b/g, 'torch.zeros_like'],
  [/(?<![\w.])oneHot\b/g, 'F.one_hot'],
  [/(?<![\w.])crossEntropy\b/g, 'F.cross_entropy'],
  [/\bindexAdd\b/g, 'index_add'],
  [/\bindexPut\b/g, 'index_put'],
  [/\bscatterAdd\b/g, 'scatter_add'],
  [/\bmaskedFill\b/g, 'masked_fill'],
  [/(?<![\w.])logSoftmax\b/g, 'F.log_softmax'],
  [/\blogSoftmax\b/g, 'log_softmax'],
  [/(?<![\w.])softmax\(/g, 'F.softmax('],
  [/\.slice\(/g, '.narrow('],
  [/\barange\(/g, 'range('],
]

/** `places`: where the forward pass makes a tensor, for `{line probs}`. */
export function inPython(text: string, places: ReadonlyMap<string, string>): string {
  const placed = text.replace(/\s?\{line ([^}]+)\}/g, (_, name: string) => {
    const place = places.get(name)
    return place === undefined ? '' : ` (${place})`
  })
  return renamed.reduce((made, [ours, theirs]) => made.replace(ours, theirs), placed)
}
