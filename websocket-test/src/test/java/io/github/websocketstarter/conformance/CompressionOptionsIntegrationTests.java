package io.github.websocketstarter.conformance;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compression that the application leaves off and one accept wants.
 */
@ConformanceTest({ "websocket.compression.threshold=100B", "websocket.close-timeout=60s" })
class CompressionOptionsIntegrationTests {

	private static final String PMD = "permessage-deflate";

	@Parameter
	private TestServer server;

	// PD-1: off unless it is wanted, and the offer is ignored
	@ParameterizedTest
	@EnumSource
	void offerIsIgnoredByDefault(EchoTarget target) {
		HttpRequest request = HttpRequest.upgrade(target.path()).withAdded(DeflatePeer.HEADER, PMD);
		try (RawWebSocketClient client = this.server.connect().upgrade(request)) {
			assertThat(client.handshake().headers(DeflatePeer.HEADER)).isEmpty();
			client.sendText("x".repeat(1000));
			client.expectText("x".repeat(1000));
			client.send(DeflatePeer.frame(Frame.TEXT, DeflatePeer.hex("f248cdc9c90700")));
			client.expectClose(1002);
			client.expectEof();
		}
	}

	// PD-1, PD-23: an accept wants compression, the threshold is the application's
	@Test
	void acceptMayCompress() {
		try (DeflatePeer peer = open(WebSocketAcceptOptions.builder().compression(true), PMD)) {
			assertThat(peer.agreement()).isEqualTo(PMD);
			peer.sendText("x".repeat(99));
			peer.client().expectText("x".repeat(99));
			peer.sendText("x".repeat(100));
			peer.expectText("x".repeat(100));
			peer.client().send(OutgoingFrame.text("é".repeat(49)));
			peer.client().expectText("é".repeat(49));
			peer.client().send(OutgoingFrame.text("é".repeat(50)));
			peer.expectText("é".repeat(50));
		}
	}

	// Threshold: the size of a stream is not known before it ends
	@Test
	void streamIsCompressedWhateverItsSize() {
		HttpRequest request = this.server.scripted("/accept", WebSocketAcceptOptions.builder().compression(true),
				(connection) -> connection.sendStream(WebSocketMessage.Type.TEXT,
						Flux.just(connection.bufferFactory().wrap(DeflatePeer.octets("small")))));
		try (DeflatePeer peer = DeflatePeer.open(this.server, request, PMD)) {
			peer.expectText("small");
			peer.client().expectClose(1000);
		}
	}

	// PD-10, PD-11, PD-14
	@Test
	void acceptMayLimitTheWindow() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.compression(true)
			.serverMaxWindowBits(10);
		verify(options, PMD, PMD + "; server_max_window_bits=10");
		verify(options, PMD + "; server_max_window_bits=15", PMD + "; server_max_window_bits=10");
		verify(options, PMD + "; server_max_window_bits=9", PMD + "; server_max_window_bits=9");
	}

	// PD-13
	@Test
	void acceptMayDisableTakeover() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.compression(true)
			.disableServerContextTakeover(true);
		verify(options, PMD, PMD + "; server_no_context_takeover");
		verify(options, PMD + "; server_max_window_bits=9; client_no_context_takeover",
				PMD + "; client_no_context_takeover; server_no_context_takeover; server_max_window_bits=9");
	}

	private void verify(WebSocketAcceptOptions.Builder options, String offer, String answer) {
		try (DeflatePeer peer = open(options, offer)) {
			assertThat(peer.agreement()).isEqualTo(answer);
			for (int i = 0; i < 5; i++) {
				byte[] content = DeflatePeer.octets(("message " + i + " ").repeat(500));
				peer.send(Frame.BINARY, content);
				peer.expect(Frame.BINARY, content);
			}
		}
	}

	private DeflatePeer open(WebSocketAcceptOptions.Builder options, String offer) {
		HttpRequest request = this.server.scripted("/accept", options,
				(connection) -> connection.send(connection.receive().doOnNext(WebSocketMessage::retain)));
		return DeflatePeer.open(this.server, request, offer);
	}

}
