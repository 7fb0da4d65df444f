package io.github.websocketstarter.broadcast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SequenceWindow}.
 */
class SequenceWindowTests {

	private final SequenceWindow window = new SequenceWindow();

	@Test
	void numberIsReceivedOnce() {
		for (long number = 1; number < 20_000; number++) {
			assertThat(this.window.receive(number)).isTrue();
			assertThat(this.window.receive(number)).isFalse();
		}
	}

	@Test
	void numbersMayOvertakeEachOther() {
		Random random = new Random(7);
		for (long block = 0; block < 20; block++) {
			List<Long> numbers = new ArrayList<>();
			for (long number = 1; number <= 2000; number++) {
				numbers.add(block * 2000 + number);
			}
			Collections.shuffle(numbers, random);

			assertThat(numbers).allMatch(this.window::receive).noneMatch(this.window::receive);
		}
	}

	@Test
	void whatIsFarTooLateWasReceived() {
		this.window.receive(10_000);

		assertThat(this.window.receive(10_000 - 4096)).isFalse();
		assertThat(this.window.receive(10_000 - 4095)).isTrue();
	}

	@Test
	void numbersThatWereSkippedAreNotTakenForReceived() {
		this.window.receive(1);
		this.window.receive(1 + 4096 * 3);

		assertThat(this.window.receive(1 + 4096 * 2 + 1)).isTrue();
	}

	@Test
	void numbersThatNobodyGivesAreRefused() {
		assertThat(this.window.receive(0)).isFalse();
		assertThat(this.window.receive(-1)).isFalse();
		assertThat(this.window.receive(Long.MIN_VALUE)).isFalse();
		assertThat(this.window.receive(Long.MAX_VALUE)).isTrue();
		assertThat(this.window.receive(Long.MAX_VALUE)).isFalse();
	}

}
