package io.github.websocketstarter.conformance;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.Protocol;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The cases of groups 12 and 13 of the Autobahn test suite: messages of all sizes under
 * all agreements. Fewer messages a case, as the time of a build goes.
 */
@ConformanceTest(value = { "websocket.compression.enabled=true", "websocket.close-timeout=60s",
		"websocket.max-fragments=10000" }, protocols = { Protocol.HTTP_1_1, Protocol.H2 })
class CompressionConformanceIntegrationTests {

	private static final String PMD = "permessage-deflate";

	private static final String BOTH_RESET = "; client_no_context_takeover; server_no_context_takeover";

	static final List<String> OFFERS = List.of(PMD, PMD + "; client_max_window_bits",
			PMD + "; client_max_window_bits=9", PMD + "; client_max_window_bits=12",
			PMD + "; client_no_context_takeover", PMD + "; server_no_context_takeover", PMD + BOTH_RESET,
			PMD + "; server_max_window_bits=9", PMD + "; server_max_window_bits=10",
			PMD + "; server_max_window_bits=11", PMD + "; server_max_window_bits=12",
			PMD + "; server_max_window_bits=13", PMD + "; server_max_window_bits=14",
			PMD + "; server_max_window_bits=15", PMD + "; server_no_context_takeover; server_max_window_bits=9",
			PMD + "; server_no_context_takeover; server_max_window_bits=15",
			PMD + BOTH_RESET + "; server_max_window_bits=9; client_max_window_bits=9",
			PMD + "; server_no_context_takeover; client_max_window_bits; server_max_window_bits=9, " + PMD
					+ "; server_no_context_takeover; client_max_window_bits, " + PMD);

	private static final int[] SIZES = { 16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072 };

	private static final int MESSAGES = 5;

	@Parameter
	private TestServer server;

	// Autobahn 12.1 to 12.3, 13.1 to 13.7: each message in one frame
	@ParameterizedTest
	@FieldSource("OFFERS")
	void messagesAreEchoed(String offer) {
		for (EchoTarget target : EchoTarget.values()) {
			verify(target, offer, SIZES, Integer.MAX_VALUE);
		}
	}

	// Autobahn 12.4, 12.5, 13.1 to 13.7: in fragments
	@ParameterizedTest
	@FieldSource("OFFERS")
	void messagesInFragmentsAreEchoed(String offer) {
		verify(EchoTarget.ENDPOINT, offer, SIZES, 256);
		verify(EchoTarget.ZERO_COPY, offer, SIZES, 1000);
	}

	// PD-27
	@ParameterizedTest
	@FieldSource("OFFERS")
	void smallMessagesInFragmentsOfOneOctetAreEchoed(String offer) {
		for (EchoTarget target : EchoTarget.values()) {
			verify(target, offer, new int[] { 0, 1, 16, 64, 256, 1024 }, 1);
		}
	}

	private void verify(EchoTarget target, String offer, int[] sizes, int fragment) {
		try (DeflatePeer peer = DeflatePeer.open(this.server, target, offer)) {
			for (int size : sizes) {
				List<byte[]> texts = IntStream.range(0, MESSAGES).mapToObj((i) -> json(size, i)).toList();
				texts.forEach((text) -> peer.send(Frame.TEXT, text, fragment));
				texts.forEach((text) -> peer.expect(Frame.TEXT, text));
				if (target != EchoTarget.TEXT_ONLY) {
					byte[] noise = noise(size);
					peer.send(Frame.BINARY, noise, fragment);
					peer.expect(Frame.BINARY, noise);
				}
			}
			peer.client().sendClose(1000);
			peer.client().expectClose(1000);
			peer.client().expectEof();
		}
	}

	private static byte[] json(int size, int seed) {
		Random random = new Random(seed);
		StringBuilder text = new StringBuilder(size + 100);
		while (text.length() < size) {
			text.append("{\"id\":")
				.append(random.nextInt(100_000))
				.append(",\"name\":\"user")
				.append(random.nextInt(100))
				.append("\",\"active\":")
				.append(random.nextBoolean())
				.append(",\"score\":")
				.append(random.nextDouble())
				.append("},");
		}
		return DeflatePeer.octets(text.substring(0, size));
	}

	private static byte[] noise(int size) {
		byte[] noise = new byte[size];
		new Random(size).nextBytes(noise);
		return noise;
	}

}
