/** The block diagram of one sublayer as SVG: the stream runs straight on, the branch hangs below it. */
import { armColor, fontSize, fontStack, surface } from './theme.ts';

interface Box {
  readonly kind: 'norm' | 'branch' | 'scale';
  readonly label: string;
}

export interface DiagramData {
  readonly entry: readonly Box[];
  readonly branch: readonly Box[];
  readonly identity: readonly Box[];
  readonly exit: readonly Box[];
}

const [streamY, branchY, boxHeight, gap] = [26, 74, 28, 18];
const fills: Readonly<Record<Box['kind'], string>> = { norm: armColor(0), branch: surface('panel'), scale: surface('paper') };
const inks: Readonly<Record<Box['kind'], string>> = { norm: surface('paper'), branch: surface('ink'), scale: surface('ink') };

/** @param title what a screen reader says; the equation is a good one. */
export function sublayerDiagram(data: DiagramData, title: string): string {
  const pen = new Pen();
  pen.text('x', 8, streamY);
  pen.move(20);
  pen.row(data.entry, streamY);
  const fork = pen.x + 8;
  pen.line(pen.x, streamY, fork, streamY);
  pen.move(fork + gap);
  pen.row(data.branch, branchY);
  const add = pen.x + 14;
  pen.identity(data.identity, fork, add);
  pen.path(`M${fork},${streamY} V${branchY} H${fork + gap}`);
  pen.path(`M${pen.x},${branchY} H${add} V${streamY + 10}`);
  pen.plus(add, streamY);
  pen.move(add + 10);
  pen.row(data.exit, streamY);
  pen.arrow(pen.x, streamY, pen.x + 22);
  pen.text('x', pen.x + 32, streamY);
  return pen.svg(title);
}

class Pen {
  x = 0;
  private readonly parts: string[] = [];

  move(x: number): void {
    this.x = x;
  }

  row(boxes: readonly Box[], y: number): void {
    for (const box of boxes) {
      this.arrow(this.x, y, this.x + gap);
      this.box(box, this.x + gap, y);
    }
  }

  /** Boxes of the identity stand in the middle of the way from the fork to the sum. */
  identity(boxes: readonly Box[], fork: number, add: number): void {
    const back = this.x;
    const total = boxes.reduce((sum, { label }) => sum + widthOf(label), 0);
    this.arrow(fork, streamY, add - 10);
    this.x = (fork + add - total) / 2;
    for (const box of boxes) this.box(box, this.x, streamY);
    this.x = back;
  }

  box({ kind, label }: Box, x: number, y: number): void {
    const width = widthOf(label);
    this.parts.push(
      `<rect x="${x}" y="${y - boxHeight / 2}" width="${width}" height="${boxHeight}" rx="5" fill="${fills[kind]}" stroke="${surface('muted')}"/>`,
      `<text x="${x + width / 2}" y="${y}" fill="${inks[kind]}" text-anchor="middle" dominant-baseline="central">${escapeText(label)}</text>`,
    );
    this.x = x + width;
  }

  text(value: string, x: number, y: number): void {
    this.parts.push(
      `<text x="${x}" y="${y}" fill="${surface('ink')}" font-style="italic" text-anchor="middle" dominant-baseline="central">${escapeText(value)}</text>`,
    );
  }

  line(x1: number, y1: number, x2: number, y2: number): void {
    this.path(`M${x1},${y1} L${x2},${y2}`);
  }

  path(d: string): void {
    this.parts.push(`<path d="${d}" fill="none" stroke="${surface('ink')}" stroke-width="1.3"/>`);
  }

  arrow(x1: number, y: number, x2: number): void {
    this.line(x1, y, x2, y);
    this.path(`M${x2 - 5},${y - 3} L${x2},${y} L${x2 - 5},${y + 3}`);
  }

  plus(x: number, y: number): void {
    this.parts.push(`<circle cx="${x}" cy="${y}" r="10" fill="${surface('paper')}" stroke="${surface('ink')}" stroke-width="1.3"/>`);
    this.path(`M${x - 5},${y} H${x + 5} M${x},${y - 5} V${y + 5}`);
  }

  svg(title: string): string {
    const [width, height] = [Math.ceil(this.x + 44), branchY + boxHeight / 2 + 6];
    const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${escapeText(fontStack)}" font-size="${fontSize.heading}">`;
    return `${head}<title>${escapeText(title)}</title>${this.parts.join('')}</svg>`;
  }
}

/** Wide enough for the label: CJK characters take twice the room. */
const widthOf = (label: string): number =>
  20 + Array.from(label).reduce((sum, character) => sum + ((character.codePointAt(0) as number) > 0x2e80 ? 14 : 8), 0);

const escapeText = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] as string);
