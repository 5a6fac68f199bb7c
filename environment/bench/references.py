"""The references of bench.py: the same tasks with torchaudio, librosa and faiss, as their users would write them.

Runs the task once for each line on standard input, and prints its result as a line of JSON.
"""

import json
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

RATE, N_FFT, HOP, N_MELS = 22050, 512, 128, 64


def torchaudio_transforms():
    import torchaudio.transforms as transforms

    mel = transforms.MelSpectrogram(sample_rate=RATE, n_fft=N_FFT, hop_length=HOP, n_mels=N_MELS)
    return mel, transforms.AmplitudeToDB()


def read_flac(path):
    """Samples, float32 (channels, samples), as torchaudio.load returned them before it dropped its decoders."""
    import soundfile
    import torch

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return torch.from_numpy(samples.T), rate


def with_empty_output(output, run):
    """Returns the task ``run``, with a ``prepare`` step that empties the output folder before each run and is not timed."""

    def prepare():
        shutil.rmtree(output, ignore_errors=True)
        Path(output).mkdir(parents=True)

    run.prepare = prepare
    return run


def spectrograms(audio, output):
    """The original's stage: decode, mix to mono, resample, mel, dB and save each file, in batches of files."""
    from torchaudio.transforms import Resample

    mel, decibels = torchaudio_transforms()
    files = sorted(Path(audio).rglob("*.flac"))

    def run():
        for start in range(0, len(files), 100):
            batch = []
            for file in files[start : start + 100]:
                waveform, rate = read_flac(file)
                if waveform.shape[0] > 1:
                    waveform = waveform.mean(dim=0, keepdim=True)
                if rate != RATE:
                    waveform = Resample(rate, RATE)(waveform)
                batch.append((file.stem, decibels(mel(waveform).squeeze(0))))
            for name, spectrogram in batch:
                np.save(Path(output) / f"{name}.npy", spectrogram.cpu())
        return {}

    return with_empty_output(output, run)


def transform(audio):
    """Resample, mel and dB of the first 5 s of 100 decoded clips with torchaudio."""
    from torchaudio.transforms import Resample

    mel, decibels = torchaudio_transforms()
    waveforms = []
    for file in sorted(Path(audio).rglob("*.flac"))[:100]:
        waveform, rate = read_flac(file)
        waveforms.append((waveform[:, : 5 * rate], rate))
    resamplers = {rate: Resample(rate, RATE) for _, rate in waveforms}

    def run():
        for waveform, rate in waveforms:
            decibels(mel(resamplers[rate](waveform)))
        return {}

    return run


def transform_librosa(audio):
    """The same for 5 clips with librosa."""
    import librosa

    waveforms = []
    for file in sorted(Path(audio).rglob("*.flac"))[:5]:
        waveform, rate = read_flac(file)
        waveforms.append((waveform[0, : 5 * rate].numpy(), rate))

    def run():
        for waveform, rate in waveforms:
            resampled = librosa.resample(waveform, orig_sr=rate, target_sr=RATE)
            power = librosa.feature.melspectrogram(
                y=resampled, sr=RATE, n_fft=N_FFT, hop_length=HOP, n_mels=N_MELS, htk=True, norm=None
            )
            librosa.power_to_db(power, amin=1e-10, top_db=None)
        return {}

    return run


def kmeans(points_file, k, iterations):
    """K-means by faiss on all points, without its subsampling."""
    import faiss

    points = np.load(points_file)

    def run():
        clustering = faiss.Kmeans(
            points.shape[1],
            int(k),
            niter=int(iterations),
            seed=4242,
            min_points_per_centroid=1,
            max_points_per_centroid=len(points),
        )
        clustering.train(points)
        return {"objective": float(clustering.obj[-1])}

    return run


def tokens(run_folder, output, summarize=Counter):
    """The original's stage without plots: normalize frames, find centroids, save and count tokens, in batches of files."""
    import faiss

    centroids = np.load(Path(run_folder) / "centroids.npy")
    index = faiss.IndexFlatL2(centroids.shape[1])
    index.add(centroids)

    def run():
        for split in ("train", "validation"):
            files = list((Path(run_folder) / "spectrograms" / split).glob("*.npy"))
            all_tokens = []
            for start in range(0, len(files), 1000):
                batch = files[start : start + 1000]
                spectrograms = [np.load(file).T for file in batch]
                frames = np.concatenate(spectrograms, axis=0).astype(np.float32)
                frames = frames / (np.linalg.norm(frames, axis=1, keepdims=True) + 1e-10)
                batch_tokens = np.squeeze(index.search(frames, 1)[1], 1)
                start_frame = 0
                for file, spectrogram in zip(batch, spectrograms):
                    np.save(Path(output) / file.name, batch_tokens[start_frame : start_frame + len(spectrogram)])
                    start_frame += len(spectrogram)
                all_tokens.extend(batch_tokens.tolist())
            if split == "train":
                summarize(all_tokens)
        return {}

    return with_empty_output(output, run)


def tokens_figures(run_folder, output):
    """The original's whole stage, with plots of token frequencies and the fit of Zipf's law."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from scipy.stats import linregress

    def save(name):
        pyplot.savefig(Path(output).parent / f"{name}.png")
        pyplot.close()

    def draw(all_tokens):
        counts = Counter(all_tokens)
        pyplot.figure(figsize=(12, 6))
        pyplot.bar(counts.keys(), counts.values())
        save("distribution")

        frequencies = np.array(sorted(counts.values(), reverse=True))
        ranks = np.arange(1, len(frequencies) + 1)
        pyplot.figure(figsize=(15, 10))
        pyplot.subplot(2, 1, 1)
        pyplot.loglog(ranks, frequencies)
        pyplot.subplot(2, 1, 2)
        pyplot.bar(ranks, frequencies)
        pyplot.tight_layout()
        save("by_rank")

        log_ranks, log_frequencies = np.log(ranks), np.log(frequencies)
        middle = slice(len(ranks) // 10, len(ranks) * 9 // 10)
        line = linregress(log_ranks[middle], log_frequencies[middle])
        pyplot.figure(figsize=(12, 8))
        pyplot.scatter(log_ranks, log_frequencies, alpha=0.5, label="tokens")
        pyplot.plot(log_ranks, line.intercept + line.slope * log_ranks, color="red", label=f"slope {line.slope:.2f}")
        pyplot.legend()
        save("zipf")

    return tokens(run_folder, output, draw)


def main():
    task = globals()[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({"ready": True}), flush=True)
    prepare = getattr(task, "prepare", lambda: None)
    for _ in sys.stdin:
        prepare()
        start, cpu_start = time.perf_counter(), time.process_time()
        result = task()
        times = {"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - cpu_start}
        print(json.dumps({**times, **result}), flush=True)


if __name__ == "__main__":
    main()
