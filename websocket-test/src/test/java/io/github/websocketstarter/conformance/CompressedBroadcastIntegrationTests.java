package io.github.websocketstarter.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.broadcast.Delivery;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are compressed once for many, between those that a connection compresses
 * for itself.
 */
@ConformanceTest({ "websocket.compression.enabled=true", "websocket.compression.threshold=20B",
		"websocket.close-timeout=60s" })
class CompressedBroadcastIntegrationTests {

	private static final String PMD = "permessage-deflate";

	@Parameter
	private TestServer server;

	// What is sent to many refers to nothing; what follows refers to what the peer knows
	@ParameterizedTest
	@ValueSource(strings = { PMD, PMD + "; server_no_context_takeover", PMD + "; server_max_window_bits=9" })
	void peerReadsBothInAnyOrder(String offer) {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (DeflatePeer peer = open(offer, opened)) {
			WebSocketConnection connection = opened.join();
			String group = join(connection);
			for (int i = 0; i < 60; i++) {
				String text = "message " + i + " " + random(i * 37) + " and what all of them have in common";
				if (i % 3 == 0) {
					connection.sendText(text).block(TestServer.TIMEOUT);
				}
				else {
					assertThat(send(group, text)).isEqualTo(new Delivery(1, 0, 0));
				}
				peer.expectText(text);
			}
			String large = random(100_000);
			send(group, large);
			connection.sendText(large.substring(90_000)).block(TestServer.TIMEOUT);
			peer.expectText(large);
			peer.expectText(large.substring(90_000));
		}
	}

	// A message of its own after one for many refers to it
	@Test
	void takeoverGoesOnAcrossMessagesForMany() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (DeflatePeer peer = open(PMD, opened)) {
			WebSocketConnection connection = opened.join();
			String group = join(connection);
			connection.sendText("something, so that there is a history").block(TestServer.TIMEOUT);
			String text = random(1000);
			send(group, text);
			connection.sendText(text).block(TestServer.TIMEOUT);

			peer.readMessage();
			Frame many = peer.client().readFrame();
			Frame own = peer.client().readFrame();
			assertThat(many.payload()).hasSizeGreaterThan(500);
			assertThat(own.payload()).hasSizeLessThan(50);
		}
	}

	// Each gets the frame that fits what it agreed to
	@Test
	void peersOfAllKindsGetTheSameMessage() {
		List<CompletableFuture<WebSocketConnection>> opened = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			opened.add(new CompletableFuture<>());
		}
		String group = UUID.randomUUID().toString();
		WebSocketGroups groups = this.server.bean(WebSocketGroups.class);
		try (DeflatePeer one = open(PMD, opened.get(0));
				DeflatePeer other = open(PMD + "; server_no_context_takeover", opened.get(1));
				DeflatePeer small = open(PMD + "; server_max_window_bits=9", opened.get(2));
				RawWebSocketClient plain = this.server.run((connection) -> hold(connection, opened.get(3)))) {
			opened.forEach((connection) -> groups.join(group, connection.join()));
			String text = random(5000) + random(5000);
			assertThat(send(group, text)).isEqualTo(new Delivery(4, 0, 0));
			assertThat(send(group, "below the threshold")).isEqualTo(new Delivery(4, 0, 0));

			for (DeflatePeer peer : List.of(one, other, small)) {
				peer.expectText(text);
				peer.client().expectText("below the threshold");
			}
			plain.expectText(text);
			plain.expectText("below the threshold");
		}
	}

	private DeflatePeer open(String offer, CompletableFuture<WebSocketConnection> opened) {
		return DeflatePeer.open(this.server, this.server.scripted("/script", WebSocketAcceptOptions.builder(),
				(connection) -> hold(connection, opened)), offer);
	}

	private String join(WebSocketConnection connection) {
		String group = UUID.randomUUID().toString();
		this.server.bean(WebSocketGroups.class).join(group, connection);
		return group;
	}

	private Delivery send(String group, String text) {
		return this.server.bean(WebSocketGroups.class).group(group).send(text).block(TestServer.TIMEOUT);
	}

	private static Mono<Void> hold(WebSocketConnection connection, CompletableFuture<WebSocketConnection> opened) {
		opened.complete(connection);
		return connection.receive().then();
	}

	// Letters in an order that is the same in every run
	private static String random(int length) {
		return new Random(length).ints(length, 'a', 'z' + 1)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
