"""What the machine can do: products of two large float32 matrices by PyTorch's BLAS, the fastest. Prints {gflops, version}."""
import json
import sys
import time

from threads import set_threads, versions

question = json.loads(sys.argv[1])
torch = set_threads(question["threads"])

size = question["size"]
a, b = torch.randn(size, size), torch.randn(size, size)
out = torch.empty(size, size)
seconds = []
for _ in range(question["products"]):
    began = time.perf_counter()
    torch.matmul(a, b, out=out)
    seconds.append(time.perf_counter() - began)
print(json.dumps({"gflops": 2 * size ** 3 / min(seconds) / 1e9, "version": versions(torch)}))
