package io.github.websocketstarter.cancellation;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CallbackRegistration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallbackRegistrationTests {

	// DT-41
	@Test
	void callbackThatThrowsIsLoggedWithItsName(CapturedOutput output) {
		CallbackRegistration.run(new Failing(), System::nanoTime);

		assertThat(output).contains("ERROR")
			.contains("Cancellation callback " + Failing.class.getName() + " failed")
			.contains("thrown by the test");
	}

	@Test
	void errorThatIsFatalForTheMachineIsNotSwallowed() {
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> CallbackRegistration.run(() -> {
			throw new OutOfMemoryError("thrown by the test");
		}, System::nanoTime));
	}

	// DT-9, DT-41
	@Test
	void callbackThatTakesTooLongIsLoggedWithItsDuration(CapturedOutput output) {
		runFor(1_001);

		assertThat(output).contains("WARN").containsPattern("Cancellation callback .* took 1001 ms");
	}

	@Test
	void callbackInTimeIsNotLogged(CapturedOutput output) {
		runFor(1_000);

		assertThat(output).doesNotContain("Cancellation callback");
	}

	@Test
	void callbackThatNoThreadTakesIsLoggedAndHurtsNobody(CapturedOutput output) {
		CancellationTokenSource source = new CancellationTokenSource();
		source.token().onCancel(() -> {
		});
		source.token().onCancel(() -> {
		});
		Schedulers.setFactory(new FullFactory());
		try {
			assertThat(source.cancel()).isTrue();
		}
		finally {
			Schedulers.resetFactory();
		}

		assertThat(output.toString().split("Cancellation callback dropped", -1)).hasSize(3);
	}

	private static void runFor(long milliseconds) {
		Iterator<Long> clock = List.of(7L, 7L + TimeUnit.MILLISECONDS.toNanos(milliseconds)).iterator();
		CallbackRegistration.run(() -> {
		}, clock::next);
	}

	private static final class FullFactory implements Schedulers.Factory {

		@Override
		public Scheduler newBoundedElastic(int threads, int tasks, ThreadFactory threadFactory, int ttlSeconds) {
			return Schedulers.fromExecutor((task) -> {
				throw new RejectedExecutionException("thrown by the test");
			});
		}

	}

	private static final class Failing implements Runnable {

		@Override
		public void run() {
			throw new IllegalStateException("thrown by the test");
		}

	}

}
