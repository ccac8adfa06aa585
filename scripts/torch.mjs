/** Runs a Python script with a Python that has torch: $PYTHON, python3 or Debian's /usr/bin/python3. */
import { spawnSync } from 'node:child_process';

const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter(Boolean);
const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
const python = candidates.find((candidate) => spawnSync(candidate, ['-c', 'import torch'], { env: environment }).status === 0);
if (!python) {
  console.error(`No Python with torch was found (tried ${candidates.join(', ')}). Install Debian's python3-torch, or set PYTHON.`);
  process.exit(1);
}
const { status } = spawnSync(python, process.argv.slice(2), { stdio: 'inherit', env: environment });
process.exit(status ?? 1);
