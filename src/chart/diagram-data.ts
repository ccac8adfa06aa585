/** What a diagram of one sublayer shows, and which lines it has. */

export interface Box {
  readonly kind: 'norm' | 'branch' | 'scale';
  readonly label: string;
  /** What is changed inside it, a line each. */
  readonly notes?: readonly string[];
}

export interface DiagramData {
  readonly entry: readonly Box[];
  readonly branch: readonly Box[];
  readonly identity: readonly Box[];
  readonly exit: readonly Box[];
  /** What the branch reads, and what the sum keeps: x when left out. */
  readonly reads?: string;
  readonly keeps?: readonly string[];
  /** What letters in the boxes stand for. */
  readonly legend?: readonly string[];
}

/** A line from the left: its name and the boxes on it. */
export interface Wire {
  readonly name: string;
  readonly boxes: readonly Box[];
}

export interface Wires {
  /** Runs through the sum. */
  readonly main: Wire;
  /** Feeds the branch; left out when the branch forks off the main line. */
  readonly branch?: Wire;
  /** Joins at the sum besides. */
  readonly extra?: Wire;
}

/** The stream; the only thing that an entry norm stands on. */
const stream = 'x';

export function wiresOf({ entry, reads = stream, keeps = [stream] }: DiagramData): Wires {
  const wire = (name: string): Wire => ({ name, boxes: name === stream ? entry : [] });
  const forks = keeps.includes(reads);
  const main = forks ? reads : (keeps[0] ?? stream);
  const extra = keeps.find((name) => name !== main);
  return { main: wire(main), ...(!forks && { branch: wire(reads) }), ...(extra !== undefined && { extra: wire(extra) }) };
}
