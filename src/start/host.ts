/** What this program is started with to run the checks of another that watches. No learner writes it. */
export const HOST = 'host-of-watch'
