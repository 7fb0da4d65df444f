package io.github.websocketstarter.engine;

import io.github.websocketstarter.engine.KeepAlive.Due;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeepAlive}.
 */
class KeepAliveTests {

	// KA-1
	@Test
	void nothingIsDueWithoutInterval() {
		KeepAlive off = new KeepAlive(0, 50, 0, 0);

		assertThat(off.tick()).isZero();
		assertThat(off.isListening()).isFalse();
		assertThat(off.check(1_000_000, true)).isEqualTo(Due.NOTHING);
	}

	// KA-1 KA-3
	@Test
	void pongIsDueEveryIntervalAlsoUnderTraffic() {
		KeepAlive pong = new KeepAlive(100, 0, 0, 0);

		assertThat(pong.isListening()).isFalse();
		assertThat(pong.check(99, true)).isEqualTo(Due.NOTHING);
		pong.received(99);
		assertThat(pong.check(100, true)).isEqualTo(Due.PONG);
		assertThat(pong.check(150, true)).isEqualTo(Due.NOTHING);
		assertThat(pong.check(205, true)).isEqualTo(Due.PONG);
	}

	// KA-13
	@Test
	void pongIsNotSentWhenNothingMayBeSent() {
		KeepAlive pong = new KeepAlive(100, 0, 0, 0);

		assertThat(pong.check(100, false)).isEqualTo(Due.NOTHING);
	}

	// KA-4
	@Test
	void pingIsDueAfterAnIntervalOfSilence() {
		KeepAlive ping = new KeepAlive(100, 50, 0, 0);

		assertThat(ping.check(100, true)).isEqualTo(Due.NOTHING);
		ping.received(60);
		assertThat(ping.check(160, true)).isEqualTo(Due.NOTHING);
		assertThat(ping.check(161, true)).isEqualTo(Due.PING);
	}

	// KA-6 KA-8
	@Test
	void onePingIsOutstandingAndNumbersCountFromOne() {
		KeepAlive ping = new KeepAlive(100, 500, 0, 0);

		assertThat(ping.check(101, true)).isEqualTo(Due.PING);
		assertThat(ping.expected()).isEqualTo(1);
		assertThat(ping.check(302, true)).isEqualTo(Due.NOTHING);
		ping.pong(1);
		assertThat(ping.check(303, true)).isEqualTo(Due.PING);
		assertThat(ping.expected()).isEqualTo(2);
	}

	// KA-6 KA-7 KA-9
	@Test
	void peerIsLostWithoutTheRightPongWhateverElseItSends() {
		KeepAlive ping = new KeepAlive(100, 50, 0, 0);
		ping.check(101, true);
		ping.received(120);
		ping.pong(-1);
		ping.pong(7);

		assertThat(ping.check(151, true)).isEqualTo(Due.NOTHING);
		assertThat(ping.check(152, true)).isEqualTo(Due.LOST);
	}

	@Test
	void pingOfTheApplicationDoesNotConfuseTheKeepAlive() {
		KeepAlive ping = new KeepAlive(100, 50, 0, 0);
		ping.check(101, true);
		assertThat(ping.next()).isEqualTo(2);

		ping.pong(1);

		assertThat(ping.check(152, true)).isNotEqualTo(Due.LOST);
	}

	// KA-13
	@Test
	void silentPeerIsLostWhenNoPingMayBeSent() {
		KeepAlive ping = new KeepAlive(100, 50, 0, 0);

		assertThat(ping.check(150, false)).isEqualTo(Due.NOTHING);
		assertThat(ping.check(151, false)).isEqualTo(Due.LOST);
	}

	// KA-11
	@Test
	void deadlinesStandStillWhileTheConnectionIsNotRead() {
		KeepAlive ping = new KeepAlive(100, 50, 200, 0);
		ping.check(101, true);
		ping.reading(false, 110);
		assertThat(ping.check(10_000, true)).isEqualTo(Due.NOTHING);

		ping.reading(true, 10_110);

		assertThat(ping.check(10_151, true)).isEqualTo(Due.NOTHING);
		assertThat(ping.check(10_152, true)).isEqualTo(Due.LOST);
	}

	@Test
	void silentPeerIsIdle() {
		KeepAlive idle = new KeepAlive(0, 0, 100, 0);

		assertThat(idle.isListening()).isTrue();
		idle.received(50);
		assertThat(idle.check(150, true)).isEqualTo(Due.NOTHING);
		assertThat(idle.check(151, true)).isEqualTo(Due.IDLE);
		assertThat(idle.check(152, true)).isEqualTo(Due.NOTHING);
	}

	// KA-5
	@Test
	void tickIsAFractionOfTheShortestTime() {
		assertThat(new KeepAlive(8000, 0, 0, 0).tick()).isEqualTo(1000);
		assertThat(new KeepAlive(8000, 800, 0, 0).tick()).isEqualTo(100);
		assertThat(new KeepAlive(8000, 800, 80, 0).tick()).isEqualTo(10);
		assertThat(new KeepAlive(0, 800, 0, 0).tick()).isZero();
		assertThat(new KeepAlive(1, 0, 0, 0).tick()).isEqualTo(1);
	}

}
