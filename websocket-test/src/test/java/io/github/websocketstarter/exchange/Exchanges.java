package io.github.websocketstarter.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.netty.channel.Channel;
import org.awaitility.Awaitility;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests do with exchanges: they are taken in the order of their arrival.
 */
final class Exchanges {

	private final Queue<Taken> queue = new ConcurrentLinkedQueue<>();

	/**
	 * Return a script that keeps the exchange for the test and asks for its token.
	 * @param answer what the server does with it
	 * @return the script
	 */
	ExchangeServer.Script keeping(Function<ServerWebExchange, Mono<Void>> answer) {
		return (exchange, connection) -> {
			this.queue.add(Taken.of(exchange, connection.disconnected()));
			return answer.apply(exchange);
		};
	}

	/**
	 * Return a script that keeps the exchange for the test and asks for nothing.
	 * @param answer what the server does with it
	 * @return the script
	 */
	ExchangeServer.Script unasked(Function<ServerWebExchange, Mono<Void>> answer) {
		return (exchange, connection) -> {
			this.queue.add(Taken.of(exchange, null));
			return answer.apply(exchange);
		};
	}

	Taken take() {
		return Awaitility.await()
			.atMost(ExchangeServer.TIMEOUT)
			.pollInterval(Duration.ofMillis(2))
			.until(this.queue::poll, Objects::nonNull);
	}

	static Mono<Void> answer(ServerWebExchange exchange, String text) {
		ServerHttpResponse response = exchange.getResponse();
		return response.writeWith(Mono.just(response.bufferFactory().wrap(text.getBytes(StandardCharsets.ISO_8859_1))));
	}

	/** Send each text as soon as it is there. */
	static Mono<Void> stream(ServerWebExchange exchange, Flux<String> texts) {
		ServerHttpResponse response = exchange.getResponse();
		return response.writeAndFlushWith(texts
			.map((text) -> Mono.just(response.bufferFactory().wrap(text.getBytes(StandardCharsets.ISO_8859_1)))));
	}

	static DisconnectReason reason(DisconnectToken token) {
		token.whenCancelled().block(ExchangeServer.TIMEOUT);
		return token.reason().orElseThrow();
	}

	static void checkQuiet(CapturedOutput output) {
		assertThat(output).doesNotContain("ERROR", "WARN", "\tat ", "Exception", "LEAK");
	}

	/**
	 * One exchange on the server.
	 *
	 * @param exchange the exchange
	 * @param connection its client connection
	 * @param token its token, if it was asked for
	 * @param channel the TCP connection or HTTP/2 stream
	 */
	record Taken(ServerWebExchange exchange, ClientConnection connection, DisconnectToken token, Channel channel) {

		static Taken of(ServerWebExchange exchange, DisconnectToken token) {
			Connection connection = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
			return new Taken(exchange, ClientConnection.of(exchange), token, connection.channel());
		}

		/** Cancel what the handler is about to begin. */
		void cancelIo() {
			Awaitility.await()
				.atMost(ExchangeServer.TIMEOUT)
				.pollInterval(Duration.ofMillis(2))
				.until(this.connection::cancelIo);
		}

		void awaitClosed() {
			assertThat(this.channel.closeFuture().awaitUninterruptibly(ExchangeServer.TIMEOUT.toMillis())).isTrue();
		}

		/** Wait until the server has done what it had to do. */
		void awaitIdle() {
			assertThat(this.channel.eventLoop().submit(() -> {
			}).awaitUninterruptibly(ExchangeServer.TIMEOUT.toMillis())).isTrue();
		}

		/** Check that the token has ended and was not cancelled. */
		void checkExpired() {
			DisconnectToken ended = this.connection.disconnected();
			awaitIdle();
			assertThat(ended.isCancelled()).isFalse();
			assertThat(ended.onCancel(() -> {
			}).isDisposed()).as("expired").isTrue();
		}

	}

}
