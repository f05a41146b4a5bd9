"""A digest of a large reference file, small enough to commit.

Run with any Python 3:  python make_digest.py OUT.json < mlp-n32-e10-h64.json  (a file that make_golden.py wrote)
The inputs stay whole, so that the network can be run again. Of every value and gradient these stay: the shape, the sum,
the sum of magnitudes, the largest magnitude, the dot product with cos(1), cos(2), … (it sees any two elements
exchanged) and five elements with their flat positions, the largest among them.
"""
import json, math, sys


def digest(tensor):
    data = tensor["data"]
    sizes = [abs(value) for value in data]
    spread = {i * (len(data) - 1) // 3 for i in range(4)} | {sizes.index(max(sizes))}
    return {
        "shape": tensor["shape"],
        "sum": math.fsum(data),
        "magnitude": math.fsum(sizes),
        "largest": max(sizes),
        "projection": math.fsum(value * math.cos(i + 1) for i, value in enumerate(data)),
        "samples": [[i, data[i]] for i in sorted(spread)],
    }


golden = json.load(sys.stdin)
for part in "forward", "gradients":
    golden[part] = {name: digest(tensor) for name, tensor in golden[part].items()}
with open(sys.argv[1], "w") as out:
    json.dump(golden, out)
    out.write("\n")
