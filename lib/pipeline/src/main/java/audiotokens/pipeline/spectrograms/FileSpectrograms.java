package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.token.ClipSignal;
import java.io.IOException;

/**
 * Spectrograms stored in one file per clip.
 *
 * @param folder folder of the run
 * @param sounds audio of the clips, if requested
 */
record FileSpectrograms(RunFolder folder, ClipSounds sounds) implements RunSpectrograms {
    static FileSpectrograms open(Configuration configuration, boolean waveforms) {
        return new FileSpectrograms(RunFolder.of(configuration), ClipSounds.open(configuration, waveforms));
    }

    @Override
    public ClipSignal clip(Split split, String id) {
        return new StoredClip(folder.spectrogram(split, id), sounds.of(id));
    }

    @Override
    public String location(Split split, String id) {
        return folder.spectrogram(split, id).toString();
    }

    @Override
    public String remedy(Split split) {
        return "run the clusters notebook again";
    }

    @Override
    public void close() throws IOException {
        sounds.close();
    }
}
