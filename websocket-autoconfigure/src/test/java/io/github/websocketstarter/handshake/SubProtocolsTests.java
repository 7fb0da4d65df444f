package io.github.websocketstarter.handshake;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SubProtocols}.
 */
class SubProtocolsTests {

	// SP-1, SP-5
	@Test
	void requestedProtocolsAreThoseOfAllLinesTrimmedInOrder() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Sec-WebSocket-Protocol", "chat , superchat");
		headers.add("sec-websocket-protocol", ",\tv1.json,, ");

		assertThat(SubProtocols.requested(headers)).containsExactly("chat", "superchat", "v1.json");
	}

	// SP-1
	@Test
	void nothingIsRequestedWithoutTheHeader() {
		HttpHeaders empty = new HttpHeaders();
		empty.set("Sec-WebSocket-Protocol", "");

		assertThat(SubProtocols.requested(new HttpHeaders())).isEmpty();
		assertThat(SubProtocols.requested(empty)).isEmpty();
	}

	// SP-6
	@Test
	void firstRequestedProtocolThatIsSupportedIsSelected() {
		assertThat(SubProtocols.select(List.of("v3", "v2", "v1"), List.of("v1", "v2"))).isEqualTo("v2");
		assertThat(SubProtocols.select(List.of("v1"), Set.of("v1"))).isEqualTo("v1");
	}

	// SP-6
	@Test
	void protocolThatIsNotRequestedIsNotSelected() {
		assertThat(SubProtocols.select(List.of("V1", "v10"), List.of("v1"))).isNull();
		assertThat(SubProtocols.select(List.of(), List.of("v1"))).isNull();
		assertThat(SubProtocols.select(List.of("v1"), List.of())).isNull();
	}

	// CF-11
	@ParameterizedTest
	@ValueSource(strings = { "chat", "v1.json", "graphql-transport-ws", "!#$%&'*+-.^_`|~", "A9" })
	void tokenIsTaken(String token) {
		assertThat(SubProtocols.requireToken(token)).isEqualTo(token);
	}

	// CF-11
	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\t", "a\r\nX: y", "\u007f", "\u0000", "\u00e9", "a(", "a)", "a<", "a>",
			"a@", "a,b", "a;", "a:", "a\\", "a\"", "a/", "a[", "a]", "a?", "a=", "a{", "a}" })
	void textThatIsNoTokenIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> SubProtocols.requireToken(text))
			.withMessage("'subProtocol' must be one or more of the letters, digits and !#$%&'*+-.^_`|~ but is '" + text
					+ "'");
	}

}
