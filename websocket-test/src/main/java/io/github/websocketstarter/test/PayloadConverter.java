package io.github.websocketstarter.test;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Turns values into messages and back: {@code String} is text, {@code byte[]} and
 * {@link ByteBuffer} are binary, everything else is text in JSON. The only place that
 * knows how.
 */
final class PayloadConverter {

	private static final String JSON_MAPPER = "tools.jackson.databind.json.JsonMapper";

	// null without Jackson
	private final @Nullable JsonPayloads json;

	PayloadConverter(@Nullable JsonPayloads json) {
		this.json = json;
	}

	// with the defaults of Jackson, if it is there
	static PayloadConverter standard() {
		boolean jackson = ClassUtils.isPresent(JSON_MAPPER, PayloadConverter.class.getClassLoader());
		return new PayloadConverter(jackson ? JsonPayloads.standard() : null);
	}

	/**
	 * Convert a value.
	 * @param value the value
	 * @return the message, in one frame
	 */
	OutgoingFrame encode(Object value) {
		if (value instanceof String text) {
			return OutgoingFrame.text(text);
		}
		if (value instanceof byte[] octets) {
			return OutgoingFrame.binary(octets);
		}
		if (value instanceof ByteBuffer buffer) {
			byte[] octets = new byte[buffer.remaining()];
			buffer.duplicate().get(octets);
			return OutgoingFrame.binary(octets);
		}
		return OutgoingFrame.text(json(value.getClass()).write(value));
	}

	/**
	 * Convert a message.
	 * @param <T> the type
	 * @param message the message, as if it had come in one frame
	 * @param type the type
	 * @return the value
	 * @throws AssertionError if the message is none of this type
	 */
	@SuppressWarnings("unchecked")
	<T> T decode(Frame message, Type type) {
		if (type == byte[].class || type == ByteBuffer.class) {
			require(message.opcode() == Frame.BINARY, "a binary message", message);
			return (T) ((type == byte[].class) ? message.payload() : ByteBuffer.wrap(message.payload()));
		}
		require(message.opcode() == Frame.TEXT, "a text message", message);
		String text = text(message);
		return (type == String.class) ? (T) text : read(text, type);
	}

	/**
	 * Read JSON.
	 * @param <T> the type
	 * @param text the JSON
	 * @param type the type
	 * @return the value
	 * @throws AssertionError if the text cannot be read as this type
	 */
	<T> T read(String text, Type type) {
		return json(type).read(text, type);
	}

	private JsonPayloads json(Type type) {
		if (this.json == null) {
			throw new IllegalStateException(
					"'%s' needs Jackson on the class path; without it there are String, byte[] and ByteBuffer"
						.formatted(type.getTypeName()));
		}
		return this.json;
	}

	private static String text(Frame message) {
		try {
			CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message.payload()));
			return text.toString();
		}
		catch (CharacterCodingException ex) {
			throw new AssertionError("expected text in UTF-8 but received " + message, ex);
		}
	}

	private static void require(boolean satisfied, String expected, Frame message) {
		if (!satisfied) {
			throw new AssertionError("expected " + expected + " but received " + message);
		}
	}

}
