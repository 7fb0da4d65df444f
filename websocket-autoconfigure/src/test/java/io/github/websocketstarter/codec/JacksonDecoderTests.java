package io.github.websocketstarter.codec;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JacksonDecoder}.
 */
class JacksonDecoderTests {

	private final JsonMapper mapper = new JsonMapper();

	@Test
	void recordsAreRead() {
		assertThat(decode(Say.class, "{\"text\":\"Grüße, 世界 \\ud83d\\udc4b\",\"times\":2}"))
			.isEqualTo(new Say("Grüße, 世界 \uD83D\uDC4B", 2));
	}

	@Test
	void simpleValuesAreRead() {
		assertThat(decode(int.class, "42")).isEqualTo(42);
		assertThat(decode(Long.class, " -1 ")).isEqualTo(-1L);
		assertThat(decode(double.class, "1e3")).isEqualTo(1000.0);
		assertThat(decode(BigDecimal.class, "0.10")).isEqualTo(new BigDecimal("0.10"));
		assertThat(decode(boolean.class, "true")).isEqualTo(true);
		assertThat(decode(DayOfWeek.class, "\"MONDAY\"")).isEqualTo(DayOfWeek.MONDAY);
	}

	@Test
	void treesAndCollectionsAreRead() {
		assertThat(decode(JsonNode.class, "{\"a\":[1,null]}")).hasToString("{\"a\":[1,null]}");
		assertThat(decode(Map.class, "{\"a\":1}")).isEqualTo(Map.of("a", 1));
		assertThat(decode(Object.class, "[true,\"b\"]")).isEqualTo(List.of(true, "b"));
		assertThat((int[]) decode(int[].class, "[1,2]")).containsExactly(1, 2);
	}

	@Test
	void elementsHaveTheirDeclaredType() {
		ResolvableType list = ResolvableType.forClassWithGenerics(List.class, Say.class);
		ResolvableType map = ResolvableType.forClassWithGenerics(Map.class, ResolvableType.forClass(DayOfWeek.class),
				list);

		assertThat(decode(list, "[{\"text\":\"a\",\"times\":1}]")).isEqualTo(List.of(new Say("a", 1)));
		assertThat(decode(map, "{\"MONDAY\":[{\"text\":\"a\",\"times\":1}]}"))
			.isEqualTo(Map.of(DayOfWeek.MONDAY, List.of(new Say("a", 1))));
	}

	@Test
	void buffersOfEveryKindAreRead() {
		DataBuffer payload = DefaultDataBufferFactory.sharedInstance.wrap("-42-".getBytes());
		payload.readPosition(1).writePosition(3);

		assertThat(decoder(this.mapper, ResolvableType.forClass(int.class)).decode(payload)).isEqualTo(42);
	}

	@Test
	void payloadCanBeReadAgain() {
		DataBuffer payload = Payload.of("42");
		MessageDecoder decoder = decoder(this.mapper, ResolvableType.forClass(int.class));

		assertThat(decoder.decode(payload)).isEqualTo(42);
		assertThat(decoder.decode(payload)).isEqualTo(42);

		DataBufferUtils.release(payload);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "[1", "{\"text\":}", "{'text':'a'}", "hello", "{\"text\":\"a\"", "\uFFFF",
			"{\"text\":\"a\nb\"}", "[]", "\"a\"", "17", "{\"times\":\"many\"}", "{\"times\":9999999999}" })
	void whatIsNoneFails(String text) {
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(Say.class, text))
			.withMessageStartingWith("JSON decoding error: ");
	}

	@Test
	void nullFails() {
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(Say.class, "null"))
			.withMessage("JSON decoding error: null is no " + Say.class.getName());
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(Integer.class, "null"));
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(int.class, "null"));
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(Object.class, "null"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1 2", "1}", "1,", "1x" })
	void whatFollowsFailsWhateverTheMapperSays(String text) {
		JsonMapper lenient = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> decode(lenient, ResolvableType.forClass(int.class), text));
	}

	@Test
	void messagesQuoteNoMoreThanAToken() {
		String text = "{\"text\":\"secret\",\"times\":1,\"times\":x}";

		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(Say.class, text))
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret").hasStackTraceContaining("REDACTED"))
			.satisfies((ex) -> assertThat(ex.getCause()).hasMessageNotContaining("secret"));
	}

	@Test
	void deepNestingFails() {
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(JsonNode.class, "[".repeat(100_000)))
			.withMessageContaining("nesting depth");
	}

	@Test
	void nestingThatOverflowsTheStackFails() {
		StreamReadConstraints deep = StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build();
		JsonMapper mapper = new JsonMapper(JsonFactory.builder().streamReadConstraints(deep).build());

		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> decode(mapper, ResolvableType.forClass(Nest.class), "{\"inner\":".repeat(100_000)))
			.withCauseInstanceOf(StackOverflowError.class)
			.withMessage("JSON decoding error: java.lang.StackOverflowError");
	}

	@Test
	void constructorThatThrowsFails() {
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(Positive.class, "{\"number\":-1}"))
			.withMessageContaining("'number' must be positive");
	}

	@Test
	void constructorThatThrowsFailsThoughTheMapperDoesNotWrap() {
		JsonMapper bare = JsonMapper.builder().disable(DeserializationFeature.WRAP_EXCEPTIONS).build();

		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> decode(bare, ResolvableType.forClass(Positive.class), "{\"number\":-1}"));
	}

	@Test
	void deserializerThatThrowsFails() {
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(Broken.class, "{}"))
			.withMessage("JSON decoding error: java.lang.IllegalStateException")
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void faultOfATypeIsNotTheSendersFault() {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(Holder.class, "{\"shape\":{}}"))
			.isNotInstanceOf(DecodingException.class)
			.withMessageStartingWith("JSON type definition error: ");
	}

	private Object decode(Class<?> type, String text) {
		return decode(ResolvableType.forClass(type), text);
	}

	private Object decode(ResolvableType type, String text) {
		return decode(this.mapper, type, text);
	}

	private static Object decode(JsonMapper mapper, ResolvableType type, String text) {
		return Payload.decode(decoder(mapper, type), text);
	}

	private static MessageDecoder decoder(JsonMapper mapper, ResolvableType type) {
		MessageDecoder decoder = new JacksonCodec(mapper).decoder(type, Type.TEXT, null);
		assertThat(decoder).isNotNull();
		return decoder;
	}

	record Say(String text, int times) {

	}

	record Nest(Nest inner) {

	}

	record Positive(int number) {

		Positive {
			if (number <= 0) {
				throw new IllegalArgumentException("'number' must be positive");
			}
		}

	}

	@JsonDeserialize(using = Failing.class)
	record Broken() {

	}

	static final class Failing extends ValueDeserializer<Broken> {

		@Override
		public Broken deserialize(JsonParser parser, DeserializationContext context) {
			throw new IllegalStateException("not for strangers");
		}

	}

	interface Shape {

	}

	record Holder(Shape shape) {

	}

}
