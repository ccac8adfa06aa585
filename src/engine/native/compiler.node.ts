/** The machine's C compiler: where it is, what it is, and calls of it. Never through a shell. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { EngineUnavailable } from '../unavailable.ts';

export interface Compiler {
  /** Whole path of the program. */
  readonly path: string;
  /** What $CC says after the program, then the flags of every call. */
  readonly flags: readonly string[];
  /** All that `--version` says. */
  readonly version: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** For this very processor. Never -ffast-math: NaN and infinity are outcomes of training. */
const processor: Readonly<Record<string, readonly string[]>> = { x64: ['-march=native'], arm64: ['-mcpu=native'] };
export const compileFlags: readonly string[] = [
  '-std=gnu11',
  '-O2',
  ...(processor[arch()] ?? []),
  '-ffp-contract=fast',
  '-fno-math-errno',
  '-fPIC',
  '-pthread',
];
/** What is missing is to be missed when it is linked, not when it is called; macOS's linker needs no telling. */
export const linking: readonly string[] = ['-shared', ...(platform() === 'linux' ? ['-Wl,-z,defs'] : [])];
export const libraries: readonly string[] = ['-lm', '-ldl'];

/** $CC if it is set, else cc, gcc or clang of the PATH. @throws EngineUnavailable when there is none. */
export async function findCompiler(environment: Environment = process.env): Promise<Compiler> {
  if (platform() === 'win32') throw new EngineUnavailable('platform', { platform: platform() });
  const { path, args } = await locate(environment);
  return { path, flags: [...args, ...compileFlags], version: await call(path, [...args, '--version'], environment) };
}

async function locate(environment: Environment): Promise<{ readonly path: string; readonly args: readonly string[] }> {
  const wished = environment.CC?.trim() ?? '';
  if (wished !== '') {
    const whole = onPath(wished, environment);
    if (whole) return { path: whole, args: [] };
    // CC may hold arguments, as in "ccache gcc".
    const [program = '', ...args] = wished.split(/\s+/);
    const path = onPath(program, environment);
    if (!path) throw new EngineUnavailable('badCC', { given: wished });
    return { path, args };
  }
  for (const name of ['cc', 'gcc', 'clang']) {
    const path = onPath(name, environment);
    if (path && (await isReal(path))) return { path, args: [] };
  }
  throw new EngineUnavailable('noCompiler', { install: installCompiler() });
}

/** The program of this name or path. Folders of the PATH that are not absolute would depend on where one stands: they are passed over. */
function onPath(name: string, environment: Environment): string | undefined {
  const places = isAbsolute(name) ? [name] : name.includes('/') ? [] : folders(environment).map((folder) => join(folder, name));
  return places.find(isProgram);
}

const folders = ({ PATH = '' }: Environment): readonly string[] => PATH.split(':').filter(isAbsolute);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** macOS has placeholders in /usr/bin, which open a window that offers to install the real ones. */
async function isReal(path: string): Promise<boolean> {
  if (platform() !== 'darwin' || dirname(path) !== '/usr/bin') return true;
  return promisify(execFile)('/usr/bin/xcode-select', ['-p']).then(
    ({ stdout }) => existsSync(stdout.trim()),
    () => false,
  );
}

/**
 * Compiles a C file to an object file.
 * @param include folder where its headers are looked for.
 * @throws EngineUnavailable with the compiler's first error.
 */
export async function compileObject(compiler: Compiler, source: string, object: string, include: string): Promise<void> {
  await call(compiler.path, [...compiler.flags, '-iquote', include, '-c', source, '-o', object], building(object));
}

/** Links object files into a shared library. @throws EngineUnavailable with the linker's first error. */
export async function linkLibrary(compiler: Compiler, objects: readonly string[], library: string): Promise<void> {
  await call(compiler.path, [...compiler.flags, ...linking, ...objects, '-o', library, ...libraries], building(library));
}

/** The compiler's own files go beside its output; its words are English, so that errors can be told from warnings. */
const building = (output: string): Environment => ({ ...process.env, TMPDIR: dirname(output), LC_ALL: 'C' });

/** A compiler that hangs is one that fails. */
const patience = { timeout: 300_000, maxBuffer: 1 << 24 };

async function call(path: string, args: readonly string[], env: Environment): Promise<string> {
  try {
    return (await promisify(execFile)(path, args, { ...patience, env: env as NodeJS.ProcessEnv })).stdout;
  } catch (error) {
    throw new EngineUnavailable('compile', {
      compiler: path,
      install: installCompiler(),
      detail: firstError(error as Error & { stderr?: string }),
    });
  }
}

/** The first line that tells of an error, by the compiler or the linker, else the first at all. */
function firstError({ stderr = '', message }: Error & { stderr?: string }): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /\berror\b|undefined/i.test(line)) ?? lines[0] ?? (message.split('\n')[0] as string);
}

/** The command that installs a compiler, by the system's own means. */
function installCompiler(): string {
  if (platform() === 'darwin') return 'xcode-select --install';
  const [, command] = installers.find(([program]) => existsSync(program)) ?? debian;
  return process.getuid?.() === 0 ? command : `sudo ${command}`;
}

const debian = ['/usr/bin/apt-get', 'apt install gcc libc6-dev'] as const;
const installers: readonly (readonly [program: string, command: string])[] = [
  debian,
  ['/usr/bin/dnf', 'dnf install gcc'],
  ['/sbin/apk', 'apk add gcc musl-dev'],
  ['/usr/bin/zypper', 'zypper install gcc'],
  ['/usr/bin/pacman', 'pacman -S gcc'],
];
