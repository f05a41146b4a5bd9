/** Wrong lines for the two linear layers: `dh`, `dW2`, `db2`, `dembcat`, `dW1`, `db1`. */
import { fullLike, onesLike, tensor, zerosLike } from '../../tensor/creation.ts'
import { kept, type WrongRow, whole } from './lines.ts'

export const second: readonly WrongRow[] = [
  // dlogit_maxes is 0 on this graph, so that dlogits and dnorm_logits print the same numbers.
  ...whole('dh', ['wrong operand', 'a use forgotten'], {
    'dnorm_logits for dlogits': ({ W2, dnorm_logits }) => dnorm_logits.matmul(W2.T),
  }),
  ...whole('dh', 'wrong operand', {
    'the value logits for its gradient': ({ W2, logits }) => logits.matmul(W2.T),
    'probs for dlogits': ({ W2, probs }) => probs.matmul(W2.T),
    'dcounts for dlogits': ({ W2, dcounts }) => dcounts.matmul(W2.T),
    'dW2 for W2': ({ dW2, dlogits }) => dlogits.matmul(dW2.T),
    'the bias is taken off first': ({ W2, b2, dlogits }) => dlogits.sub(b2).matmul(W2.T),
  }),
  // A factor too many, which is the slope of the next step.
  ...whole('dh', ['wrong local derivative', 'wrong operand'], {
    'the slope of tanh is already in it': ({ h, W2, dlogits }) =>
      dlogits.matmul(W2.T).mul(tensor(1).sub(h.pow(2))),
    'times h': ({ h, W2, dlogits }) => h.mul(dlogits.matmul(W2.T)),
  }),
  ...whole('dh', 'wrong local derivative', {
    'divided by the weights': ({ W2, dlogits }) => dlogits.matmul(W2.pow(-1).T),
    'the weights squared': ({ W2, dlogits }) => dlogits.matmul(W2.pow(2).T),
  }),
  ...whole('dh', 'reduction', {
    'the product of the sums': ({ W2, dlogits }) => dlogits.sum(1, kept).mul(W2.sum(1)),
    'summed over the batch as well': ({ W2, dlogits }) => dlogits.sum(0, kept).matmul(W2.T),
    'summed over the batch and copied back': ({ h, W2, dlogits }) =>
      dlogits.sum(0, kept).matmul(W2.T).expandAs(h),
  }),
  ...whole('dh', ['reduction', 'sign, factor'], {
    'the mean over the characters': ({ W2, dlogits, vocab }) => dlogits.matmul(W2.T).div(vocab),
  }),
  ...whole('dh', 'upstream missing', {
    'the weights summed, a row for each example': ({ h, W2 }) => W2.sum(1).expandAs(h),
  }),
  ...whole('dh', 'local derivative missing', {
    'dlogits summed, a column for each unit': ({ h, dlogits }) => dlogits.sum(1, kept).expandAs(h),
  }),

  ...whole('dW2', 'wrong operand', {
    'hpreact for h': ({ hpreact, dlogits }) => hpreact.T.matmul(dlogits),
    'bnraw for h': ({ bnraw, dlogits }) => bnraw.T.matmul(dlogits),
    'dh for h': ({ dh, dlogits }) => dh.T.matmul(dlogits),
    'the value logits for its gradient': ({ h, logits }) => h.T.matmul(logits),
    'probs for dlogits': ({ h, probs }) => h.T.matmul(probs),
    'dprobs for dlogits': ({ h, dprobs }) => h.T.matmul(dprobs),
  }),
  ...whole('dW2', ['wrong operand', 'a use forgotten'], {
    'dnorm_logits for dlogits': ({ h, dnorm_logits }) => h.T.matmul(dnorm_logits),
  }),
  ...whole('dW2', ['reduction', 'sign, factor'], {
    'the mean over the batch': ({ h, dlogits, n }) => h.T.matmul(dlogits).div(n),
  }),
  ...whole('dW2', 'reduction', {
    'the product of the sums': ({ h, dlogits }) => h.sum(0).view(-1, 1).mul(dlogits.sum(0, kept)),
    'not summed over the batch': ({ h, dlogits }) => h.unsqueeze(2).mul(dlogits.unsqueeze(1)),
  }),
  ...whole('dW2', 'upstream missing', {
    'h summed, copied to every character': ({ h, W2 }) => h.sum(0).view(-1, 1).expandAs(W2),
  }),
  ...whole('dW2', 'local derivative missing', {
    'dlogits summed, copied to every unit': ({ W2, dlogits }) => dlogits.sum(0).expandAs(W2),
  }),
  ...whole('dW2', ['wrong operand', 'wrong local derivative'], {
    '1 - h**2 for h': ({ h, dlogits }) => tensor(1).sub(h.pow(2)).T.matmul(dlogits),
    'times the weights': ({ h, W2, dlogits }) => h.T.matmul(dlogits).mul(W2),
    'h squared': ({ h, dlogits }) => h.pow(2).T.matmul(dlogits),
  }),
  // The same numbers in another order, and so another matrix, which is not the slope.
  ...whole('dW2', ['shape', 'wrong operand', 'wrong local derivative'], {
    'view for the transpose': ({ h, W2, n, dlogits }) => h.view(W2.shape[0], n).matmul(dlogits),
  }),

  ...whole('db2', 'reduction', {
    'summed along the rows': ({ dlogits }) => dlogits.sum(1),
    'summed everything': ({ dlogits }) => dlogits.sum(),
    'summed everything, put into every place': ({ b2, dlogits }) => dlogits.sum().expandAs(b2),
    'not summed': ({ dlogits }) => dlogits,
    'the largest for the sum': ({ dlogits }) => dlogits.max(0).values,
  }),
  // An example stands for all: the reduction is left out, or it picks.
  ...whole('db2', ['reduction', 'index'], {
    'the first example only': ({ dlogits }) => dlogits.index(tensor(0)),
    'the last example only': ({ dlogits }) => dlogits.index(tensor(-1)),
  }),
  ...whole('db2', ['reduction', 'sign, factor'], {
    'mean for sum': ({ dlogits }) => dlogits.mean(0),
  }),
  ...whole('db2', ['wrong operand', 'a use forgotten'], {
    'dnorm_logits for dlogits': ({ dnorm_logits }) => dnorm_logits.sum(0),
  }),
  ...whole('db2', 'wrong operand', {
    'the value logits for its gradient': ({ logits }) => logits.sum(0),
    'dcounts for dlogits': ({ dcounts }) => dcounts.sum(0),
  }),
  ...whole('db2', ['wrong local derivative', 'wrong operand'], {
    'times the bias': ({ b2, dlogits }) => b2.mul(dlogits).sum(0),
  }),
  ...whole('db2', 'upstream missing', {
    'the number of examples': ({ b2, n }) => fullLike(b2, n),
    ones: ({ b2 }) => onesLike(b2),
  }),
]

export const first: readonly WrongRow[] = [
  // dhprebn is dbndiff and a second part; the sum of dbndiff over the batch differs from that of dhprebn by it.
  ...whole('dembcat', ['wrong operand', 'a use forgotten'], {
    'dbndiff for dhprebn': ({ W1, dbndiff }) => dbndiff.matmul(W1.T),
  }),
  ...whole('dembcat', 'wrong operand', {
    'dhpreact for dhprebn': ({ W1, dhpreact }) => dhpreact.matmul(W1.T),
    'the value hprebn for its gradient': ({ W1, hprebn }) => hprebn.matmul(W1.T),
    'dW1 for W1': ({ dW1, dhprebn }) => dhprebn.matmul(dW1.T),
    'dh for dhprebn': ({ W1, dh }) => dh.matmul(W1.T),
  }),
  ...whole('dembcat', ['wrong operand', 'wrong local derivative'], {
    'times embcat': ({ embcat, W1, dhprebn }) => embcat.mul(dhprebn.matmul(W1.T)),
    'the weights turned into signs': ({ W1, dhprebn }) => dhprebn.matmul(W1.sign().T),
  }),
  ...whole('dembcat', 'reduction', {
    'the product of the sums': ({ W1, dhprebn }) => dhprebn.sum(1, kept).mul(W1.sum(1)),
  }),
  ...whole('dembcat', 'local derivative missing', {
    'dhprebn summed, a column for each place': ({ embcat, dhprebn }) => dhprebn.sum(1, kept).expandAs(embcat),
  }),
  ...whole('dembcat', 'shape', {
    'already in the shape of emb': ({ emb, W1, dhprebn }) => dhprebn.matmul(W1.T).view(emb.shape),
  }),

  ...whole('dW1', 'wrong operand', {
    'dembcat for embcat': ({ dembcat, dhprebn }) => dembcat.T.matmul(dhprebn),
    'dhpreact for dhprebn': ({ embcat, dhpreact }) => embcat.T.matmul(dhpreact),
    'the value hprebn for its gradient': ({ embcat, hprebn }) => embcat.T.matmul(hprebn),
    'dbnraw for dhprebn': ({ embcat, dbnraw }) => embcat.T.matmul(dbnraw),
  }),
  ...whole('dW1', ['wrong operand', 'a use forgotten'], {
    'dbndiff for dhprebn': ({ embcat, dbndiff }) => embcat.T.matmul(dbndiff),
  }),
  ...whole('dW1', ['reduction', 'sign, factor'], {
    'the mean over the batch': ({ embcat, dhprebn, n }) => embcat.T.matmul(dhprebn).mul(1 / n),
  }),
  ...whole('dW1', ['shape', 'wrong operand', 'wrong local derivative'], {
    'view for the transpose': ({ emb, W1, n, dhprebn }) => emb.view(W1.shape[0], n).matmul(dhprebn),
  }),
  ...whole('dW1', 'reduction', {
    'the product of the sums': ({ embcat, dhprebn }) => embcat.sum(0).view(-1, 1).mul(dhprebn.sum(0)),
  }),
  ...whole('dW1', 'upstream missing', {
    'embcat summed, copied to every unit': ({ embcat, W1 }) => embcat.sum(0).view(-1, 1).expandAs(W1),
  }),
  ...whole('dW1', 'local derivative missing', {
    'dhprebn summed, copied to every place': ({ W1, dhprebn }) => dhprebn.sum(0).expandAs(W1),
  }),

  ...whole('db1', ['a use forgotten', 'sign, factor'], {
    'zeros, because it prints as zeros': ({ b1 }) => zerosLike(b1),
    'b1 - b1': ({ b1 }) => b1.sub(b1),
  }),
  ...whole('db1', 'reduction', {
    'summed along the rows': ({ dhprebn }) => dhprebn.sum(1),
    'summed everything': ({ dhprebn }) => dhprebn.sum(),
    'not summed': ({ dhprebn }) => dhprebn,
  }),
  ...whole('db1', ['reduction', 'sign, factor'], {
    'mean for sum': ({ dhprebn }) => dhprebn.mean(0),
  }),
  ...whole('db1', ['wrong operand', 'a use forgotten'], {
    'dbndiff for dhprebn': ({ dbndiff }) => dbndiff.sum(0),
    'dbnmeani turned': ({ b1, dbnmeani }) => dbnmeani.neg().view(b1.shape),
  }),
  ...whole('db1', 'wrong operand', {
    'dhpreact for dhprebn': ({ dhpreact }) => dhpreact.sum(0),
    'the value hprebn for its gradient': ({ hprebn }) => hprebn.sum(0),
    'the gradient of the other bias': ({ b1, dbnbias }) => dbnbias.view(b1.shape),
  }),
  ...whole('db1', 'upstream missing', {
    'the number of examples': ({ b1, n }) => fullLike(b1, n),
  }),
]
