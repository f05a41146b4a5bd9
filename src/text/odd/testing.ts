/** For tests: the words that odd TypeScript is composed of, and its types. */
import { generator } from '../../tensor/random.ts'

export type Dice = ReturnType<typeof diceOf>

/** Chooses and repeats; all by the random numbers of one seed. */
export function diceOf(seed: number) {
  const { random } = generator(seed)
  const pick = <T>(...list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const chance = (of: number): boolean => random() < of
  const maybe = (text: string | (() => string), of = 0.5): string => {
    if (!chance(of)) return ''
    return typeof text === 'string' ? text : text()
  }
  const some = (one: () => string, between: string, most = 3): string =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, one).join(between)
  const many = (one: () => string, between: string): string => `${one()}${maybe(() => `${between}${one()}`)}`
  const word = (list: string): string => pick(...list.split(' '))
  /** Some of these words, each once. */
  const words = (list: string, most: number): string[] => [
    ...new Set(Array.from({ length: Math.floor(random() * (most + 1)) }, () => word(list))),
  ]
  let count = 0
  const next = (): number => ++count
  const fresh = (): string => `${word('x type as is $ declare get of')}${next()}`
  let deep = 0
  /** One of these, of the first three where it would be too deep otherwise. */
  const oneOf = (...forms: readonly (() => string)[]): string => {
    deep++
    const text = deep > 4 ? pick(...forms.slice(0, 3))() : pick(...forms)()
    deep--
    return text
  }
  /** What may stand between any two words of a type. */
  const gap = (): string => pick('', ' ', ' ', '\n', '/* : ) => */', ' // < ( {\n', '\r\n')
  return { pick, chance, maybe, some, many, word, words, next, fresh, oneOf, gap }
}

export const NAMES = 'a b c type as of is satisfies'

export function typesOf({ pick, maybe, some, many, word, words, oneOf, gap }: Dice) {
  const typeName = (): string => word('A B C.D E string number unknown undefined symbol')
  const type = (): string =>
    oneOf(
      typeName,
      // In brackets: what else @babel/parser takes the beginning of the next line for a part of.
      () => word("'s' (-1) true null this 10n `t` void any never object bigint boolean"),
      () => pick("(import('m').N)", "(typeof import('m'))", 'typeof a', 'typeof a.b'),
      () => `A<${gap()}${many(type, ', ')}${gap()}>`,
      () => `(${gap()}${type()}${gap()})[]`,
      () => `${typeName()}[${gap()}${type()}${gap()}]`,
      () => `(${type()}${gap()}|${gap()}${type()})`,
      () => `(|${gap()}${type()} &${gap()}${type()})`,
      () => `(keyof ${typeName()})`,
      () => `(readonly ${typeName()}[])`,
      () => `[${gap()}${some(() => `${type()}, `, '')}${pick('', `...${typeName()}[]`, `${typeName()}?`)}]`,
      () => `[a${maybe('?')}: ${type()},${gap()}...b: ${typeName()}[]]`,
      () => `{${gap()}${some(signature, pick(';', ',', '\n'))}${gap()}}`,
      () => `(${typeParameters()}(${parameters()})${gap()}=>${gap()}${type()})`,
      () => `(${maybe('abstract ')}new ${typeParameters()}(${parameters()}) =>${gap()}${type()})`,
      () =>
        `(${type()} extends ${pick(typeName(), 'infer Q', '(infer Q extends string)')}${gap()}?${gap()}${type()} : ${type()})`,
      () =>
        `{ ${pick('', 'readonly ', '-readonly ')}[K in ${typeName()}${maybe(() => ` as ${type()}`)}]${pick('', '?', '-?')}: ${type()} }`,
      () => `\`p$\{${type()}}q$\{${type()}}\``,
      () => `typeof a.b<${type()}>`,
    )
  const signature = (): string =>
    oneOf(
      () => `${maybe('readonly ')}${pick('a', "'b'", '3')}${maybe('?')}: ${type()}`,
      () => `[k: string]: ${type()}`,
      () => `c${maybe('?')}${typeParameters()}(${parameters()}): ${type()}`,
      () => `${maybe('new ')}${typeParameters()}(${parameters()}): ${type()}`,
      () => `get d(): ${type()}\nset d(v: ${type()})`,
    )
  const typeParameters = (constant = ''): string =>
    maybe(
      () =>
        `<${gap()}${constant}${pick('T', 'U')}${maybe(() => ` extends ${type()}`)}${maybe(() => `${gap()}= ${type()}`)}${maybe(',')}${gap()}>`,
    )
  const typeArguments = (): string => maybe(() => `<${gap()}${many(type, ',')}${gap()}>`, 0.3)
  const annotation = (chance = 0.6): string => maybe(() => `${gap()}:${gap()}${type()}`, chance)
  const result = (): string =>
    maybe(
      () => `${gap()}:${gap()}${pick(type(), type(), 'a is A', 'asserts a is B', 'asserts a', 'this is C')}`,
    )
  const parameters = (): string =>
    [...words(NAMES, 3).map(name => `${name}${gap()}${maybe('?')}`), ...words('...rest', 1)]
      .map(one => `${one}${annotation()}`)
      .join(', ')
  return { typeName, type, signature, typeParameters, typeArguments, annotation, result, parameters }
}
