package audiotokens.pipeline.inference;

import audiotokens.label.Label;
import audiotokens.model.LabelOutput;
import audiotokens.pipeline.config.ModelOptions;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code config.json} that lets Hugging Face's {@code BertModel.from_pretrained} load a {@code bert} bundle. The
 * logits are the linear layer {@code classifier} applied to the first position of the last hidden state. The model of
 * the original Python implementation has no pooler in between; {@code BertForSequenceClassification} has one, so it
 * loads the weights but computes different logits.
 */
final class HuggingFaceConfig {
    private static final int MAX_POSITIONS = 512;
    private static final int INTERMEDIATE_SIZE = 3072;
    private static final double DROPOUT = 0.1;

    private HuggingFaceConfig() {}

    static String of(ModelOptions model, int vocabularySize, List<Label> labels) {
        ObjectNode config = JsonMapper.shared().createObjectNode();
        config.putArray("architectures").add("BertModel");
        config.put("model_type", "bert");
        config.put("vocab_size", vocabularySize);
        config.put("hidden_size", model.hiddenSize());
        config.put("num_hidden_layers", model.numLayers());
        config.put("num_attention_heads", model.numHeads());
        config.put("intermediate_size", INTERMEDIATE_SIZE);
        config.put("hidden_act", "gelu");
        config.put("hidden_dropout_prob", DROPOUT);
        config.put("attention_probs_dropout_prob", DROPOUT);
        config.put("max_position_embeddings", MAX_POSITIONS);
        config.put("type_vocab_size", 2);
        config.put("layer_norm_eps", 1e-12);
        config.put("pad_token_id", 0);
        config.put(
                "problem_type",
                model.labelOutput() == LabelOutput.SOFTMAX
                        ? "single_label_classification"
                        : "multi_label_classification");
        ObjectNode names = config.putObject("id2label");
        labels.forEach(label -> names.put(String.valueOf(label.index()), label.name()));
        ObjectNode indices = config.putObject("label2id");
        labels.forEach(label -> indices.put(label.name(), label.index()));
        return config.toPrettyString() + "\n";
    }
}
