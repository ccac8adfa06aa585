/** Packages that npm leaves out where they cannot be installed. */
import { createRequire } from 'node:module';

const { optionalDependencies } = createRequire(import.meta.url)('../../package.json') as { optionalDependencies: Record<string, string> };

/** The command that installs one: without install steps, which none needs. */
export const installOptional = (name: string): string => `npm install --ignore-scripts ${name}@${optionalDependencies[name]}`;
