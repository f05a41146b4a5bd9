/** As of the program, where nobody asks for another. */
export const SEED = 42
