"""What the machine can do: products of two large float32 matrices by PyTorch's BLAS, the fastest.

Prints {gflops, cpuGflops, version}: rates in a second of the clock and in a second that the process worked.
"""
import json
import sys
import time

from threads import set_threads, versions

question = json.loads(sys.argv[1])
torch = set_threads(question["threads"])

size = question["size"]
a, b = torch.randn(size, size), torch.randn(size, size)
out = torch.empty(size, size)
wall, cpu = [], []
for _ in range(question["products"]):
    began, worked = time.perf_counter(), time.process_time()
    torch.matmul(a, b, out=out)
    wall.append(time.perf_counter() - began)
    cpu.append(time.process_time() - worked)
rates = {name: 2 * size ** 3 / min(seconds) / 1e9 for name, seconds in (("gflops", wall), ("cpuGflops", cpu))}
print(json.dumps({**rates, "version": versions(torch)}))
