"""Writes testing/resources/golden/feature_families.npz: the standard feature families, computed with NumPy alone.

    python testing/python/feature_families.py      in lib, with numpy

Everything is computed in float64 from small inputs: two waveforms for the front ends, log-mel frames for the families
(in whole decibels, so that the file stays small), and bag-of-tokens vectors for the classifier. The file contains every
STEP-th vector of each family.
"""

from pathlib import Path

import numpy as np

STEP = 13


def mel_filterbank(rate, n_fft, n_mels):
    """HTK mel scale, triangles of height 1: (n_mels, bins)."""
    edges = np.linspace(0, 2595 * np.log10(1 + rate / 2 / 700), n_mels + 2)
    edges = 700 * (10 ** (edges / 2595) - 1)
    frequencies = np.linspace(0, rate / 2, n_fft // 2 + 1)
    rising = (frequencies - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - frequencies) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling))


def log_mel(waveform, rate, n_fft, hop, n_mels):
    """Log-mel frames, (frames, n_mels), in dB."""
    padded = np.pad(waveform.astype(np.float64), n_fft // 2, mode="reflect")
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop] * window
    power = np.abs(np.fft.rfft(frames)) ** 2 @ mel_filterbank(rate, n_fft, n_mels).T
    return 10 * np.log10(np.maximum(power, 1e-10))


def without_silent_frames(frames):
    """Clamps at 80 dB below the maximum; drops frames entirely at the floor if more than 20 others remain."""
    floor = frames.max() - 80
    above_floor = (frames > floor).any(axis=1)
    floored = np.maximum(frames, floor)
    return floored[above_floor] if above_floor.sum() > 20 else floored


def windows(frames, length, hop):
    """Windows, (n, length, bands); a short sequence is padded with its last frame."""
    if len(frames) < length:
        frames = np.pad(frames, ((0, length - len(frames)), (0, 0)), mode="edge")
    starts = range(0, len(frames) - length + 1, hop)
    return np.stack([frames[start : start + length] for start in starts])


def pool(frames, factor):
    return frames[: len(frames) // factor * factor].reshape(-1, factor, frames.shape[1]).mean(axis=1)


def cepstra(frames):
    bands = frames.shape[1]
    k = np.arange(28)[:, None]
    matrix = np.sqrt(2 / bands) * np.cos(np.pi * k * (np.arange(bands) + 0.5) / bands)
    matrix[0] /= np.sqrt(2)
    return frames @ matrix.T


def patches(frames, pool_factor, length, stride, centering):
    coefficients = cepstra(pool(frames, pool_factor))
    if centering == "clip mean":
        coefficients = coefficients - coefficients.mean(axis=0)
    if centering == "clip maximum":
        coefficients[:, 0] -= np.sqrt(frames.shape[1]) * frames.max()
    patch = windows(coefficients, length, stride)
    if centering == "patch level":
        patch[:, :, 0] -= patch[:, :, 0].mean(axis=1, keepdims=True)
    return patch.reshape(len(patch), -1)


def sub_bands(frames):
    windowed = windows(pool(frames, 2), 8, 4)
    vectors = np.stack([windowed[:, :, band : band + 20] for band in range(0, frames.shape[1] - 19, 10)], axis=1)
    vectors = vectors.reshape(-1, 8 * 20)
    return vectors - vectors.mean(axis=1, keepdims=True)


def envelopes(frames, bands, length, hop):
    """Windows of band averages, (n, bands, length), each with its mean subtracted."""
    averaged = frames.reshape(len(frames), bands, -1).mean(axis=2)
    windowed = windows(averaged, length, hop).transpose(0, 2, 1)
    return windowed - windowed.mean(axis=2, keepdims=True)


def geometric_edges(first, last, count):
    return np.unique(np.rint(np.geomspace(first, last, count)).astype(int))


def modulation(frames, bands, length, hop, edges):
    magnitudes = np.abs(np.fft.rfft(envelopes(frames, bands, length, hop) * np.hanning(length)))
    means = [magnitudes[:, :, a:b].mean(axis=2) for a, b in zip(edges, edges[1:])]
    return np.log(10 + np.stack(means, axis=2)).reshape(len(magnitudes), -1)


def statistics(frames):
    x = envelopes(frames, 16, 86, 10)
    deviation = np.sqrt(x.var(axis=2) + 1)
    standardized = x / deviation[:, :, None]
    correlations = standardized @ standardized.transpose(0, 2, 1) / standardized.shape[2]
    upper = np.triu_indices(16, 1)
    return np.concatenate(
        [
            np.log(deviation),
            (standardized**3).mean(axis=2),
            np.log((standardized**4).mean(axis=2) + 0.1),
            np.log((np.diff(standardized, axis=2) ** 2).mean(axis=2) + 0.02),
            0.7 * correlations[:, upper[0], upper[1]],
        ],
        axis=1,
    )


def rhythm(frames):
    length = 320
    x = envelopes(frames, 5, length, 12)
    x = np.concatenate([x, x.mean(axis=1, keepdims=True)], axis=1)
    lags = np.arange(160)
    sums = np.stack([(x[:, :, : length - lag] * x[:, :, lag:]).sum(axis=2) for lag in lags], axis=2)
    correlation = sums / (sums[:, :, :1] + 0.32) * length / (length - lags)
    edges = geometric_edges(3, 160, 14)
    lag_ranges = [correlation[:, :, a:b] for a, b in zip(edges, edges[1:])]
    maximum = np.stack([part.max(axis=2) for part in lag_ranges], axis=2)
    variation = np.stack([part.max(axis=2) - part.min(axis=2) for part in lag_ranges], axis=2)
    largest = -np.sort(-variation, axis=2)[:, :, :5]
    return np.concatenate([maximum, variation, largest], axis=2).reshape(len(x), -1)


FAMILIES = {
    "patch-4": lambda standard, fast: patches(standard, 1, 4, 2, "patch level"),
    "patch-16": lambda standard, fast: patches(standard, 2, 8, 2, "patch level"),
    "patch-32": lambda standard, fast: patches(standard, 4, 8, 1, "patch level"),
    "patch-8-relative": lambda standard, fast: patches(standard, 1, 8, 4, "clip mean"),
    "patch-16-level": lambda standard, fast: patches(standard, 2, 8, 2, "clip maximum"),
    "sub-band": lambda standard, fast: sub_bands(standard),
    "modulation": lambda standard, fast: modulation(
        standard, 10, 128, 12, [1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36, 48]
    ),
    "long-modulation": lambda standard, fast: modulation(standard, 16, 256, 16, geometric_edges(1, 128, 20)),
    "fast-modulation": lambda standard, fast: modulation(fast, 12, 384, 48, geometric_edges(1, 192, 16)),
    "statistics": lambda standard, fast: statistics(standard),
    "rhythm": lambda standard, fast: rhythm(standard),
}


def synthetic_frames(random, count, bands):
    """Frames of slowly varying, modulated levels from 0 to 120 dB, in whole decibels: (count, bands)."""
    t, band = np.arange(count)[:, None], np.arange(bands)
    levels = 70 + 20 * np.sin(0.06 * t + 0.1 * band) + 12 * np.sign(np.sin(0.31 * t)) + random.normal(0, 4, (count, bands))
    return np.clip(np.rint(levels), 0, 120).astype(np.uint8)


def ridge(random):
    """Kernel ridge regression of two labels on two families with weights 1 and 2; 24 training and 5 test clips.

    The bag-of-tokens vectors are square roots of token frequencies.
    """
    bags_by_family = [np.sqrt(random.dirichlet(np.full(size, 0.5), 29)).astype(np.float32) for size in (12, 7)]
    targets = (random.random((24, 2)) < 0.4).astype(np.float32)
    kernel = np.zeros((29, 24))
    for bags, weight in zip(bags_by_family, (1, 2)):
        bags = bags.astype(np.float64)
        distances = ((bags[:, None] - bags[None, :24]) ** 2).sum(axis=2)
        mean = distances[:24][~np.eye(24, dtype=bool)].mean()
        kernel += weight / 3 * np.exp(-distances / mean)
    coefficients = np.linalg.solve(kernel[:24] + 0.05 * np.eye(24), targets - targets.mean(axis=0))
    scores = kernel[24:] @ coefficients + targets.mean(axis=0)
    return {"ridge_bags_0": bags_by_family[0], "ridge_bags_1": bags_by_family[1], "ridge_targets": targets, "ridge_scores": scores}


def main():
    random = np.random.default_rng(4242)
    arrays = {}
    for name, rate, n_fft, hop, n_mels in (("standard", 22050, 1024, 256, 80), ("fast", 44100, 512, 128, 48)):
        t = np.arange(5000) / rate
        waveform = 0.4 * np.sin(2 * np.pi * (300 + 9000 * t) * t) + 0.02 * random.normal(size=len(t))
        waveform = np.rint(waveform * 2**14).astype(np.int32)  # whole numbers of 2^-14: exact in float32, small on disk
        arrays[f"{name}_waveform"] = waveform
        arrays[f"{name}_log_mel"] = log_mel(waveform / 2**14, rate, n_fft, hop, n_mels).astype(np.float32)
    front_end_frames = {"standard": synthetic_frames(random, 380, 80), "fast": synthetic_frames(random, 600, 48)}
    front_end_frames["standard"][100:110] = 0  # ten frames of silence
    for name, frames in front_end_frames.items():
        arrays[f"{name}_frames"] = frames
    for clip, start, end in (("long", 0, None), ("short", 200, 230)):
        inputs = [without_silent_frames(frames[start:end].astype(np.float64)) for frames in front_end_frames.values()]
        for family, extract in FAMILIES.items():
            vectors = extract(*inputs)
            arrays[f"{family}_{clip}_count"] = np.array([len(vectors)])
            arrays[f"{family}_{clip}"] = vectors[::STEP].astype(np.float32)
    arrays.update(ridge(random))
    np.savez_compressed(Path("testing/resources/golden/feature_families.npz"), **arrays)


if __name__ == "__main__":
    main()
