"""Compares a run's spectrograms with torchaudio and its tokens with faiss, clip by clip.

    python environment/bench/check_exact.py output/original /tmp/esc10

Shapes must be equal, and values above -80 dB may differ from torchaudio in float64 by at most 0.01 dB. In float32,
torchaudio itself exceeds this limit in bands about 70 dB below the loudest band of a frame; the number of such values is
printed for comparison. Tokens must equal those of faiss's IndexFlatL2 on at least 99.99% of frames. The exit status
is 1 if either check fails.

Tokens are compared only if each token represents a single frame, as with notebooks/configs/original.yaml, not a whitened
frame or a patch. Runs with normalized spectrograms are rejected.

Needs numpy, torch, torchaudio, faiss-cpu and soundfile (environment/bench/requirements.txt).
"""

import argparse
import json
import sys
from pathlib import Path

import faiss
import numpy as np
import soundfile
import torch
import torchaudio


LIMIT_DB = 1e-2
WINDOWS = {
    "hann": torch.hann_window,
    "hamming": torch.hamming_window,
    "blackman": torch.blackman_window,
    "rectangular": torch.ones,
}


def read_segments(config):
    """Reads start and end of each clip in seconds from the run's segment lists."""
    segments = {}
    for path in config["segments"]:
        for line in Path(path).read_text().splitlines()[3:]:
            clip, start, end = line.split(",")[:3]
            segments[clip.strip()] = float(start), float(end)
    return segments


def load(audio_file, segment):
    """Reads a recording as mono samples, (1, samples), and their sample rate.

    A file that is longer than its segment and reaches its end is cut to its segment, unlike in the original.
    """
    samples, rate = soundfile.read(audio_file, dtype="float32", always_2d=True)
    start, end = segment
    seconds = len(samples) / rate
    if seconds > end - start + 0.5 and seconds > end - 0.5:
        samples = samples[round(start * rate) : round(end * rate)]
    return torch.from_numpy(samples.T.copy()).mean(dim=0, keepdim=True), rate


class Reference:
    """torchaudio's dB spectrogram, (n_mels, n_frames), as the Python original computes it, in float32 or float64."""

    def __init__(self, config, dtype):
        self.rate = config["sampleRate"]
        self.dtype = dtype
        self.resamplers = {}
        self.decibels = torchaudio.transforms.AmplitudeToDB()
        self.mel = torchaudio.transforms.MelSpectrogram(
            sample_rate=self.rate,
            n_fft=config["nFft"],
            hop_length=config["hopLength"],
            n_mels=config["nMels"],
            f_min=config["fMin"],
            f_max=config["fMax"] or None,
            window_fn=WINDOWS[config["window"]],
            wkwargs={"dtype": dtype},
        )
        self.mel.mel_scale.fb = self.mel.mel_scale.fb.to(dtype)

    def __call__(self, waveform, rate):
        if rate != self.rate:
            if rate not in self.resamplers:
                # None, torchaudio's default, computes the filter in float64 and keeps it in float32
                self.resamplers[rate] = torchaudio.transforms.Resample(
                    rate, self.rate, dtype=torch.float64 if self.dtype == torch.float64 else None
                )
            waveform = self.resamplers[rate](waveform.to(self.dtype))
        return self.decibels(self.mel(waveform.to(self.dtype))).squeeze(0).numpy()


def has_plain_frames(config):
    """Whether each token represents a single frame scaled to unit norm, as in the original."""
    changed = config["useConvolution"] or config["whitenComponents"] or config["patchFrames"] > 1
    return config["normalizeFrames"] and not changed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="the run's output folder, with stages 2 to 4 finished and without normalization")
    parser.add_argument("audio", type=Path, help="the folder with the FLAC files")
    arguments = parser.parse_args()
    config = json.loads((arguments.run / "summary.json").read_text())["config"]
    if config["normalize"] or config["normalizeCorpus"]:
        sys.exit(f"{arguments.run} has normalized spectrograms (normalize, normalizeCorpus); only dB can be compared")
    compares_tokens = has_plain_frames(config)
    in_float32 = Reference(config, torch.float32)
    in_float64 = Reference(config, torch.float64)
    audio_files = {file.stem: file for file in arguments.audio.rglob("*.flac")}
    segments = read_segments(config)
    if compares_tokens:
        centroids = np.load(arguments.run / "centroids.npy")
        index = faiss.IndexFlatL2(centroids.shape[1])
        index.add(centroids)

    n_clips = n_values = n_frames = over_limit = over_limit_float32 = torchaudio_over_limit = equal_tokens = 0
    max_difference, clip_of_max_difference = 0.0, ""
    for file in sorted(arguments.run.glob("spectrograms/*/*.npy")):
        ours = np.load(file)
        waveform, rate = load(audio_files[file.stem], segments[file.stem])
        theirs = in_float64(waveform, rate)
        if ours.shape != theirs.shape:
            sys.exit(f"{file.stem}: shape {ours.shape}, but torchaudio's is {theirs.shape}")
        above_floor = theirs > -80
        differences = np.abs(ours - theirs)[above_floor]
        over_limit += int((differences > LIMIT_DB).sum())
        theirs_float32 = in_float32(waveform, rate)
        over_limit_float32 += int((np.abs(ours - theirs_float32)[above_floor] > LIMIT_DB).sum())
        torchaudio_over_limit += int((np.abs(theirs - theirs_float32)[above_floor] > LIMIT_DB).sum())
        if differences.max(initial=0) > max_difference:
            max_difference, clip_of_max_difference = float(differences.max()), file.stem
        n_clips += 1
        n_values += int(above_floor.sum())

        if not compares_tokens:
            continue
        normalized = ours.T / (np.linalg.norm(ours.T, axis=1, keepdims=True) + 1e-10)
        expected = index.search(np.ascontiguousarray(normalized, dtype=np.float32), 1)[1][:, 0]
        tokens = np.load(arguments.run / "tokenized_audio" / file.parent.name / file.name)
        n_frames += len(tokens)
        equal_tokens += int((tokens == expected).sum())

    print(f"{n_clips} clips, shapes equal; {n_values} values above -80 dB")
    print(f"  values that differ from torchaudio (float64) by more than {LIMIT_DB} dB: {over_limit}")
    print(f"  maximum difference: {max_difference:.2e} dB ({clip_of_max_difference})")
    print(f"  torchaudio float32 vs. float64: {torchaudio_over_limit} values over the limit")
    print(f"  this library vs. torchaudio float32: {over_limit_float32} values over the limit")
    if compares_tokens and n_frames:
        print(f"{n_frames} frames: {equal_tokens / n_frames:.6%} of the tokens equal those of faiss")
    else:
        print("tokens are not compared: they do not represent single frames scaled to unit norm")
    return 0 if n_clips and over_limit == 0 and equal_tokens >= 0.9999 * n_frames else 1


if __name__ == "__main__":
    sys.exit(main())
