package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import audiotokens.config.Configuration;
import audiotokens.random.TorchRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way back reads what the way there has made: none of it may be freed in between. */
class GradientMemoryTest {
    private static final int LABELS = 3;
    private static final int FRAMES = 12;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modelType=bert,hiddenSize=16,numHeads=2,numLayers=2",
                "modelType=lstm,lstmEmbedDim=8,lstmHiddenDim=8,pooling=attention,dropout=0.5",
                "modelType=simple,hiddenSize=8",
                "modelType=cnn,datasetType=RawSTFTDataset,nMels=8",
                "modelType=baseline,datasetType=RawSTFTFlatDataset,nMels=8"
            })
    void gradientsAreTheSameWhereGarbageIsCollectedOnTheWay(String keys) {
        Map<String, String> values = new HashMap<>(Map.of("vocabSize", "10"));
        for (String key : keys.split(",")) {
            values.put(key.substring(0, key.indexOf('=')), key.substring(key.indexOf('=') + 1));
        }
        Configuration configuration = Configuration.of(values);
        Classifier classifier = Classifier.of(configuration, LABELS, FRAMES);
        try (Parameters parameters = Parameters.initial(classifier.parameters(), new TorchRandom(1), Device.cpu())) {
            Batch batch = batch(configuration);
            Map<String, float[]> quiet = gradients(classifier, parameters, batch, () -> {});
            Map<String, float[]> disturbed =
                    gradients(classifier, parameters, batch, GradientMemoryTest::collectAndFillGarbage);
            assertTrue(quiet.size() > 2);
            quiet.forEach((name, gradient) -> assertArrayEquals(gradient, disturbed.get(name), 1e-6f, name));
        }
    }

    private static Batch batch(Configuration configuration) {
        SplittableRandom random = new SplittableRandom(2);
        int nMels = configuration.spectrogram().nMels();
        List<ClipInput> clips = IntStream.of(FRAMES, FRAMES - 3)
                .mapToObj(frames -> switch (configuration.model().datasetType()) {
                    case TOKENIZED ->
                        (ClipInput)
                                new ClipInput.Tokens(random.longs(frames, 0, 10).toArray());
                    case RAW, RAW_FLAT -> {
                        float[] spectrogram = new float[frames * nMels];
                        for (int i = 0; i < spectrogram.length; i++) {
                            spectrogram[i] = (float) random.nextDouble();
                        }
                        yield new ClipInput.Frames(spectrogram, nMels);
                    }
                })
                .toList();
        return Batch.of(
                clips, configuration.model().datasetType() == audiotokens.config.DatasetType.TOKENIZED ? 0 : FRAMES);
    }

    private static Map<String, float[]> gradients(
            Classifier classifier, Parameters parameters, Batch batch, Runnable between) {
        Map<String, float[]> gradients = new TreeMap<>();
        try (Pass pass = Pass.training(parameters, Dropout.from(new SplittableRandom(3)), Optional.empty())) {
            NDArray loss = classifier.logits(pass, batch).square().sum();
            between.run();
            pass.backward(loss);
            for (String name : parameters.trained().keySet()) {
                gradients.put(name, pass.gradient(name).toFloatArray());
            }
        }
        return gradients;
    }

    /** Has the memory of what nobody owns any more freed, and takes it for other numbers. */
    private static void collectAndFillGarbage() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            System.gc();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            for (int i = 0; i < 2000; i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
                buffer.putDouble(0, 1e-3 * i + 7);
                taken.add(buffer);
            }
        }
        assertTrue(taken.size() == 10_000);
    }
}
