package audiotokens.pipeline.config;

/** The input of a model, named after the dataset classes of the original Python implementation. */
public enum DatasetType {
    /** Token sequences: int64 (n_frames,) per clip. */
    TOKENIZED("TokenizedSpecDataset"),
    /** Spectrograms: float32 (n_mels, n_frames) per clip. */
    RAW("RawSTFTDataset"),
    /** Flattened spectrograms: float32 (n_mels * n_frames,) per clip. */
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
