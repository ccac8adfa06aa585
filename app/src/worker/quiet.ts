/** Under a strict content policy zod's look for a faster way, harmless as it is, would be reported as a breach. */
import { config } from 'zod';

config({ jitless: true });
