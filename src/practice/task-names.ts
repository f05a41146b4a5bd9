/** What tasks are called. */

/** The track that tasks are in. */
export const DRILL = 'drill'

/** Whether it's a task of a drill, by its name. */
export const isTask = (id: string): boolean => id.startsWith(`${DRILL}/`)
