package io.github.websocketstarter.engine.netty;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransferExchange} and its {@link Transfer}s.
 */
class TransferExchangeTests {

	private final TestPublisher<DataBuffer> source = TestPublisher.create();

	@Test
	void nothingIsGoingOnBeforeTheSubscription() {
		TransferExchange exchange = exchange(Flux.never());

		exchange.getRequest().getBody();
		exchange.getResponse().writeWith(Flux.never());

		assertThat(exchange.takeTransfers()).isEmpty();
	}

	@Test
	void readIsGoingOnUntilItsEnd() {
		TransferExchange exchange = exchange(this.source.flux());

		StepVerifier.create(exchange.getRequest().getBody())
			.then(() -> this.source.next(buffer()))
			.expectNextCount(1)
			.then(this.source::complete)
			.verifyComplete();

		assertThat(exchange.takeTransfers()).isEmpty();
	}

	@Test
	void readThatIsCancelledByItsReaderIsOver() {
		TransferExchange exchange = exchange(this.source.flux());

		exchange.getRequest().getBody().subscribe().dispose();

		this.source.assertCancelled();
		assertThat(exchange.takeTransfers()).isEmpty();
	}

	@Test
	void failedReadCancelsItsSourceAndTellsItsReader() {
		TransferExchange exchange = exchange(this.source.flux());

		StepVerifier.create(exchange.getRequest().getBody())
			.then(() -> failAll(exchange, false))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(CancellationException.class)
				.hasMessage("The read of the body was cancelled by ClientConnection.cancelIo()"));

		this.source.assertCancelled();
		assertThat(exchange.takeTransfers()).isEmpty();
	}

	@Test
	void failedWritesCancelTheirSources() {
		for (Publisher<DataBuffer> body : List.of(this.source.flux(), Mono.<DataBuffer>never())) {
			TransferExchange exchange = exchange(Flux.empty());

			StepVerifier.create(exchange.getResponse().writeWith(body))
				.then(() -> failAll(exchange, true))
				.verifyError(CancellationException.class);
		}

		this.source.assertCancelled();
	}

	@Test
	void endThatComesFirstWins() {
		TransferExchange exchange = exchange(this.source.flux());

		StepVerifier.create(exchange.getRequest().getBody()).then(() -> {
			List<Transfer<?>> taken = exchange.takeTransfers();
			this.source.complete();
			taken.forEach(Transfer::fail);
		}).verifyComplete();
	}

	@Test
	void cancellationIsNoNewsOnlyAfterItsCause() {
		TransferExchange exchange = exchange(Flux.empty());
		Mono<Void> failing = exchange.handle(Mono.error(new CancellationException()));
		StepVerifier.create(failing).verifyError(CancellationException.class);

		exchange.abandon();
		StepVerifier.create(failing).expectSubscription().thenCancel().verify();
		StepVerifier.create(exchange.handle(Mono.error(AbortedException.beforeSend())))
			.expectSubscription()
			.thenCancel()
			.verify();

		exchange.cutOff();
		exchange.abandon();
		StepVerifier.create(failing).verifyComplete();
		StepVerifier.create(exchange.handle(Mono.error(new IllegalStateException())))
			.verifyError(IllegalStateException.class);
		assertThat(exchange.isHandled()).isTrue();
	}

	@Test
	void exchangeThatIsDecoratedFurtherIsFound() {
		TransferExchange exchange = exchange(Flux.empty());

		assertThat(TransferExchange.find(exchange.mutate().build())).isSameAs(exchange);
		assertThat(TransferExchange.find(exchange.getDelegate())).isNull();
	}

	@Test
	void responseThatCannotCopyFilesDoesNotClaimTo() {
		assertThat(exchange(Flux.empty()).getResponse()).isNotInstanceOf(ZeroCopyHttpOutputMessage.class);
	}

	private static TransferExchange exchange(Flux<DataBuffer> body) {
		return new TransferExchange(MockServerWebExchange.from(MockServerHttpRequest.post("/").body(body)));
	}

	private static void failAll(TransferExchange exchange, boolean write) {
		List<Transfer<?>> taken = exchange.takeTransfers();
		assertThat(taken).hasSize(1).allMatch((transfer) -> transfer.isWrite() == write);
		taken.forEach(Transfer::fail);
	}

	private static DataBuffer buffer() {
		return DefaultDataBufferFactory.sharedInstance.wrap("text".getBytes(StandardCharsets.US_ASCII));
	}

}
