/** What is called otherwise in PyTorch, by our names. */

/** Methods that are a sign there. */
export const operators: Readonly<Record<string, string>> = {
  ...{ add: '+', sub: '-', mul: '*', div: '/', matmul: '@', pow: '**' },
  ...{ eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' },
}

/** Methods with another name. */
export const methods: Readonly<Record<string, string>> = {
  ...{ expandAs: 'expand_as', viewAs: 'view_as', broadcastTo: 'broadcast_to', maskedFill: 'masked_fill' },
  ...{ logSoftmax: 'log_softmax', scatterAdd: 'scatter_add' },
}

/** Functions, with the module that they are in. */
export const functions: Readonly<Record<string, string>> = {
  ...{ zerosLike: 'torch.zeros_like', onesLike: 'torch.ones_like', fullLike: 'torch.full_like' },
  ...{ zeros: 'torch.zeros', ones: 'torch.ones', full: 'torch.full', arange: 'torch.arange' },
  ...{ cat: 'torch.cat', stack: 'torch.stack', where: 'torch.where', maximum: 'torch.maximum' },
  ...{ einsum: 'torch.einsum', eye: 'torch.eye', outer: 'torch.outer' },
  ...{ softmax: 'F.softmax', logSoftmax: 'F.log_softmax', crossEntropy: 'F.cross_entropy' },
}
