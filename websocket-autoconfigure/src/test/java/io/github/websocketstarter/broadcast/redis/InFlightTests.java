package io.github.websocketstarter.broadcast.redis;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InFlight}.
 */
class InFlightTests {

	private static final int MEGABYTE = 1024 * 1024;

	private final InFlight inFlight = new InFlight();

	@Test
	void messagesAreBounded() {
		for (int i = 0; i < 1024; i++) {
			assertThat(this.inFlight.enter(1)).isTrue();
		}

		assertThat(this.inFlight.enter(1)).isFalse();
		assertThat(this.inFlight.enter(0)).isFalse();
		this.inFlight.leave(1);
		assertThat(this.inFlight.enter(1)).isTrue();
	}

	@Test
	void bytesAreBounded() {
		assertThat(this.inFlight.enter(10 * MEGABYTE)).isTrue();
		assertThat(this.inFlight.enter(10 * MEGABYTE)).isFalse();
		assertThat(this.inFlight.enter(6 * MEGABYTE)).isTrue();
		assertThat(this.inFlight.enter(1)).isFalse();

		this.inFlight.leave(6 * MEGABYTE);
		assertThat(this.inFlight.enter(1)).isTrue();
	}

	@Test
	void singleMessageMayBeLarger() {
		assertThat(this.inFlight.enter(17 * MEGABYTE)).isTrue();
		assertThat(this.inFlight.enter(1)).isFalse();

		this.inFlight.leave(17 * MEGABYTE);
		assertThat(this.inFlight.enter(1)).isTrue();
	}

}
