/** How much the server takes on: nothing that a page or a folder says makes it read, hold or run more. */
export const limits = {
  /** Bytes of a request's body. */
  body: 64 * 1024,
  /** Open event streams. */
  streams: 24,
  /** Open connections. */
  connections: 256,
  /** Studies started from the page that run at the same time: each one takes all cores. */
  running: 2,
  /** Runs that a study started from the page may foresee. */
  runsOfStudy: 20_000,
  /** Bytes of run.json, study.json and report.html that are read. */
  runFile: 4 * 1024 * 1024,
  studyFile: 16 * 1024 * 1024,
  report: 64 * 1024 * 1024,
  /** Folders that are looked into, and how deep. */
  folders: 50_000,
  depth: 6,
  /** Bytes of one line of events. */
  line: 32 * 1024 * 1024,
  /** Bytes that curves and heat maps of opened runs may take together. */
  histories: 256 * 1024 * 1024,
  /** Places of all series of one run. */
  places: 40_000,
  /** Points of a curve, and columns of a heat map, before they are halved. */
  points: 1024,
  columns: 256,
  /** Fields of a spec that are told, and characters of any text from a file. */
  fields: 300,
  text: 300,
  /** Milliseconds in which a study must be read. */
  studyMs: 120_000,
} as const;
