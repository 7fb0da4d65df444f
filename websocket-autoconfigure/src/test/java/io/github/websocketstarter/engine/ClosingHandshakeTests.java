package io.github.websocketstarter.engine;

import java.util.function.Function;
import java.util.stream.Stream;

import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.engine.ClosingHandshake.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.websocketstarter.WebSocketState.ABORTED;
import static io.github.websocketstarter.WebSocketState.CLOSED;
import static io.github.websocketstarter.WebSocketState.CLOSE_RECEIVED;
import static io.github.websocketstarter.WebSocketState.CLOSE_SENT;
import static io.github.websocketstarter.WebSocketState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ClosingHandshake}: every event in every state (behaviour 8).
 */
class ClosingHandshakeTests {

	private static final Function<ClosingHandshake, Step> CLOSE = named("close", ClosingHandshake::close);

	private static final Function<ClosingHandshake, Step> ANSWERED = named("peer's Close, answered",
			(closing) -> closing.peerClosed(true));

	private static final Function<ClosingHandshake, Step> LEFT_OPEN = named("peer's Close, left open",
			(closing) -> closing.peerClosed(false));

	private static final Function<ClosingHandshake, Step> VIOLATION = named("violation", ClosingHandshake::violated);

	private static final Function<ClosingHandshake, Step> ABORT = named("abort", ClosingHandshake::abort);

	private static final Function<ClosingHandshake, Step> TRANSPORT_ENDED = named("transport ended", (closing) -> {
		closing.transportEnded();
		return Step.NONE;
	});

	// ST-1 ST-2 ST-5 ST-6 CL-3 CL-4 CL-9
	@ParameterizedTest(name = "{1} in {0}: {2}, {3}")
	@MethodSource
	void eventMovesTheStateAndTellsWhatToDo(WebSocketState from, Function<ClosingHandshake, Step> event,
			WebSocketState to, Step step) {
		ClosingHandshake closing = in(from);

		assertThat(event.apply(closing)).isEqualTo(step);
		assertThat(closing.state()).isEqualTo(to);
	}

	static Stream<Arguments> eventMovesTheStateAndTellsWhatToDo() {
		return Stream.of(arguments(OPEN, CLOSE, CLOSE_SENT, Step.SEND_CLOSE),
				arguments(OPEN, ANSWERED, CLOSED, Step.SEND_CLOSE_AND_END),
				arguments(OPEN, LEFT_OPEN, CLOSE_RECEIVED, Step.NONE),
				arguments(OPEN, VIOLATION, ABORTED, Step.SEND_CLOSE_AND_END),
				arguments(OPEN, ABORT, ABORTED, Step.RESET), arguments(OPEN, TRANSPORT_ENDED, ABORTED, Step.NONE),
				arguments(CLOSE_SENT, CLOSE, CLOSE_SENT, Step.NONE), arguments(CLOSE_SENT, ANSWERED, CLOSED, Step.END),
				arguments(CLOSE_SENT, LEFT_OPEN, CLOSED, Step.END), arguments(CLOSE_SENT, VIOLATION, ABORTED, Step.END),
				arguments(CLOSE_SENT, ABORT, ABORTED, Step.RESET),
				arguments(CLOSE_SENT, TRANSPORT_ENDED, ABORTED, Step.NONE),
				arguments(CLOSE_RECEIVED, CLOSE, CLOSED, Step.SEND_CLOSE_AND_END),
				arguments(CLOSE_RECEIVED, ANSWERED, CLOSE_RECEIVED, Step.NONE),
				arguments(CLOSE_RECEIVED, LEFT_OPEN, CLOSE_RECEIVED, Step.NONE),
				arguments(CLOSE_RECEIVED, VIOLATION, ABORTED, Step.SEND_CLOSE_AND_END),
				arguments(CLOSE_RECEIVED, ABORT, ABORTED, Step.RESET),
				arguments(CLOSE_RECEIVED, TRANSPORT_ENDED, ABORTED, Step.NONE));
	}

	@ParameterizedTest(name = "{1} in {0}")
	@MethodSource
	void nothingHappensInAFinalState(WebSocketState state, Function<ClosingHandshake, Step> event) {
		ClosingHandshake closing = in(state);

		assertThat(event.apply(closing)).isEqualTo(Step.NONE);
		assertThat(closing.state()).isEqualTo(state);
	}

	static Stream<Arguments> nothingHappensInAFinalState() {
		return Stream.of(CLOSED, ABORTED)
			.flatMap((state) -> Stream.of(CLOSE, ANSWERED, LEFT_OPEN, VIOLATION, ABORT, TRANSPORT_ENDED)
				.map((event) -> arguments(state, event)));
	}

	@Test
	void endOfTheTransportIsEarlyUnlessTheHandshakeIsComplete() {
		assertThat(in(CLOSE_SENT).transportEnded()).isTrue();
		assertThat(in(CLOSED).transportEnded()).isFalse();
	}

	private static ClosingHandshake in(WebSocketState state) {
		ClosingHandshake closing = new ClosingHandshake();
		switch (state) {
			case OPEN -> {
			}
			case CLOSE_SENT -> closing.close();
			case CLOSE_RECEIVED -> closing.peerClosed(false);
			case CLOSED -> closing.peerClosed(true);
			case ABORTED -> closing.abort();
		}
		assertThat(closing.state()).isEqualTo(state);
		return closing;
	}

	private static Function<ClosingHandshake, Step> named(String name, Function<ClosingHandshake, Step> event) {
		return new Function<>() {
			@Override
			public Step apply(ClosingHandshake closing) {
				return event.apply(closing);
			}

			@Override
			public String toString() {
				return name;
			}
		};
	}

}
