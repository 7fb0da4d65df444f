package io.github.websocketstarter.cancellation;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Callbacks}.
 */
class CallbacksTests {

	private final Callbacks callbacks = new Callbacks();

	private final List<Integer> ran = new ArrayList<>();

	private final List<CallbackRegistration> registrations = new ArrayList<>();

	@BeforeEach
	void runCallbacksAtOnce() {
		VirtualTimeScheduler.getOrSet();
		for (int i = 0; i < 4; i++) {
			int number = i;
			this.registrations.add(this.callbacks.add(() -> this.ran.add(number)));
		}
	}

	@AfterEach
	void restoreSchedulers() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void callbacksStartInTheOrderOfTheirRegistration() {
		this.callbacks.close(true);

		assertThat(this.ran).containsExactly(0, 1, 2, 3);
		assertThat(this.callbacks.size()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0123", "3210", "1203", "2130", "1302", "0312" })
	void callbackIsRemovedFromAnyPlace(String order) {
		List<Integer> left = new ArrayList<>(List.of(0, 1, 2, 3));
		int removed = Character.digit(order.charAt(0), 10);
		int removedNext = Character.digit(order.charAt(1), 10);
		left.removeAll(List.of(removed, removedNext));

		this.registrations.get(removed).dispose();
		this.registrations.get(removedNext).dispose();

		assertThat(this.callbacks.size()).isEqualTo(2);
		this.callbacks.close(true);
		assertThat(this.ran).isEqualTo(left);
	}

	@Test
	void removedCallbackHoldsNoOther() {
		this.registrations.get(1).dispose();

		assertUnlinked(this.registrations.get(1));
	}

	@Test
	void callbackThatRanHoldsNoOther() {
		this.callbacks.close(true);

		this.registrations.forEach(CallbacksTests::assertUnlinked);
	}

	@Test
	void closedListDropsItsCallbacksIfToldSoAndTakesNoMore() {
		this.callbacks.close(false);

		assertThat(this.ran).isEmpty();
		assertThat(this.registrations).allMatch(CallbackRegistration::isDisposed);
		assertThat(this.callbacks.add(() -> {
		})).isNull();
	}

	@Test
	void callbackMayBeAddedAgainAfterTheLastWasRemoved() {
		this.registrations.forEach(CallbackRegistration::dispose);
		this.callbacks.add(() -> this.ran.add(4));

		this.callbacks.close(true);

		assertThat(this.ran).containsExactly(4);
	}

	private static void assertUnlinked(CallbackRegistration registration) {
		assertThat(registration.previous).isNull();
		assertThat(registration.next).isNull();
	}

}
