package io.github.websocketstarter.test;

import java.time.Duration;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was read when nobody wanted it any more.
 */
class InboxTests {

	private static final Deadline SOON = Deadline.after(Duration.ofSeconds(10));

	@Test
	void closeFrameComesOnce() throws Exception {
		try (FakeServer server = FakeServer.upgradingThenSending(HexFormat.of().parseHex("880203e8"));
				RawWebSocketClient raw = server.open()) {
			Inbox inbox = new Inbox(raw.frames(), new Outbox(raw.connection()));
			assertThat(inbox.next(SOON, () -> false)).isNull();

			assertThat(inbox.takeClose()).hasToString("CLOSE 1000 \"\"");

			assertThat(inbox.next(SOON, () -> true)).isEqualTo(End.EOF);
			assertThat(inbox.takeClose()).hasToString("CLOSE 1000 \"\"");
		}
	}

	@Test
	void closeFrameThatNobodyAskedForIsTheNext() throws Exception {
		try (FakeServer server = FakeServer.upgradingThenSending(HexFormat.of().parseHex("880203e8"));
				RawWebSocketClient raw = server.open()) {
			Inbox inbox = new Inbox(raw.frames(), new Outbox(raw.connection()));
			assertThat(inbox.takeClose()).isNull();
			assertThat(inbox.next(SOON, () -> false)).isNull();
			assertThat(inbox.close()).isNotNull();

			assertThat(inbox.next(SOON, () -> true)).isSameAs(inbox.close());
			assertThat(inbox.next(SOON, () -> true)).isEqualTo(End.EOF);
		}
	}

	@Test
	void messageStaysTheNext() throws Exception {
		try (FakeServer server = FakeServer.upgradingThenSending(HexFormat.of().parseHex("810161880203e8"));
				RawWebSocketClient raw = server.open()) {
			Inbox inbox = new Inbox(raw.frames(), new Outbox(raw.connection()));
			assertThat(inbox.next(SOON, () -> false)).isNull();
			assertThat(inbox.takeClose()).isNull();

			assertThat(inbox.next(SOON, () -> true)).hasToString("TEXT of 1 octets \"a\"");
			assertThat(inbox.next(SOON, () -> true)).isSameAs(inbox.takeClose());
			assertThat(inbox.next(SOON, () -> true)).isEqualTo(End.EOF);
		}
	}

}
