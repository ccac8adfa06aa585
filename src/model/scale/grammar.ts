/**
 * The grammar of formulas, read and never evaluated as code:
 *
 *     sum     = product { ('+' | '-') product }
 *     product = power { ('*' | '/') power }
 *     power   = [ '-' ] atom [ '^' power ]
 *     atom    = number | name | name '(' sum { ',' sum } ')' | '(' sum ')'
 *
 * Names are the variables of a place, `step`, the functions of a scale, and `learn(initial)`, `learn(initial, feature)`,
 * `learn(initial, head)` for a trainable value.
 */
import { UserError } from '../../core/errors.ts';
import { variables } from './bind.ts';
import { call, learned, step } from './build.ts';
import { type ScaleFunction, scaleFunctions } from './functions.ts';
import type { Formula, Learned } from './types.ts';

/**
 * @param name what a learnable value in it is called.
 * @throws UserError that shows where the text stops making sense and what may stand there.
 */
export function parseFormula(text: string | number, name = 'scale'): Formula {
  if (typeof text === 'number') return text;
  return new Reader(text, name).read();
}

const token = /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z][A-Za-z0-9]*)|(\S))/y;
const sums: ReadonlyMap<string, ScaleFunction> = new Map([
  ['+', 'add'],
  ['-', 'sub'],
]);
const products: ReadonlyMap<string, ScaleFunction> = new Map([
  ['*', 'mul'],
  ['/', 'div'],
]);
const shapes: readonly Learned['shape'][] = ['scalar', 'feature', 'head'];
/** Deep enough for any real formula, shallow enough that no text exhausts the stack. */
const maxDepth = 50;
const maxLength = 1000;

interface Token {
  readonly text: string;
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly at: number;
}

class Reader {
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(
    private readonly source: string,
    private readonly learnedName: string,
  ) {
    if (source.length > maxLength) this.fail({ text: '', kind: 'end', at: maxLength }, `at most ${maxLength} characters`);
    this.tokens = tokenize(source);
  }

  read(): Formula {
    const formula = this.sum();
    if (this.peek().kind !== 'end') this.fail(this.peek(), '+ - * / ^');
    return formula;
  }

  private sum = (): Formula => this.chain(sums, this.product);
  private product = (): Formula => this.chain(products, this.power);

  private chain(operators: ReadonlyMap<string, ScaleFunction>, part: () => Formula): Formula {
    let left = part();
    for (let f = operators.get(this.peek().text); f; f = operators.get(this.peek().text)) {
      this.next++;
      left = call(f, left, part());
    }
    return left;
  }

  private power = (): Formula => {
    if (++this.depth > maxDepth) this.fail(this.peek(), `at most ${maxDepth} brackets inside one another`);
    const negative = this.accept('-');
    const base = this.atom();
    const value = this.accept('^') ? call('pow', base, this.exponent()) : base;
    this.depth--;
    return negative ? call('mul', -1, value) : value;
  };

  private exponent(): Formula {
    const at = this.peek();
    const value = this.power();
    if (hasTensor(value)) this.fail(at, 'an exponent of numbers and variables of the place');
    return value;
  }

  private atom(): Formula {
    const found = this.take();
    if (found.kind === 'number') return Number(found.text);
    if (found.text === '(') return this.closing(this.sum());
    if (found.kind !== 'name') return this.fail(found, 'number, name, (');
    if (found.text === 'step') return step;
    if (found.text === 'learn') return this.learn();
    if (Object.hasOwn(variables, found.text)) return { kind: 'variable', name: found.text };
    return this.function(found);
  }

  private function(name: Token): Formula {
    if (!Object.hasOwn(scaleFunctions, name.text)) this.fail(name, names());
    const f = name.text as ScaleFunction;
    this.expect('(');
    const args = [this.sum()];
    while (this.accept(',')) args.push(this.sum());
    const { arity } = scaleFunctions[f];
    if (args.length !== arity) this.fail(name, `${f} with ${arity} argument${arity === 1 ? '' : 's'}`);
    if (f === 'floor' && args.some(hasTensor)) this.fail(name, 'floor of numbers and variables of the place');
    this.expect(')');
    return call(f, ...args);
  }

  private learn(): Formula {
    this.expect('(');
    const at = this.peek();
    const initial = this.sum();
    if (typeof initial !== 'number' || !Number.isFinite(initial)) this.fail(at, 'the number a learnable value starts at');
    const shape = this.accept(',') ? this.shape() : 'scalar';
    this.expect(')');
    return learned(this.learnedName, initial as number, { shape });
  }

  private shape(): Learned['shape'] {
    const found = this.take();
    const shape = shapes.find((known) => known === found.text);
    return shape ?? this.fail(found, shapes.join(', '));
  }

  private closing(value: Formula): Formula {
    this.expect(')');
    return value;
  }

  private peek = (): Token => this.tokens[this.next] as Token;
  private take = (): Token => {
    const found = this.peek();
    if (found.kind !== 'end') this.next++;
    return found;
  };

  private accept(text: string): boolean {
    if (this.peek().text !== text) return false;
    this.next++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) this.fail(this.peek(), text);
  }

  private fail(found: Token, expected: string): never {
    throw new UserError('error.formula', {
      given: this.source.slice(0, 120),
      at: found.at + 1,
      found: found.text === '' ? 'end' : found.text,
      expected,
    });
  }
}

const names = (): string => [...Object.keys(variables), 'step', 'learn', ...Object.keys(scaleFunctions)].join(', ');

const hasTensor = (formula: Formula): boolean =>
  typeof formula !== 'number' &&
  (formula.kind === 'step' || formula.kind === 'learned' || (formula.kind === 'call' && formula.arguments.some(hasTensor)));

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(source); match; match = token.exec(source)) {
    const [whole, number, name, sign] = match;
    const text = number ?? name ?? (sign as string);
    tokens.push({ text, kind: number ? 'number' : name ? 'name' : 'sign', at: match.index + whole.length - text.length });
  }
  return [...tokens, { text: '', kind: 'end', at: source.length }];
}
