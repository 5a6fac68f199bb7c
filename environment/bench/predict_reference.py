"""The reference in the benchmarks of ./run predict: the same model on the same recording with PyTorch and torchaudio.

    predict_reference.py MODEL AUDIO [--threads N]

MODEL is the folder of an LSTM on whitened patches, such as the demo's. Reads and resamples the recording in blocks and
predicts batches of 16 windows. For each window, prints the labels whose score reaches their threshold.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import soundfile
import torch
import torchaudio.transforms as transforms
import yaml
from safetensors.torch import load_file

BATCH_SIZE = 16


class Bundle:
    def __init__(self, folder):
        self.configuration = yaml.safe_load((folder / "configuration.yaml").read_text())
        self.description = json.loads((folder / "bundle.json").read_text())
        weights = load_file(folder / "model.safetensors")
        assert self.configuration["modelType"] == "lstm" and self.configuration["pooling"] == "meanmax" and not self.configuration["fMax"]
        embed_dim, n_labels = weights["embedding.weight"].shape[1], weights["fc.weight"].shape[0]
        hidden = weights["lstm.weight_hh_l0"].shape[1]
        self.embedding = torch.nn.Embedding.from_pretrained(weights["embedding.weight"])
        self.lstm = torch.nn.LSTM(embed_dim, hidden, batch_first=True, bidirectional=True)
        self.lstm.load_state_dict({name[5:]: array for name, array in weights.items() if name.startswith("lstm.")})
        self.fc = torch.nn.Linear(4 * hidden, n_labels)
        self.fc.load_state_dict({name[3:]: array for name, array in weights.items() if name.startswith("fc.")})
        self.centroids = torch.from_numpy(np.load(folder / "centroids.npy"))
        self.mean = torch.from_numpy(np.load(folder / "frame_features" / "whitening_mean.npy"))
        self.whitening = torch.from_numpy(np.load(folder / "frame_features" / "whitening_components.npy"))
        self.mel = transforms.MelSpectrogram(
            sample_rate=self.configuration["sampleRate"], n_fft=self.configuration["nFft"], hop_length=self.configuration["hopLength"],
            n_mels=self.configuration["nMels"],
        )  # fmt: skip
        self.decibels = transforms.AmplitudeToDB()

    def tokens(self, windows):
        """Tokens, (windows, frames)."""
        frames = self.decibels(self.mel(windows)).transpose(1, 2)
        patch = self.configuration["patchFrames"]
        padded = torch.cat(
            (frames[:, :1].repeat(1, patch // 2, 1), frames, frames[:, -1:].repeat(1, patch - patch // 2 - 1, 1)), dim=1
        )
        patches = padded.unfold(1, patch, 1).transpose(2, 3).flatten(2)
        features = (patches - self.mean) @ self.whitening.T
        features = features / (features.norm(dim=2, keepdim=True) + 1e-10)
        return (2 * features @ self.centroids.T - (self.centroids**2).sum(dim=1)).argmax(dim=2)

    def scores(self, windows):
        """Calibrated scores, (windows, labels)."""
        states, _ = self.lstm(self.embedding(self.tokens(windows)))
        logits = self.fc(torch.cat((states.mean(dim=1), states.amax(dim=1)), dim=1))
        calibration = self.description["calibration"]
        if calibration["temperature"] > 0:
            return torch.sigmoid(logits / calibration["temperature"]).numpy()
        return np.interp(torch.sigmoid(logits).numpy(), calibration["scores"], calibration["probabilities"])


def windows(file, rate, length, hop):
    """Yields start and samples of windows of ``length`` samples every ``hop`` samples.

    The last one ends at the end of the recording and may be shorter.
    """
    samples = torch.zeros(0)
    resample = None
    start = 0  # of samples, in the resampled recording
    with soundfile.SoundFile(file) as sound:
        if sound.samplerate != rate:
            resample = transforms.Resample(sound.samplerate, rate)
        block = int(BATCH_SIZE * hop / rate * sound.samplerate)
        while len(read := sound.read(block, dtype="float32", always_2d=True)):
            mono = torch.from_numpy(read).mean(dim=1)
            samples = torch.cat((samples, resample(mono) if resample else mono))
            while len(samples) >= length:
                yield start, samples[:length]
                samples = samples[hop:]
                start += hop
    if len(samples):
        yield start, samples


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("audio", type=Path)
    parser.add_argument("--threads", type=int)
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    bundle = Bundle(arguments.model)
    rate = bundle.configuration["sampleRate"]
    length = round(bundle.description["windowSeconds"] * rate)
    names = [label["name"] for label in bundle.description["labels"]]
    thresholds = np.array(bundle.description["thresholds"])
    batch = []

    def predict_batch():
        # the last window may be shorter than the others
        for equal_lengths in (batch[:-1], batch[-1:]) if len(batch[-1][1]) < length else (batch,):
            if not equal_lengths:
                continue
            for (start, _), scores in zip(equal_lengths, bundle.scores(torch.stack([samples for _, samples in equal_lengths]))):
                for label in np.flatnonzero(scores >= thresholds):
                    print(f"{start / rate:.3f},{names[label]},{scores[label]:.4f}")
        batch.clear()

    for window in windows(arguments.audio, rate, length, length // 2):
        batch.append(window)
        if len(batch) == BATCH_SIZE:
            predict_batch()
    if batch:
        predict_batch()


if __name__ == "__main__":
    sys.exit(main())
