package io.github.websocketstarter.cancellation;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CancellationToken#call}.
 */
@Timeout(20)
class BlockingCallTests {

	private final CancellationTokenSource source = new CancellationTokenSource();

	@Test
	void resultIsReturned() throws Exception {
		assertThat(this.source.token().call(() -> "done")).isEqualTo("done");
		assertThat(this.source.token()).hasToString("CancellationToken[active, callbacks=0]");
	}

	@Test
	void failureOfTheWorkIsThrown() {
		assertThatIOException().isThrownBy(() -> this.source.token().call(() -> {
			throw new IOException("disk");
		})).withMessage("disk");
	}

	@Test
	void blockedThreadIsInterrupted() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CompletableFuture<Throwable> outcome = new CompletableFuture<>();
		AtomicBoolean left = new AtomicBoolean(true);
		Thread thread = new Thread(() -> {
			try {
				this.source.token().call(() -> {
					blocked.countDown();
					return new CountDownLatch(1).await(1, TimeUnit.HOURS);
				});
			}
			catch (Throwable ex) {
				left.set(Thread.currentThread().isInterrupted());
				outcome.complete(ex);
			}
		});
		thread.start();
		blocked.await();

		this.source.cancel();

		assertThat(outcome.get()).isInstanceOf(CancellationException.class)
			.hasCauseInstanceOf(InterruptedException.class);
		assertThat(left).as("interrupt that is left").isFalse();
	}

	@Test
	void workDoesNotBeginIfTheTokenIsCancelled() {
		this.source.cancel();
		AtomicBoolean begun = new AtomicBoolean();
		Callable<Boolean> work = () -> begun.getAndSet(true);

		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> this.source.token().call(work));
		assertThat(begun).isFalse();
	}

	@Test
	void threadIsLeftAloneAfterTheWork() throws Exception {
		this.source.token().call(() -> "done");

		this.source.cancel();
		this.source.token().whenCancelled().block();

		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void threadThatMustNotBlockIsRefused() {
		Mono<String> refused = Mono.fromCallable(() -> this.source.token().call(() -> "done"))
			.subscribeOn(Schedulers.parallel());

		assertThatIllegalStateException().isThrownBy(refused::block).withMessageContaining("parallel-");
	}

}
