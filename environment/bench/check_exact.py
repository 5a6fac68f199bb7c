"""Compares a run's files with torchaudio's and faiss's, clip by clip.

    python environment/bench/check_exact.py output/esc10 /tmp/esc10

The run's spectrograms must differ from torchaudio's by at most 0.01 dB wherever torchaudio's value is above -80 dB,
with equal shapes; its tokens must equal those of faiss's IndexFlatL2 on at least 99.99 % of frames. Needs numpy,
torch, torchaudio, faiss-cpu and soundfile (environment/bench/requirements-bench.txt). Ends with status 1 where one of
them fails.
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


def read_segments(config):
    """The start and end in seconds of each clip, from the run's segment lists."""
    segments = {}
    for path in config["segments"]:
        for line in Path(path).read_text().splitlines()[3:]:
            clip, start, end = line.split(",")[:3]
            segments[clip.strip()] = float(start), float(end)
    return segments


def reference(audio_file, segment, config, transforms):
    """torchaudio's dB spectrogram, (n_mels, n_frames), as the Python original computes it.

    A file that is longer than its segment, and reaches to its end, is cut to it, which the original does not do.
    """
    samples, rate = soundfile.read(audio_file, dtype="float32", always_2d=True)
    start, end = segment
    seconds = len(samples) / rate
    if seconds > end - start + 0.5 and seconds > end - 0.5:
        samples = samples[round(start * rate) : round(end * rate)]
    waveform = torch.from_numpy(samples.T.copy())
    if waveform.shape[0] > 1:
        waveform = waveform.mean(dim=0, keepdim=True)
    if rate != config["sampleRate"]:
        key = ("resample", rate)
        if key not in transforms:
            transforms[key] = torchaudio.transforms.Resample(rate, config["sampleRate"])
        waveform = transforms[key](waveform)
    return transforms["decibels"](transforms["mel"](waveform)).squeeze(0).numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="the run's output folder, with stages 2 to 4 done, not normalised")
    parser.add_argument("audio", type=Path, help="the folder that holds the FLAC files")
    arguments = parser.parse_args()
    config = json.loads((arguments.run / "summary.json").read_text())["config"]
    transforms = {
        "mel": torchaudio.transforms.MelSpectrogram(
            sample_rate=config["sampleRate"],
            n_fft=config["nFft"],
            hop_length=config["hopLength"],
            n_mels=config["nMels"],
        ),
        "decibels": torchaudio.transforms.AmplitudeToDB(),
    }
    audio_files = {file.stem: file for file in arguments.audio.rglob("*.flac")}
    segments = read_segments(config)
    centroids = np.load(arguments.run / "centroids.npy")
    index = faiss.IndexFlatL2(centroids.shape[1])
    index.add(centroids)

    clips = values = frames = equal_tokens = 0
    worst, worst_clip = 0.0, ""
    for file in sorted(arguments.run.glob("spectrograms/*/*.npy")):
        ours = np.load(file)
        theirs = reference(audio_files[file.stem], segments[file.stem], config, transforms)
        if ours.shape != theirs.shape:
            sys.exit(f"{file.stem}: shape {ours.shape} where torchaudio's is {theirs.shape}")
        audible = theirs > -80
        difference = float(np.abs(ours - theirs)[audible].max(initial=0))
        if difference > worst:
            worst, worst_clip = difference, file.stem
        clips += 1
        values += int(audible.sum())

        normalised = ours.T / (np.linalg.norm(ours.T, axis=1, keepdims=True) + 1e-10)
        expected = index.search(np.ascontiguousarray(normalised, dtype=np.float32), 1)[1][:, 0]
        tokens = np.load(arguments.run / "tokenized_audio" / file.parent.name / file.name)
        frames += len(tokens)
        equal_tokens += int((tokens == expected).sum())

    print(f"{clips} clips, {values} values above -80 dB: greatest difference {worst:.2e} dB ({worst_clip})")
    print(f"{frames} frames: {equal_tokens / frames:.6%} of the tokens equal faiss's")
    return 0 if clips and worst <= 1e-2 and equal_tokens >= 0.9999 * frames else 1


if __name__ == "__main__":
    sys.exit(main())
