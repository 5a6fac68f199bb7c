package audiotokens.pipeline.config;

/** What a model is fed with, by the original's class names. */
public enum DatasetType {
    /** Token sequences: int64 (n_frames,) a clip. */
    TOKENIZED("TokenizedSpecDataset"),
    /** Spectrograms: float32 (n_mels, n_frames) a clip. */
    RAW("RawSTFTDataset"),
    /** Spectrograms as one long vector: float32 (n_mels * n_frames,) a clip. */
    RAW_FLAT("RawSTFTFlatDataset");

    private final String originalName;

    DatasetType(String originalName) {
        this.originalName = originalName;
    }

    @Override
    public String toString() {
        return originalName;
    }
}
