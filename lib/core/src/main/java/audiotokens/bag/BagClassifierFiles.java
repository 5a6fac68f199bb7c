package audiotokens.bag;

import audiotokens.file.NpyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A classifier's arrays on disk, float32: {@code bag_weights.npy} and {@code scales.npy} (kinds,),
 * {@code coefficients.npy} (clips, labels), {@code means.npy} (labels,), and {@code bags.N.npy} (clips, vocabulary) for
 * each kind of bag N.
 */
final class BagClassifierFiles {
    private BagClassifierFiles() {}

    static void write(BagClassifier model, Path folder) throws IOException {
        int clips = model.clips();
        write(folder, "bag_weights", model.bagWeights());
        write(folder, "scales", model.scales());
        write(folder, "means", model.means());
        NpyFile.write(folder.resolve("coefficients.npy"), model.coefficients(), clips, model.means().length);
        for (int kind = 0; kind < model.bags().size(); kind++) {
            float[] bags = model.bags().get(kind);
            NpyFile.write(folder.resolve("bags." + kind + ".npy"), bags, clips, bags.length / clips);
        }
    }

    private static void write(Path folder, String name, float[] values) throws IOException {
        NpyFile.write(folder.resolve(name + ".npy"), values, values.length);
    }

    static BagClassifier read(Path folder) throws IOException {
        float[] bagWeights = read(folder, "bag_weights", 1);
        List<float[]> bags = new ArrayList<>();
        for (int kind = 0; kind < bagWeights.length; kind++) {
            bags.add(read(folder, "bags." + kind, 2));
        }
        try {
            return new BagClassifier(
                    bagWeights,
                    read(folder, "scales", 1),
                    bags,
                    read(folder, "coefficients", 2),
                    read(folder, "means", 1));
        } catch (IllegalArgumentException e) {
            throw new IOException(folder + " holds files of different models: " + e.getMessage(), e);
        }
    }

    private static float[] read(Path folder, String name, int axes) throws IOException {
        return NpyFile.readFloats(folder.resolve(name + ".npy"), axes).values();
    }
}
