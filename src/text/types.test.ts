/** Types are taken away so that what is left is, word by word, what TypeScript's own compiler leaves. */
import { describe, expect, test } from 'vitest'
import { compiledBy, differenceFrom } from './testing.ts'

type Case = readonly [what: string, text: string]

const apart: readonly Case[] = [
  ['an alias before a bracket', 'a\ntype A = B\n(c)'],
  ['an alias before a list', 'a\ntype A = B\n[c].d()'],
  ['an alias before a template', 'a\ntype A = B\n`c`'],
  ['an alias that goes on in the next line', 'type A = B\n  | C\n  & D\n(e)'],
  ['an interface', 'a\ninterface A {}\n(b)'],
  ['a declaration', 'a\ndeclare const b: C\n(d)'],
  ['an exported declaration', 'a\nexport declare const b: C\n(d)'],
  ['an exported alias', 'a\nexport type A = B\n(c)'],
  ['an exported interface', 'a\nexport interface A {}\n[c]'],
  ['an interface that is the default', 'a\nexport default interface A {}\n(c)'],
  ['a list of exported types', 'type A = 1\na\nexport type { A }\n(b)'],
  ['types of another module', "a\nexport type * from 'b'\n(c)"],
  ['a head of a function', 'a\nfunction f(): void\nfunction f(b?) {}'],
  ['an exported head of a function', 'export function f(): void\nexport function f(b?) {}\n(c)'],
  ['a default head of a function', 'export default function f(): void\nexport default function f(a?) {}'],
  ['a type of a variable', 'let a: A\n(b)'],
  ['a type of a variable that is given later', 'let a!: A\n(b)'],
  ['a type of one of several', 'let a, b: A\n[c] = d'],
  ['a cast', 'a = b as A\n(c)'],
  ['a cast before a list', 'a = b as A\n[c]'],
  ['a cast before a template', 'a = b as A\n`c`'],
  ['a cast over two lines', 'a = b as\nA\n(c)'],
  ['two casts', 'a = b as unknown as A\n(c)'],
  ['a cast of a constant', 'const a = b satisfies A\n(c)'],
  ['a cast of an exported constant', 'export const a = b as A\n(c)'],
  ['a cast of a default', 'export default a as A\n(c)'],
  ['a cast that is returned', 'function f() { return a as A\n(b) }'],
  ['a cast that is thrown', 'throw a as A\n(b)'],
  ['a cast behind an arrow', 'const f = () => a as A\n(b)'],
  ['a cast behind if', 'if (a) b as A\nelse c as A\n(d)'],
  ['a cast in a var behind if', 'if (a) var b = c as A\n(d)'],
  ['a cast in a var behind for', 'for (;;) var b = c as A\n(d)'],
  ['a cast in a var behind a label', 'a: var b = c as A\n(d)'],
  ['a cast in a case', 'switch (a) { case 1: b as A\n(c)\ndefault: var d = e as A\n(f) }'],
  ['a cast behind do', 'do a as A\nwhile (b)'],
  ['a cast in a static block', 'class A { static { a as A\n(b) } }'],
  ['a cast in the head of a loop', 'for (let a = b as A, c = d as A; a as B; c!) {}'],
  ['a cast in the head of a loop over a list', 'for (const a of b as A) (c)\nfor (const d in e as A) (f)'],
  ['arguments for types', 'const f = g<A>\nconst h = 1'],
  ['an alias behind if', 'if (a) type A = B\n(c)'],
  ['a declaration behind if', 'if (a) declare const b: A\nelse c'],
  ['an alias with a label', 'a: type A = B'],
]

const goingOn: readonly Case[] = [
  ['a sign in the next line', 'a = b as A\n+ c'],
  ['a slash in the next line', 'a = b as A\n/c/g.exec()'],
  ['arguments for types, and a call', 'const f = g<A>\n(b)'],
  ['arguments for types, and a place', 'const f = g<A>\n[0]'],
  ['arguments for types, and a template', 'const f = g<A>\n`b`'],
  ['arguments for types in a class', 'class A { a = f<B>\n[c] = 1 }'],
  ['new with arguments for types', 'const a = new A<B>\n(c)'],
  ['what is not null, and a call', 'a = b!\n(c)'],
  ['a cast in brackets, and a call', 'a = (b as A)\n(c)'],
  ['an arrow behind several lines of types', 'const f = (\n  a: A,\n): Promise<\n  B\n> => a'],
  ['an arrow whose type begins a line', 'const f = (a)\n  : A => a'],
  ['an arrow whose type begins behind a comment', 'const f = (a) // b\n  : A => a'],
  ['async and several lines of types', 'const f = async <\n  A,\n>(a: A) => a'],
  ['async and brackets in the next line', 'const f = async <A>\n(a: A) => a'],
  ['return and several lines of types', 'function f() { return <A,\nB>(a: A) => a }'],
  ['return and brackets in the next line', 'function f() { return <A>\n(a: A) => a }'],
  ['a comment of two lines in a type', 'const f = async <A /*\n*/>(a): /*\n*/ B => a'],
  ['another end of a line in a type', 'const f = (a): A<\u2028B> => a\nconst g = (a): A<\rB> => a'],
]

const classes: readonly Case[] = [
  ['a field before a list', 'class A { a: B\n[c]: D = 1 }'],
  ['a field before a generator', 'class A { a: B\n*c() {} }'],
  ['a cast before a list', 'class A { a = 1 as B\n[c]() {} }'],
  ['a cast in a private field before a list', 'class A { #a = 1 as B\n[c]() {} }'],
  ['a modifier before a list', 'class A { a = 1\npublic [b] = 2\nprivate *c() {} }'],
  ['a declaration before a list', 'class A { a = 1\ndeclare b: B\n[c]() {} }'],
  ['an index before a list', 'class A { a: B\n[k: string]: C\n[d]() {} }'],
  ['a head of a method before a list', 'class A { a = 1\nb(): void\nb(c?) {}\n[d]() {} }'],
  ['a field that is called get', 'class A { get: B\na() {}\nset?: B\nb(c) {}\nstatic!: B\nd() {} }'],
  [
    'names that are modifiers',
    'class A { public; readonly = 1; abstract: B; declare?: B; private!: B; override() {} }',
  ],
  [
    'modifiers of names that are modifiers',
    'class A { public public: B; private readonly; protected abstract() {} }',
  ],
  [
    'modifiers in names',
    "class A { private 'public' = 1; protected [readonly]: B; public [`abstract`]?: B }",
  ],
  ['what ends a modifier', 'class A { readonly\na\npublic static\nb }'],
  ['names in brackets', 'class A { [(a)]?: B; [(b)]!: B; [(c as B)]?: B; [d!]; [(e)]?() {} }'],
  [
    'abstract members',
    'abstract class A { abstract a: B; abstract b(): C; abstract get d(): E; f = 1\nabstract [g]: H }',
  ],
  [
    'a class that begins with what it is',
    'export abstract class A {}\nabstract class B {}\nexport default abstract class {}',
  ],
  [
    'heritage',
    'class implements1 extends A<B>\nimplements C, D.E<F> {}\nabstract class B implements implements2 {}',
  ],
  [
    'heritage of all kinds',
    'class A extends (B as C)<D> {}\nclass E extends f<G>(h) {}\nconst i = class<J> implements K {}',
  ],
  [
    'private members',
    'class A { #a?: B; readonly #b!: C; static readonly #c: D = 1; #d<E>(): F {} get #e(): G { return 1 } }',
  ],
  [
    'override',
    'class A extends B { override a: C; protected static override readonly async = 1; override *d() {} }',
  ],
  ['what a declared class holds', 'declare class A { constructor(private a: B); c: D }\n(e)'],
]

const heads: readonly Case[] = [
  [
    'this',
    'function f(this: A) {}\nfunction g(this: A, b) {}\nfunction h(this\n, b) {}\nfunction i(this: A,) {}',
  ],
  [
    'this of methods',
    'a = { b(this: C) {}, *d(this) {} }\nclass A { e(this: F, g) {} static #h(this: A) {} }',
  ],
  ['this of a function that is a value', 'a = function (this: A, b: B) {}'],
  [
    'what may be left out',
    'function f(a?, b ?: B, { c }?: C, [d]?: D): void\nfunction f(a? /*?*/, b /*?*/ ?: B, c?) {}',
  ],
  ['what may be left out of an arrow', 'const f = (a?) => a, g = (a ? : A, b?) => a ? (b) : (c)'],
  ['parts of parameters', 'function f({ a, b: [c] }: A = {} as B, [d = e as C]: D[], ...f: E[]) {}'],
  [
    'what a function says',
    'function f(a): asserts a is A {}\nfunction g(a): a is B {}\nfunction h(): this is C {}',
  ],
  ['arrows in conditions', 'a = b ? (c): D => e : f\ng = h ? (i) => (j) : k => l'],
  ['functions as types', 'const f = (): (() => A) => b, g = (): new () => A => c'],
  ['catch', 'try {} catch (a: unknown) {}\ntry {} catch ({ b }: any) {}'],
  [
    'an object',
    'a = { b: c as D, [e as F]: g!, ...h as I, get j(): K { return 1 }, set l(m: N) {}, async *[o]<P>() {} }',
  ],
  ['chains', 'a?.b!.c; (a?.b)!.c; a!?.b; a?.[0]!.b!(); a?.b!<A>(c); d?.<A>(e); f!!; g![0]'],
  [
    'what is assigned to',
    '(a as A) = b; [c as A, d!] = e; ({ f: g as A, ...h! } = i); for ((j as A) of k) {}; l! += 1; m!++',
  ],
  ['new', 'new A!.b(); new (a as B)(); new C<D>; new E<F>(g as H)'],
  ['templates', `a<B>\`c$\{d as E}\`; \`$\{f!}$\{<G>h}\``],
  ['assertions in front', 'a = <A>b; c = <const>[d]; e = (<any>f).g; h(<A<B>>i); j = <(A)>k'],
  [
    'assertions before braces',
    '(<A>{}).b; c = <A>{}; d(<A>function () {}); e => (<A>{}); f = (<A>class {}); (<A>function () {})()',
  ],
  ['a less than, not a type', 'a = b < c > d\ne\n<A>f'],
  ['definite', 'let a!: A, b /*!*/ ! : B'],
  [
    'words that are also names',
    'type as = 1; let type = 2, satisfies = 3, is = 4\ntype = 5\nas as A\nsatisfies satisfies A',
  ],
  ['words at the end of a line', 'declare\na\nabstract\nclass A {}\ntype\nB = c\nnamespace\nd'],
  ['comments', 'a /* as */ as /* B */ B /* c */\nlet d /* : E */ : /* F */ F /* = */ = 1 // as G'],
  [
    'comments in a class',
    'class /* a */ A /* < */ <B> /* extends */ implements /* C */ C { /* public */ public /* ? */ d /* ? */ ?: E }',
  ],
  [
    'ambient modules',
    "declare module 'a' { export = b }\ndeclare namespace C { namespace D { enum E {} } }\ndeclare global { var f }\n(g)",
  ],
  ['ambient enums', 'declare enum A { b }\ndeclare const enum C {}\n(d)'],
  ['imports and exports of types', "import type A = require('a')\nexport as namespace B\n(c)"],
  [
    'generics',
    'function f<const A extends B = C, D = E>(e: A) {}\nconst g = <A,>(h: A) => h\nclass F<in out A> {}',
  ],
]

for (const [what, cases] of Object.entries({
  'nothing runs together that was apart': apart,
  'nothing falls apart that went on': goingOn,
  'members of classes': classes,
  'what stands around types': heads,
})) {
  describe(what, () => {
    const compiled = compiledBy(cases.map(([, text]) => text))
    test.each(cases.map(([name, text], i) => [name, text, compiled[i]] as const))('%s', (_, text, by) => {
      expect(differenceFrom(by, text)).toBeNull()
    })
  })
}
