package io.github.websocketstarter.endpoint;

import java.util.Locale;

import org.springframework.util.Assert;

/**
 * The name of an endpoint. Only letters and digits count, in upper or lower case, as in
 * the names of properties: {@code chatRoom}, {@code chat-room} and {@code CHATROOM} are
 * equal.
 *
 * @param text the name as it is written
 * @since 0.1.0
 */
public record EndpointName(String text) {

	/**
	 * Create a name.
	 * @param text the name as it is written
	 */
	public EndpointName {
		Assert.notNull(text, "'text' must not be null");
	}

	private String essence() {
		StringBuilder essence = new StringBuilder();
		this.text.codePoints().filter(Character::isLetterOrDigit).forEach(essence::appendCodePoint);
		return essence.toString().toLowerCase(Locale.ROOT);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EndpointName name && essence().equals(name.essence());
	}

	@Override
	public int hashCode() {
		return essence().hashCode();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
