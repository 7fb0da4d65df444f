package io.github.websocketstarter.engine;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenBucket}.
 */
class TokenBucketTests {

	// An arbitrary time, as that of a clock is
	private static final long START = -5_000_000_000L;

	private final TokenBucket bucket = new TokenBucket(10, START);

	@Test
	void fullBucketLetsTheRateThroughAtOnce() {
		assertThat(take(10, 0)).isEqualTo(10);
		assertThat(take(1, 0)).isZero();
	}

	@Test
	void tokensComeBackWithTime() {
		take(10, 0);

		assertThat(take(5, 99)).isZero();
		assertThat(take(5, 100)).isEqualTo(1);
		assertThat(take(5, 350)).isEqualTo(2);
		assertThat(take(20, 1350)).isEqualTo(10);
	}

	@Test
	void silenceSavesUpNoMoreThanOneSecond() {
		take(10, 0);

		assertThat(take(50, 60_000)).isEqualTo(10);
	}

	@Test
	void steadyRateGoesThroughForEver() {
		for (int i = 0; i < 1000; i++) {
			assertThat(take(1, 100 * i)).isOne();
		}
	}

	@Test
	void amountThatIsMoreThanThereIsTakesNothing() {
		assertThat(this.bucket.take(11, START)).isFalse();
		assertThat(this.bucket.take(10, START)).isTrue();
	}

	@Test
	void creditIsOnTopOfAFullBucket() {
		this.bucket.credit(TimeUnit.SECONDS.toNanos(3), START + TimeUnit.SECONDS.toNanos(3));

		assertThat(take(100, 3000)).isEqualTo(40);
		assertThat(take(100, 3500)).isEqualTo(5);
	}

	@Test
	void creditLapsesAfterASecond() {
		this.bucket.credit(TimeUnit.SECONDS.toNanos(3600), START + TimeUnit.SECONDS.toNanos(3600));

		assertThat(take(100, 3_600_500)).isEqualTo(100);
		assertThat(take(100, 3_601_100)).isEqualTo(10);
	}

	@Test
	void timeOfACreditIsNotEarnedTwice() {
		take(10, 0);
		this.bucket.credit(TimeUnit.SECONDS.toNanos(1), START + TimeUnit.SECONDS.toNanos(1));

		assertThat(take(100, 1000)).isEqualTo(10);
	}

	@Test
	void clockThatStandsStillEarnsNothing() {
		assertThat(take(100, 500)).isEqualTo(10);
		assertThat(take(100, 400)).isZero();
		assertThat(take(100, 500)).isZero();
	}

	// How many of some attempts succeed at a time
	private int take(int attempts, long millis) {
		int taken = 0;
		for (int i = 0; i < attempts; i++) {
			if (this.bucket.take(1, START + TimeUnit.MILLISECONDS.toNanos(millis))) {
				taken++;
			}
		}
		return taken;
	}

}
