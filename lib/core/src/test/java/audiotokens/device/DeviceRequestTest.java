package audiotokens.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.option.OptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRequestTest {
    @Test
    void autoCpuAndGpuIndicesAreParsed() {
        assertEquals(new DeviceRequest(DeviceRequest.Kind.AUTO, 0), DeviceRequest.of("auto"));
        assertEquals(new DeviceRequest(DeviceRequest.Kind.CPU, 0), DeviceRequest.of("cpu"));
        assertEquals(new DeviceRequest(DeviceRequest.Kind.GPU, 0), DeviceRequest.of("gpu"));
        assertEquals(new DeviceRequest(DeviceRequest.Kind.GPU, 1), DeviceRequest.of("gpu:1"));
        assertEquals("gpu:1", DeviceRequest.of("gpu:1").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GPU", "cuda", "gpu:", "gpu:-1", "gpu:one", "cpu:1"})
    void anyOtherTextIsRejectedWithAMessageThatNamesTheOption(String text) {
        OptionException error = assertThrows(OptionException.class, () -> DeviceRequest.of(text));
        assertTrue(error.getMessage().startsWith("device: '" + text + "'"), error.getMessage());
    }
}
