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
 * @param audio audio of the clips, if waveforms will be read
 */
record FileSpectrograms(RunFolder folder, ClipAudio audio) implements RunSpectrograms {
    static FileSpectrograms open(Configuration configuration, boolean readsWaveforms) {
        return new FileSpectrograms(RunFolder.of(configuration), ClipAudio.open(configuration, readsWaveforms));
    }

    @Override
    public ClipSignal clip(Split split, String id) {
        return new StoredClip(folder.spectrogram(split, id), audio.decoder(id));
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
        audio.close();
    }
}
