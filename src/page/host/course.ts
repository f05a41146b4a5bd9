/** The files of the static site: the list of exercises, and each exercise as it is asked for. */

import type { LessonView } from '../contract.ts'
import type { KindView } from '../practice-view.ts'
import type { Listed } from '../tracks.ts'

/** `index.json`. */
export interface CourseIndex {
  readonly exercises: readonly Listed[]
  /** The track that a new learner begins with; null: the first. */
  readonly start: string | null
  /** What exercises can import of the library. */
  readonly library: readonly string[]
  /** What can be practised. */
  readonly kinds: readonly KindView[]
}

/** `lessons/makemore/02_softmax.json`. */
export interface LessonFile {
  readonly lesson: LessonView
  /** For the judge, by their paths in the pack: the solution, what it imports or includes, and the tables it reads. */
  readonly files: Readonly<Record<string, string>>
}

export interface Course {
  readonly index: CourseIndex
  readonly lesson: (id: string) => Promise<LessonFile>
  readonly names: () => Promise<string>
}

/** `base`: the address of the folder that holds the site. */
export async function openCourse(base: string): Promise<Course> {
  const fetched = async (path: string): Promise<Response> => {
    const response = await fetch(new URL(path, base))
    if (!response.ok) throw new Error(`${path} cannot be loaded (${response.status})`)
    return response
  }
  const lessons = keptPromises((id: string) =>
    fetched(lessonPath(id)).then(response => response.json() as Promise<LessonFile>),
  )
  const names = keptPromises(() => fetched('names.txt').then(response => response.text()))
  return {
    index: await fetched('index.json').then(response => response.json() as Promise<CourseIndex>),
    lesson: lessons,
    names: () => names(''),
  }
}

export const lessonPath = (id: string): string => `lessons/${id}.json`

/** One that failed is asked for again. */
function keptPromises<T>(make: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>()
  return name => {
    const known = kept.get(name)
    if (known !== undefined) return known
    const made = make(name)
    kept.set(name, made)
    made.catch(() => kept.delete(name))
    return made
  }
}
