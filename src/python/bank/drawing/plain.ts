/** What has no tensor in it. */
import type { Chance } from '../../../tensor/chance.ts'

export function plain(chance: Chance): string {
  const number = (): string =>
    chance.one(['2', '3', '-7', '0.5', '2.0', '-1.5', '0', 'True', '4', '10', '1e3', '3.0'])
  const list = (): string =>
    chance.one([
      '[1, 2, 3]',
      '[0.5, 2]',
      '(1, 2)',
      '[]',
      'list(range(4))',
      "'abc'",
      '[[1, 2], [3]]',
      'range(5)',
      "['b', 'a']",
      "{'a': 1, 'b': 2}",
      '{1, 2}',
    ])
  const sign = chance.one([
    '+',
    '-',
    '*',
    '/',
    '//',
    '%',
    '**',
    '&',
    '|',
    '^',
    '<<',
    '>>',
    '<',
    '==',
    '!=',
    '>=',
    'and',
    'or',
    'is',
    'in',
  ])
  return chance.one([
    `${number()} ${sign} ${number()}`,
    `(${number()} ${chance.one(['+', '-', '*', '/', '//', '%'])} ${number()}) ${chance.one(['+', '-', '*', '/', '//', '%', '**'])} ${number()}`,
    `${list()}[${chance.one(['0', '-1', '1:', ':-1', '::-1', '::2', '5', '-3:', '1:2', '0:0', '2.0'])}]`,
    `${list()} ${chance.one(['+', '*', '==', 'in', '<'])} ${chance.one([list(), number()])}`,
    `${chance.one(['len', 'sum', 'max', 'min', 'sorted', 'list', 'tuple', 'set', 'reversed', 'any', 'all', 'bool', 'abs', 'str', 'repr', 'enumerate', 'int', 'float', 'round'])}(${chance.one([list(), number()])})`
      .replace(/^(enumerate|reversed)(.*)$/, 'list($1$2)')
      .replace(/^type(.*)$/, 'str(type$1)'),
    `round(${number()} / 3${chance.one(['', ', 2', ', 1'])})`,
    `[q * 2 for q in ${list()}${chance.one(['', ' if q'])}]`,
    `f"{${number()}}${chance.one(['', ' {1/3:.2f}', ' {3:5d}', ' {2.0}', ' {1e-7}', ' {0.1 + 0.2}', ' {True}'])}"`,
    `${chance.one(['int', 'float', 'str', 'bool'])}(${chance.one([number(), "'3'", "'2.5'", "''", "'a'", 's', 'n', 'm[0, 0]', 'x[0]', 's * 2'])})`,
    `${number()} if ${number()} else ${number()}`,
    `not ${chance.one([number(), list()])}`,
    `-${number()}`,
    `~${number()}`,
    `x.shape[0] ${chance.one(['/', '//', '*', '%', '**'])} ${number()}`,
    `list(range(${chance.one(['5', '1, 5', '5, 0, -2', '0, 10, 3', '3, 3', '4.0', '4 / 2', '5, 1', '0'])}))`,
    `list(zip(${list()}, ${list()}))`,
    `list(map(lambda q: q * 2, ${list()}))`,
    `${chance.one(["'a,b'.split(',')", "' ab '.strip()", "'ab'.upper()", "'-'.join(['a', 'b'])", "'abc'.replace('b', 'x')", "'a b'.split()", "'abc'.find('c')", "'%d' % 3", "'{} {}'.format(1, 2)", "'ab' * 2", "'a' < 'b'", "'abc'.startswith('a')", "'ABC'.lower()", "'abc'.index('b')", "'aXb'.title()", "'5'.zfill(3)", "'ab'.center(6)", "'aab'.count('a')", "'ab\\n'.splitlines()", "'abc'.isalpha()"])}`,
    `${chance.one(["{'a': 1}.get('b', 2)", "{'a': 1}['b']", "list({'a': 1, 'b': 2}.items())", "{**{'a': 1}, 'b': 2}", 'dict(a=1)', '{q: q * q for q in range(3)}', 'sorted({3, 1, 2})', '{1, 2} | {3}', '{1, 2} & {2}', '{1, 2} - {2}', "dict(zip('ab', [1, 2]))", "{'a': 1} == {'a': 1}", "'a' in {'a': 1}", "max({'a': 1, 'b': 2}, key=lambda q: q)"])}`,
  ])
}
