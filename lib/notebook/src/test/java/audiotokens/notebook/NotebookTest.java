package audiotokens.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class NotebookTest {
    @Test
    void commandLineKeysOverrideTheDefaultsOfAnExperiment() {
        assertArrayEquals(
                new String[] {"patchFrames=1"},
                Notebook.withoutOverridden("epochs=20\nvocabSize=100\n", "epochs=6", "patchFrames=1"));
        assertArrayEquals(new String[] {"epochs=6"}, Notebook.withoutOverridden("", "epochs=6"));
    }
}
