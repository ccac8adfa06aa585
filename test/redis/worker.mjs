/** A worker as `normlab worker` starts it, but one that is missed within seconds when it dies. */
import { workQueue } from '../../dist/study/queue/worker.node.js';

const stop = new AbortController();
process.on('SIGINT', () => stop.abort());
const say = (key, { run = '', what = '', ...values } = {}) => console.log(key.split('.').at(-1), run, what, JSON.stringify(values));
await workQueue({ redis: process.argv[2], queue: 'normlab', jobs: 1, say, signal: stop.signal, lockMs: 1500 });
