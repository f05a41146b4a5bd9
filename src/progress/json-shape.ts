/** The form that JSON should have, as small functions that give the first reason why it has not. */

/** Null if the value is of this form, else a phrase that says where and why not. */
export type JsonShape = (value: unknown, where: string) => string | null

/** A form without parts. `needed` is how a person would call it. */
export function plain(needed: string, fits: (value: unknown) => boolean): JsonShape {
  return (value, where) => {
    if (fits(value)) return null
    return value === undefined ? `${where} is missing` : `${where} should be ${needed}, but is ${show(value)}`
  }
}

/** An object whose values are all of one form, under any names. */
export function recordOf(form: JsonShape): JsonShape {
  return (value, where) =>
    record(value, where) ??
    first(Object.entries(value as object), ([name, part]) => form(part, `${where}[${show(name)}]`))
}

/** A list of things of one form. */
export function listOf(form: JsonShape): JsonShape {
  return (value, where) =>
    plain('a list', Array.isArray)(value, where) ??
    first([...(value as unknown[]).entries()], ([i, part]) => form(part, `${where}[${i}]`))
}

/** Null, or of this form. */
export const orNull =
  (form: JsonShape): JsonShape =>
  (value, where) =>
    value === null ? null : form(value, where)

/** Not there, or of this form. */
export const optional =
  (form: JsonShape): JsonShape =>
  (value, where) =>
    value === undefined ? null : form(value, where)

/** An object with these fields. It may have others. */
export function fields(forms: Readonly<Record<string, JsonShape>>): JsonShape {
  return (value, where) =>
    record(value, where) ??
    first(Object.entries(forms), ([name, form]) =>
      form((value as Record<string, unknown>)[name], `${where}.${name}`),
    )
}

const record = plain(
  'an object',
  value => typeof value === 'object' && value !== null && !Array.isArray(value),
)

function first<T>(items: readonly T[], reason: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = reason(item)
    if (found !== null) return found
  }
  return null
}

function show(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
