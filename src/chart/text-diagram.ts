/** The block diagram of a sublayer in box-drawing characters, for terminals. */
import stringWidth from 'string-width';
import { type Box, type DiagramData, wiresOf } from './diagram-data.ts';

const gap = 2;

export function textDiagram(data: DiagramData): string {
  const { main, branch, extra } = wiresOf(data);
  const canvas = new Canvas();
  const extraY = 1;
  const mainY = extra ? extraY + 3 : 1;
  const boxesBeside = [...main.boxes, ...data.identity, ...data.exit].length > 0;
  const branchY = mainY + (boxesBeside ? 3 : 2);

  const fork = canvas.start(main.name, mainY).row(main.boxes, mainY).x + 1;
  if (branch) canvas.start(branch.name, branchY).row(branch.boxes, branchY);
  else
    canvas
      .rule(fork - 1, mainY, fork)
      .put(fork, mainY, '┬')
      .fall(fork, mainY, branchY)
      .put(fork, branchY, '└')
      .move(fork + 1);
  canvas.row(data.branch, branchY);
  const branchEnd = canvas.x;
  const identityWidth = data.identity.reduce((sum, box) => sum + widthOf(box) + gap, gap);
  const extraEnd = extra ? canvas.start(extra.name, extraY).row(extra.boxes, extraY).x : 0;
  const add = Math.max(branchEnd, fork + 1 + identityWidth, extraEnd) + gap + 1;

  canvas.rule(branchEnd, branchY, add).put(add, branchY, '┘').fall(add, mainY, branchY);
  if (extra) canvas.rule(extraEnd, extraY, add).put(add, extraY, '┐').fall(add, extraY, mainY);
  const from = branch ? fork - 1 : fork + 1;
  canvas.rule(from, mainY, add);
  canvas.move(from + Math.floor((add - 1 - from - identityWidth + 2 * gap) / 2) - gap);
  canvas.row(data.identity, mainY);
  canvas
    .put(add - 1, mainY, '(+)')
    .move(add + 2)
    .row(data.exit, mainY);
  canvas.rule(canvas.x, mainY, canvas.x + gap).put(canvas.x + gap, mainY, '→ x');
  return [canvas.text(), ...(data.legend ?? []).map((line) => ` ${line}`)].join('\n');
}

/** Cells of one column each; a wide character fills two. */
class Canvas {
  x = 0;
  private readonly rows: string[][] = [];

  move(x: number): this {
    this.x = x;
    return this;
  }

  start(name: string, y: number): this {
    this.put(1, y, `${name} `);
    return this.move(1 + stringWidth(name) + 1);
  }

  put(x: number, y: number, text: string): this {
    while (this.rows.length <= y) this.rows.push([]);
    const row = this.rows[y] as string[];
    let at = x;
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      while (row.length < at) row.push(' ');
      row[at] = segment;
      for (let filled = 1; filled < stringWidth(segment); filled++) row[at + filled] = '';
      at += stringWidth(segment);
    }
    return this;
  }

  /** From column x up to, but without, column `to`. */
  rule(x: number, y: number, to: number): this {
    return this.put(x, y, '─'.repeat(Math.max(0, to - x)));
  }

  /** Between two rows. */
  fall(x: number, from: number, to: number): this {
    for (let y = from + 1; y < to; y++) this.put(x, y, '│');
    return this;
  }

  row(boxes: readonly Box[], y: number): this {
    for (const box of boxes) this.rule(this.x, y, this.x + gap).box(box, this.x + gap, y);
    return this;
  }

  text(): string {
    const lines = this.rows.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    return lines.slice(lines.findIndex((line) => line !== '')).join('\n');
  }

  /** The line passes through the row of its label. */
  private box(box: Box, x: number, y: number): void {
    const { label, notes = [] } = box;
    const inner = widthOf(box) - 2;
    const bottom = y + notes.length + 1;
    this.put(x, y - 1, `┌${'─'.repeat(inner)}┐`);
    this.put(x, y, `┤${centered(label, inner)}├`);
    notes.forEach((note, i) => {
      this.put(x, y + 1 + i, `│${centered(note, inner)}│`);
    });
    this.put(x, bottom, `└${'─'.repeat(inner)}┘`);
    this.move(x + inner + 2);
  }
}

const widthOf = ({ label, notes = [] }: Box): number => 4 + Math.max(stringWidth(label), ...notes.map((note) => stringWidth(note)));

function centered(text: string, width: number): string {
  const left = Math.floor((width - stringWidth(text)) / 2);
  return `${' '.repeat(left)}${text}${' '.repeat(width - stringWidth(text) - left)}`;
}
