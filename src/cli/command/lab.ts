import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FailureError } from '../../core/errors.ts';
import { openBrowser } from '../../serve/browser.node.ts';
import { serveStatic } from '../../serve/static.node.ts';
import { declarePort } from '../port-flags.ts';
import { declareLanguage } from '../shared-flags.ts';
import type { CliCommand } from '../types.ts';

interface LabFlags {
  readonly port?: number;
  readonly open: boolean;
}

/** Above those of common servers, so that it is rarely taken. */
const defaultPort = 4617;

/** The built page, beside the folder that the command line was built into. */
const page = fileURLToPath(new URL('../../../dist-app/', import.meta.url));

export const command: CliCommand = {
  declare: (command, language) => {
    declarePort(command, language, defaultPort);
    declareLanguage(command, language);
  },
  run: async (_args, flags) => run(flags as unknown as LabFlags),
};

async function run({ port = defaultPort, open }: LabFlags): Promise<void> {
  if (!existsSync(join(page, 'index.html'))) throw new FailureError('error.labMissing', { folder: page });
  const server = await serveStatic(page, port);
  console.log(server.url);
  if (open) openBrowser(server.url);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  await server.close();
}
