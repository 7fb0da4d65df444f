package io.github.websocketstarter.engine.netty;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestTimeout}.
 */
class RequestTimeoutTests {

	private static final Duration HOUR = Duration.ofHours(1);

	// DT-20
	@Test
	void limitThatHasPassedCancelsAtOnce() {
		RequestTimeout timeout = new RequestTimeout(Instant.now().minus(HOUR));

		timeout.begin(Duration.ofMinutes(1));

		assertThat(timeout.token().isCancelled()).isTrue();
	}

	@Test
	void limitCanBeExtendedUntilItHasPassed() {
		RequestTimeout timeout = new RequestTimeout(Instant.now().minus(HOUR));
		timeout.begin(Duration.ofHours(2));

		timeout.change(ChronoUnit.FOREVER.getDuration());
		timeout.change(HOUR.plusMinutes(1));
		assertThat(timeout.token().isCancelled()).isFalse();

		timeout.change(HOUR);
		assertThat(timeout.token().isCancelled()).isTrue();
	}

	@Test
	void clockThatWasSetBackDoesNotShortenTheLimit() {
		RequestTimeout timeout = new RequestTimeout(Instant.now().plus(HOUR));
		timeout.begin(HOUR);

		timeout.change(ChronoUnit.FOREVER.getDuration());

		assertThat(timeout.token().isCancelled()).isFalse();
	}

	@Test
	void changedLimitHoldsAlsoIfItComesFirst() {
		RequestTimeout timeout = new RequestTimeout(Instant.now().minus(HOUR));

		timeout.change(Duration.ofHours(2));
		timeout.begin(Duration.ofMinutes(1));

		assertThat(timeout.token().isCancelled()).isFalse();
	}

	// DT-23
	@Test
	void limitDoesNothingAfterTheEnd() {
		RequestTimeout timeout = new RequestTimeout(Instant.now());

		timeout.stop();
		timeout.change(Duration.ZERO);

		assertThat(timeout.token().isCancelled()).isFalse();
	}

}
