/** Block diagrams of sublayers as SVG: the stream runs straight on, the branch hangs below it. */
import { type Box, type DiagramData, wiresOf } from './diagram-data.ts';
import { textWidth } from './text.ts';
import { armColor, fontSize, fontStack, surface } from './theme.ts';

export type { DiagramData } from './diagram-data.ts';

/** One sublayer of several that differ. */
export interface DiagramRow {
  /** Written above it; nothing when empty. */
  readonly label: string;
  readonly data: DiagramData;
}

const [half, gap, noteHeight, legendHeight, labelHeight] = [14, 18, 15, 16, 20];
const [extraHeight, branchDrop, rowGap, margin] = [34, 48, 14, 4];
const fills: Readonly<Record<Box['kind'], string>> = { norm: armColor(0), branch: surface('panel'), scale: surface('paper') };
const inks: Readonly<Record<Box['kind'], string>> = { norm: surface('paper'), branch: surface('ink'), scale: surface('ink') };

/** @param title what a screen reader says; the equation is a good one. */
export const sublayerDiagram = (data: DiagramData, title: string): string => stackedDiagram([{ label: '', data }], title);

/** Several sublayers below one another in one picture, and lines of words below them all. */
export function stackedDiagram(rows: readonly DiagramRow[], title: string, footer: readonly string[] = []): string {
  const pen = new Pen();
  let y = margin;
  rows.forEach((row, i) => {
    y = drawRow(pen, row, i === 0 ? y : y + rowGap);
  });
  for (const line of footer) {
    pen.words(line, margin, y + legendHeight / 2);
    y += legendHeight;
  }
  return pen.svg(title, y + margin);
}

/** @returns where the row ends. */
function drawRow(pen: Pen, { label, data }: DiagramRow, top: number): number {
  const { main, branch, extra } = wiresOf(data);
  if (label) pen.words(label, margin, top + labelHeight / 2);
  const extraY = top + (label ? labelHeight : 0) + half + margin;
  const mainY = extra ? extraY + extraHeight : extraY;
  const branchY = mainY + branchDrop;

  const fork = pen.start(main.name, mainY).row(main.boxes, mainY).x + 8;
  if (branch) pen.start(branch.name, branchY).row(branch.boxes, branchY);
  else pen.corner(fork, mainY, branchY);
  pen.row(data.branch, branchY);
  const branchEnd = pen.x;
  const widest = data.identity.reduce((sum, box) => sum + widthOf(box) + gap, fork + gap);
  const add = Math.max(branchEnd, widest, extra ? pen.start(extra.name, extraY).row(extra.boxes, extraY).x : 0) + 14;

  pen.path(`M${branchEnd},${branchY} H${add} V${mainY + 10}`);
  if (extra) pen.path(`M${pen.x},${extraY} H${add} V${mainY - 10}`);
  pen.between(data.identity, branch ? fork - 8 : fork, add, mainY);
  pen.plus(add, mainY);
  pen
    .move(add + 10)
    .row(data.exit, mainY)
    .end(mainY);

  let y = branchY + half + margin + noteHeight * Math.max(0, ...data.branch.map(({ notes = [] }) => notes.length));
  for (const line of data.legend ?? []) {
    pen.words(line, margin, y + legendHeight / 2);
    y += legendHeight;
  }
  return y;
}

class Pen {
  x = 0;
  private width = 0;
  private readonly parts: string[] = [];

  move(x: number): this {
    this.x = x;
    return this;
  }

  /** A line's name, where it begins. */
  start(name: string, y: number): this {
    this.name(name, 10, y);
    return this.move(20);
  }

  row(boxes: readonly Box[], y: number): this {
    for (const box of boxes) {
      this.arrow(this.x, y, this.x + gap);
      this.box(box, this.x + gap, y);
    }
    return this;
  }

  /** From the fork down to the branch; the line that feeds the fork besides. */
  corner(fork: number, mainY: number, branchY: number): void {
    this.line(this.x, mainY, fork);
    this.path(`M${fork},${mainY} V${branchY}`);
    this.move(fork);
  }

  /** Boxes in the middle of the way from the fork to the sum. */
  between(boxes: readonly Box[], from: number, add: number, y: number): void {
    const total = boxes.reduce((sum, box) => sum + widthOf(box), 0);
    this.arrow(from, y, add - 10);
    this.move((from + add - total) / 2);
    for (const box of boxes) this.box(box, this.x, y);
  }

  end(y: number): void {
    this.arrow(this.x, y, this.x + 22);
    this.name('x', this.x + 32, y);
    this.reach(this.x + 42);
  }

  words(text: string, x: number, y: number): void {
    this.parts.push(
      `<text x="${x}" y="${y}" fill="${surface('muted')}" font-size="${fontSize.label}" dominant-baseline="central">${escapeText(text)}</text>`,
    );
    this.reach(x + textWidth(text, fontSize.label) + margin);
  }

  path(d: string): void {
    this.parts.push(`<path d="${d}" fill="none" stroke="${surface('ink')}" stroke-width="1.3"/>`);
  }

  plus(x: number, y: number): void {
    this.parts.push(`<circle cx="${x}" cy="${y}" r="10" fill="${surface('paper')}" stroke="${surface('ink')}" stroke-width="1.3"/>`);
    this.path(`M${x - 5},${y} H${x + 5} M${x},${y - 5} V${y + 5}`);
  }

  svg(title: string, height: number): string {
    const width = Math.ceil(this.width);
    const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" style="max-width:100%;height:auto" font-family="${escapeText(fontStack)}" font-size="${fontSize.heading}">`;
    return `${head}<title>${escapeText(title)}</title>${this.parts.join('')}</svg>`;
  }

  private box(box: Box, x: number, y: number): void {
    const { kind, label, notes = [] } = box;
    const width = widthOf(box);
    const center = `fill="${inks[kind]}" text-anchor="middle" dominant-baseline="central"`;
    this.parts.push(
      `<rect x="${x}" y="${y - half}" width="${width}" height="${2 * half + noteHeight * notes.length}" rx="5" fill="${fills[kind]}" stroke="${surface('muted')}"/>`,
      `<text x="${x + width / 2}" y="${y}" ${center}>${escapeText(label)}</text>`,
      ...notes.map(
        (note, i) =>
          `<text x="${x + width / 2}" y="${y + noteHeight * (i + 1)}" font-size="${fontSize.tick}" ${center}>${escapeText(note)}</text>`,
      ),
    );
    this.move(x + width);
  }

  private name(value: string, x: number, y: number): void {
    this.parts.push(
      `<text x="${x}" y="${y}" fill="${surface('ink')}" font-style="italic" text-anchor="middle" dominant-baseline="central">${escapeText(value)}</text>`,
    );
  }

  private line(x1: number, y: number, x2: number): void {
    this.path(`M${x1},${y} H${x2}`);
  }

  private arrow(x1: number, y: number, x2: number): void {
    this.line(x1, y, x2);
    this.path(`M${x2 - 5},${y - 3} L${x2},${y} L${x2 - 5},${y + 3}`);
  }

  private reach(x: number): void {
    this.width = Math.max(this.width, x);
  }
}

/** Wide enough for the label and the notes. */
const widthOf = ({ label, notes = [] }: Box): number =>
  Math.round(20 + Math.max(textWidth(label, fontSize.heading), ...notes.map((note) => textWidth(note, fontSize.tick))));

const escapeText = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] as string);
