package io.github.websocketstarter.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.exchange.ExchangeServer.Loop;
import io.github.websocketstarter.exchange.Exchanges.Taken;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that leave while the body of their request is not read (DT-42).
 */
@ExchangeTest
class UploadIntegrationTests {

	private static final int READ_AHEAD = 64 << 10;

	private final ExchangeServer server;

	private final Exchanges exchanges = new Exchanges();

	UploadIntegrationTests(Loop loop) {
		this.server = ExchangeServer.on(loop);
	}

	@AfterEach
	void logIsQuiet(CapturedOutput output) {
		Exchanges.checkQuiet(output);
	}

	@ParameterizedTest
	@CsvSource({ "0,FIN", "0,RST", "10,FIN", "10,RST", "50000,FIN", "50000,RST" })
	void departureIsNoticedWithinTheReadAhead(int sent, Departure departure) {
		try (WireClient client = this.server.connect()) {
			client.post(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())), 1 << 20);
			client.send(new byte[sent]);
			Taken taken = this.exchanges.take();

			departure.leave(client);

			assertThat(Exchanges.reason(taken.token())).isEqualTo(departure.reason());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "FIN", "RST" })
	void departureIsNoticedBeforeTheClientMayContinue(Departure departure) {
		try (WireClient client = this.server.connect()) {
			String path = this.server.serve(this.exchanges.keeping((exchange) -> Mono.never()));
			client.send("POST " + path
					+ " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
			Taken taken = this.exchanges.take();

			departure.leave(client);

			assertThat(Exchanges.reason(taken.token())).isEqualTo(departure.reason());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "FIN", "RST" })
	void departureIsNoticedByWhoReadsNoFurther(Departure departure) {
		try (WireClient client = this.server.connect()) {
			client.post(this.server.serve(this.exchanges.keeping((exchange) -> readOne(exchange))), 1 << 20);
			client.send("first");
			Taken taken = this.exchanges.take();
			client.send("second");

			departure.leave(client);

			assertThat(Exchanges.reason(taken.token())).isEqualTo(departure.reason());
		}
	}

	/** Take one buffer and ask for no other. */
	private static Mono<Void> readOne(ServerWebExchange exchange) {
		return exchange.getRequest()
			.getBody()
			.doOnNext(DataBufferUtils::release)
			.concatMap((buffer) -> Mono.<Void>never(), 1)
			.then();
	}

	@Test
	void departureDuringTheUploadIsNoNewsForTheLog() {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (WireClient client = this.server.connect()) {
			client.post(this.server.serve(this.exchanges.keeping((exchange) -> exchange.getRequest()
				.getBody()
				.doOnNext(DataBufferUtils::release)
				.doOnError(failure::complete)
				.then())), 1 << 20);
			client.send("part");
			Taken taken = this.exchanges.take();

			client.leave();

			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.PEER_EOF);
			assertThat(failure).succeedsWithin(ExchangeServer.TIMEOUT);
		}
	}

	@Test
	void noMoreThanTheReadAheadIsTakenInAndNothingIsLost() {
		int size = 1 << 20;
		Sinks.Empty<Void> go = Sinks.empty();
		AtomicLong taken = new AtomicLong();
		try (WireClient client = this.server.connect()) {
			client.post(this.server.serve(this.exchanges.keeping((exchange) -> {
				Taken.of(exchange, null).channel().pipeline().addFirst(new Counter(taken));
				return go.asMono()
					.then(count(exchange))
					.flatMap((length) -> Exchanges.answer(exchange, "read " + length));
			})), size);
			client.send(new byte[size]);
			Awaitility.await().atMost(ExchangeServer.TIMEOUT).until(() -> taken.get() >= READ_AHEAD / 2);
			this.exchanges.take().awaitIdle();
			assertThat(taken.get()).isLessThan(2L * READ_AHEAD);

			go.tryEmitEmpty();

			client.readUntil("read " + size);
		}
	}

	@Test
	void departureBeyondTheReadAheadIsNoticedWhenReadingGoesOn() {
		Sinks.Empty<Void> go = Sinks.empty();
		try (WireClient client = this.server.connect()) {
			client.post(
					this.server.serve(this.exchanges.keeping((exchange) -> go.asMono().then(count(exchange)).then())),
					2 << 20);
			client.send(new byte[1 << 20]);
			Taken taken = this.exchanges.take();
			client.leave();

			go.tryEmitEmpty();

			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.PEER_EOF);
		}
	}

	private static Mono<Integer> count(ServerWebExchange exchange) {
		return exchange.getRequest().getBody().map((buffer) -> {
			int length = buffer.readableByteCount();
			DataBufferUtils.release(buffer);
			return length;
		}).reduce(0, Integer::sum);
	}

	private static final class Counter extends ChannelInboundHandlerAdapter {

		private final AtomicLong count;

		Counter(AtomicLong count) {
			this.count = count;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			this.count.addAndGet(((ByteBuf) message).readableBytes());
			context.fireChannelRead(message);
		}

	}

}
