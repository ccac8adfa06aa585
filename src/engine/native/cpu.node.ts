/** What a machine's code was compiled for: code for one kind of processor must never run on another. */
import { readFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';

/** Lines of /proc/cpuinfo that name a processor's kind and what it can do, on x86 and on ARM. */
const telling =
  /^(vendor_id|cpu family|model|model name|flags|Features|CPU implementer|CPU architecture|CPU variant|CPU part|isa|cpu)\s*:.*$/gm;

/** Words that are the same for two machines only if they run the same code. */
export function describeCpu(): string {
  return [platform(), arch(), cpus()[0]?.model ?? '', firstOfLinux()].join('\n');
}

/** The first processor's lines; '' where the system has no such file. */
function firstOfLinux(): string {
  try {
    const [first = ''] = readFileSync('/proc/cpuinfo', 'utf8').split('\n\n');
    return [...first.matchAll(telling)].map(([line]) => line).join('\n');
  } catch {
    return '';
  }
}
