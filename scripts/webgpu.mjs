/**
 * Runs a command on a WebGPU adapter. On Linux without a graphics card that is SwiftShader, Vulkan on the CPU, as Debian's
 * chromium-common brings it. The loader reads its variables when a process starts, so they are set for a child.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = '/usr/lib/chromium';
const driver = join(folder, 'vk_swiftshader_icd.json');
const [command, ...args] = process.argv.slice(2);

/** Variables that lead to the adapter; none where the system or the caller names a driver already. */
function variables() {
  if (process.platform !== 'linux' || process.env.VK_ICD_FILENAMES || process.env.VK_DRIVER_FILES) return {};
  if (!existsSync(driver)) {
    console.error(
      `No software adapter was found: ${driver} is missing. Install Debian's chromium-common, or name a Vulkan driver in VK_ICD_FILENAMES.`,
    );
    process.exit(1);
  }
  return { VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') };
}

const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...variables() } });
if (error) console.error(error.message);
process.exit(status ?? 1);
