/** Many programs side by side, each fed its own. */
import type { Data, Engine, Feeds, Session } from '../../src/engine/types.ts';
import type { Program } from '../../src/graph/program.ts';
import type { Node, Tensor } from '../../src/graph/tensor.ts';

type Named<T> = Readonly<Record<string, T>>;
export type Outputs = Record<string, Data>;

export interface Sessions {
  /** Runs every program on what is fed to it; what it gives, by its name. */
  run(feeds: Named<Feeds>): Promise<Record<string, Outputs>>;
  release(): Promise<void>;
}

/**
 * Native compiles them as one: kernels that several have are compiled once, and the C compiler is started once. Sessions of
 * ONNX Runtime take more than in proportion to their nodes: one for each program.
 */
export async function compileAll(engine: Engine, programs: Named<Program>): Promise<Sessions> {
  if (engine.description.id === 'native') return asOne(await engine.compile(together(programs)), programs);
  const sessions: [name: string, session: Session][] = [];
  for (const [name, program] of Object.entries(programs)) sessions.push([name, await engine.compile(program)]);
  return {
    run: async (feeds) => {
      const found: Record<string, Outputs> = {};
      for (const [name, session] of sessions) found[name] = copies(await session.run(feeds[name] ?? {}));
      return found;
    },
    release: async () => {
      for (const [, session] of sessions) await session.release();
    },
  };
}

/** A runtime may take back what it gave. */
const copies = (outputs: Outputs): Outputs => Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, data.slice()]));

export interface Asked {
  readonly program: Program;
  readonly feeds: Feeds;
}

/** What each program gives, by its name. */
export async function runAll(engine: Engine, asked: Named<Asked>): Promise<Record<string, Outputs>> {
  const sessions = await compileAll(
    engine,
    values(asked, ({ program }) => program),
  );
  const outputs = await sessions.run(values(asked, ({ feeds }) => feeds));
  await sessions.release();
  return outputs;
}

const values = <A, B>(given: Named<A>, of: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, of(value)]));

const within = (name: string, key: string): string => `${name}/${key}`;

const asOne = (session: Session, programs: Named<Program>): Sessions => ({
  run: async (feeds) => {
    const all = Object.entries(feeds).flatMap(([name, own]) =>
      Object.entries(own).map(([key, data]) => [within(name, key), data] as const),
    );
    const found = await session.run(Object.fromEntries(all));
    return Object.fromEntries(
      Object.entries(programs).map(([name, { outputs }]) => [
        name,
        Object.fromEntries(outputs.map((output) => [output.name, found[within(name, output.name)] as Data])),
      ]),
    );
  },
  release: () => session.release(),
});

function together(programs: Named<Program>): Program {
  const nodes: Node[] = [];
  const outputs = Object.entries(programs).flatMap(([name, program]) => {
    const copied = new Map<Tensor, Tensor>();
    for (const node of program.nodes) {
      const attributes = node.op === 'input' ? { ...node.attributes, name: within(name, String(node.attributes.name)) } : node.attributes;
      const own: Tensor[] = [];
      const copy: Node = { ...node, id: nodes.length, attributes, inputs: node.inputs.map((x) => copied.get(x) as Tensor), outputs: own };
      for (const tensor of node.outputs) {
        const made = { ...tensor, node: copy };
        own.push(made);
        copied.set(tensor, made);
      }
      nodes.push(copy);
    }
    return program.outputs.map((output) => ({ name: within(name, output.name), tensor: copied.get(output.tensor) as Tensor }));
  });
  const inputs = Object.entries(programs).flatMap(([name, program]) =>
    program.inputs.map((input) => ({ ...input, name: within(name, input.name) })),
  );
  return { nodes, inputs, outputs };
}
