/** What every figure can be told. */
export interface ChartOptions {
  /** Read out first, and shown as a tooltip. */
  readonly title: string;
  /** What the figure shows, in a sentence, for those who cannot see it. */
  readonly description: string;
  /** Needed outside a browser. */
  readonly document?: Document;
  readonly width?: number;
  readonly height?: number;
}
