package io.github.websocketstarter.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompressionWarning}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CompressionWarningTests {

	@Test
	void compressionOverTlsIsWarnedAbout(CapturedOutput output) {
		new CompressionWarning(true, true);

		assertThat(output).containsOnlyOnce("'websocket.compression.enabled' is true on a server with TLS")
			.contains("CRIME")
			.contains("SendOption.DISABLE_COMPRESSION");
	}

	@Test
	void neitherCompressionNorTlsAloneIsWarnedAbout(CapturedOutput output) {
		new CompressionWarning(true, false);
		new CompressionWarning(false, true);

		assertThat(output).doesNotContain("websocket.compression.enabled");
	}

}
