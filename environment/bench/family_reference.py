"""The reference in the benchmarks of feature families: NumPy for the features, faiss for k-means and search.

The features are those of lib/testing/python/feature_families.py in float32, except that the rhythm's autocorrelation is
computed by FFT.
"""

import json
import sys
import time
from pathlib import Path

import faiss
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "lib" / "testing" / "python"))
import feature_families as reference

# dimensions after whitening, and vocabulary size
DIMENSIONS_AND_SIZE = {
    "patch-4": (48, 1000), "patch-16": (64, 1000), "patch-32": (80, 1000), "patch-8-relative": (48, 1000),
    "patch-16-level": (64, 1000), "sub-band": (48, 1000), "modulation": (40, 300), "long-modulation": (48, 300),
    "fast-modulation": (48, 300), "statistics": (48, 300), "rhythm": (32, 200),
}  # fmt: skip


def rhythm(frames):
    length, edges = 320, reference.geometric_edges(3, 160, 14)
    x = reference.envelopes(frames, 5, length, 12)
    x = np.concatenate([x, x.mean(axis=1, keepdims=True)], axis=1)
    sums = np.fft.irfft(np.abs(np.fft.rfft(x, 2 * length)) ** 2)[:, :, :160]
    correlation = sums / (sums[:, :, :1] + 0.32) * length / (length - np.arange(160))
    maximum = np.maximum.reduceat(correlation, edges[:-1], axis=2)
    variation = maximum - np.minimum.reduceat(correlation, edges[:-1], axis=2)
    largest = -np.sort(-variation, axis=2)[:, :, :5]
    return np.concatenate([maximum, variation, largest], axis=2).reshape(len(x), -1)


def load(name, folder):
    files = sorted((Path(folder) / ("fast" if name == "fast-modulation" else "standard")).glob("*.npy"))
    return [np.load(file) for file in files]


def scale_to_unit_norm(vectors):
    return np.ascontiguousarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-10), dtype=np.float32)


def bags_of_tokens(name, clips):
    """Computes the bag-of-tokens vector of each clip; the vectors are not used, since only the time matters."""
    extract = reference.FAMILIES[name]
    if name == "rhythm":
        extract = lambda standard, fast: rhythm(standard)
    d, k = DIMENSIONS_AND_SIZE[name]
    random = np.random.default_rng(4242)
    vectors = [extract(clip, clip).astype(np.float32) for clip in clips]
    sample = np.concatenate([v[random.permutation(len(v))[:100]] for v in vectors])
    sample = sample[random.permutation(len(sample))[:32000]]
    whitening_sample = sample[:15000]
    mean = whitening_sample.mean(axis=0)
    variances, directions = np.linalg.eigh(np.cov(whitening_sample - mean, rowvar=False))
    whitening = (directions[:, ::-1][:, :d] / np.sqrt(variances[::-1][:d])).astype(np.float32)
    points = scale_to_unit_norm((sample - mean) @ whitening)
    kmeans = faiss.Kmeans(
        d, min(k, len(points)), niter=10, spherical=True, seed=4242,
        min_points_per_centroid=1, max_points_per_centroid=len(points),
    )  # fmt: skip
    kmeans.train(points)
    nearest = kmeans.index.search(scale_to_unit_norm((np.concatenate(vectors) - mean) @ whitening), 3)[1]
    ends = np.cumsum([len(v) for v in vectors])
    for tokens in np.split(nearest, ends[:-1]):
        bag = np.zeros(k)
        for rank in range(3):
            bag += np.bincount(tokens[:, rank], minlength=k) / (1 + rank)
        bag /= bag.sum()


def main():
    name, folder = sys.argv[1:]
    clips = load(name, folder)
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        start, cpu_start = time.perf_counter(), time.process_time()
        bags_of_tokens(name, clips)
        times = {"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - cpu_start}
        print(json.dumps(times), flush=True)


if __name__ == "__main__":
    main()
