package audiotokens.bag;

import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * File format of a bag classifier: safetensors, float32, with {@code bag_weights} and {@code scales} (bag types,),
 * {@code coefficients} (clips, labels), {@code means} (labels,), and {@code bags.N} (clips, vocabulary) for each bag
 * type N.
 */
final class BagClassifierFile {
    private BagClassifierFile() {}

    static void write(BagClassifier model, Path file) throws IOException {
        int nClips = model.nClips();
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("bag_weights", vector(model.bagWeights()));
        tensors.put("scales", vector(model.scales()));
        tensors.put("means", vector(model.means()));
        tensors.put("coefficients", matrix(model.coefficients(), nClips));
        for (int type = 0; type < model.bags().size(); type++) {
            tensors.put("bags." + type, matrix(model.bags().get(type), nClips));
        }
        new SafetensorsFile(tensors, Map.of("model", "bag")).write(file);
    }

    private static Tensor vector(float[] values) {
        return new Tensor(new long[] {values.length}, values);
    }

    private static Tensor matrix(float[] values, int nRows) {
        return new Tensor(new long[] {nRows, values.length / nRows}, values);
    }

    static BagClassifier read(Path file) throws IOException {
        SequencedMap<String, Tensor> tensors = SafetensorsFile.read(file).tensors();
        float[] bagWeights = values(tensors, "bag_weights", file);
        List<float[]> bags = new ArrayList<>();
        for (int type = 0; type < bagWeights.length; type++) {
            bags.add(values(tensors, "bags." + type, file));
        }
        try {
            return new BagClassifier(
                    bagWeights,
                    values(tensors, "scales", file),
                    bags,
                    values(tensors, "coefficients", file),
                    values(tensors, "means", file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " has arrays whose sizes do not match: " + e.getMessage(), e);
        }
    }

    private static float[] values(SequencedMap<String, Tensor> tensors, String name, Path file) throws IOException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IOException(file + " is not a bag classifier: the array '" + name + "' is missing");
        }
        return tensor.values();
    }
}
