package io.github.websocketstarter.endpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndpointName}.
 */
class EndpointNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "chatRoom", "chat-room", "chat_room", "CHATROOM", "chat.room", "chatroom" })
	void spellingsOfANameAreEqual(String text) {
		assertThat(new EndpointName(text)).isEqualTo(new EndpointName("chatRoom"))
			.hasSameHashCodeAs(new EndpointName("chatRoom"))
			.hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "chatRooms", "chat", "chatRoom2", "" })
	void otherNamesAreNot(String text) {
		assertThat(new EndpointName(text)).isNotEqualTo(new EndpointName("chatRoom"));
	}

	@Test
	void lettersOfAllAlphabetsCount() {
		assertThat(new EndpointName("räume")).isEqualTo(new EndpointName("RÄUME"))
			.isNotEqualTo(new EndpointName("rume"));
	}

}
