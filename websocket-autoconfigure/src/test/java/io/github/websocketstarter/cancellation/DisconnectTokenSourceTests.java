package io.github.websocketstarter.cancellation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link DisconnectTokenSource} and {@link DisconnectToken}.
 */
class DisconnectTokenSourceTests {

	private final DisconnectTokenSource source = new DisconnectTokenSource();

	private final DisconnectToken token = this.source.token();

	// DT-1
	@Test
	void tokenIsTheSourceAndHasOneFieldUntilSomebodyListens() throws Exception {
		assertThat(this.source.token()).isSameAs(this.token).isSameAs(this.source);

		List<Field> fields = Stream.of(DisconnectTokenSource.class, OneShotToken.class)
			.flatMap((type) -> Stream.of(type.getDeclaredFields()))
			.filter((field) -> !Modifier.isStatic(field.getModifiers()))
			.toList();

		assertThat(fields).singleElement().satisfies((field) -> {
			field.setAccessible(true);
			assertThat(field.get(this.source)).isNull();
		});
	}

	@Test
	void connectedTokenHasNoReason() {
		assertThat(this.token.isCancelled()).isFalse();
		assertThat(this.token.reason()).isEmpty();
		assertThatNoException().isThrownBy(this.token::throwIfCancelled);
	}

	@ParameterizedTest
	@EnumSource
	void firstReasonStays(DisconnectReason reason) {
		assertThat(this.source.disconnect(reason)).isTrue();
		assertThat(this.source.disconnect(DisconnectReason.COMPLETED)).isFalse();
		assertThat(this.source.expire()).isFalse();

		assertThat(this.token.isCancelled()).isTrue();
		assertThat(this.token.reason()).contains(reason);
		assertThat(this.token).hasToString("CancellationToken[cancelled: " + reason + "]");
		assertThatExceptionOfType(CancellationException.class).isThrownBy(this.token::throwIfCancelled)
			.withMessage("The client connection has ended: " + reason);
	}

	@Test
	void callbackSeesTheReason() throws Exception {
		BlockingQueue<DisconnectReason> reasons = new LinkedBlockingQueue<>();
		this.token.onCancel(() -> reasons.add(this.token.reason().orElseThrow()));

		this.source.disconnect(DisconnectReason.KEEP_ALIVE_TIMEOUT);

		assertThat(reasons.poll(10, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.KEEP_ALIVE_TIMEOUT);
	}

	// DT-5
	@Test
	void expiredTokenIsNeverCancelledAndDropsItsCallbacks() {
		AtomicInteger runs = new AtomicInteger();
		Disposable registration = this.token.onCancel(runs::incrementAndGet);

		assertThat(this.source.expire()).isTrue();
		assertThat(this.source.expire()).isFalse();
		assertThat(this.source.disconnect(DisconnectReason.PEER_RESET)).isFalse();

		assertThat(registration.isDisposed()).isTrue();
		assertThat(this.token.isCancelled()).isFalse();
		assertThat(this.token.reason()).isEmpty();
		assertThat(this.token).hasToString("CancellationToken[expired]");
		assertThat(runs).hasValue(0);
	}

	// DT-6
	@Test
	void expiredTokenTakesNoCallback() {
		this.source.expire();

		assertThat(this.token.onCancel(() -> {
		}).isDisposed()).isTrue();
		assertThatNoException().isThrownBy(this.token::throwIfCancelled);
	}

	@Test
	void nullIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.source.disconnect(null))
			.withMessage("'reason' must not be null");
	}

}
