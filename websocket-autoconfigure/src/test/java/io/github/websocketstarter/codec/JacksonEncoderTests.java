package io.github.websocketstarter.codec;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.EncodingException;
import org.springframework.web.reactive.socket.WebSocketMessage.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JacksonEncoder} and {@link JacksonWriters}.
 */
class JacksonEncoderTests {

	private final JsonMapper mapper = new JsonMapper();

	@Test
	void valuesAreWritten() {
		assertThat(encode(Point.class, new Point(1))).isEqualTo("{\"x\":1}");
		assertThat(encode(Map.class, Map.of("a", 1))).isEqualTo("{\"a\":1}");
		assertThat(encode(int[].class, new int[] { 1, 2 })).isEqualTo("[1,2]");
		assertThat(encode(int.class, 42)).isEqualTo("42");
		assertThat(encode(Number.class, 4.5)).isEqualTo("4.5");
		assertThat(encode(boolean.class, true)).isEqualTo("true");
		assertThat(encode(DayOfWeek.class, DayOfWeek.MONDAY)).isEqualTo("\"MONDAY\"");
		assertThat(encode(List.class, List.of("Grüße, 世界 \uD83D\uDC4B"))).isEqualTo("[\"Grüße, 世界 \uD83D\uDC4B\"]");
	}

	@Test
	void treesAreWritten() {
		assertThat(encode(JsonNode.class, this.mapper.readTree("{\"a\":[1,null]}"))).isEqualTo("{\"a\":[1,null]}");
	}

	@Test
	void whatASubclassAddsIsWritten() {
		assertThat(encode(Animal.class, new Dog("Rex", 3))).isEqualTo("{\"age\":3,\"name\":\"Rex\"}");
		assertThat(encode(Animal.class, new Animal("Tom"))).isEqualTo("{\"name\":\"Tom\"}");
	}

	@Test
	void valueOfASealedTypeIsWrittenWithItsName() {
		assertThat(encode(Event.class, new Joined("Ann"))).isEqualTo("{\"type\":\"Joined\",\"who\":\"Ann\"}");
		assertThat(encode(Joined.class, new Joined("Ann"))).isEqualTo("{\"type\":\"Joined\",\"who\":\"Ann\"}");
	}

	@Test
	void elementsAreWrittenWithTheirNames() {
		ResolvableType list = ResolvableType.forClassWithGenerics(List.class, Event.class);

		assertThat(encode(list, List.of(new Joined("Ann")))).isEqualTo("[{\"type\":\"Joined\",\"who\":\"Ann\"}]");
		assertThat(encode(list, new ArrayList<>(List.of(new Left())))).isEqualTo("[{\"type\":\"Left\"}]");
	}

	@Test
	void elementsOfAnUnknownTypeAreWrittenWithoutTheirNames() {
		assertThat(encode(List.class, List.of(new Joined("Ann")))).isEqualTo("[{\"who\":\"Ann\"}]");
	}

	@Test
	void contentOfGenericTypesIsWrittenWithItsName() {
		ResolvableType envelope = ResolvableType.forClassWithGenerics(Envelope.class, Event.class);

		assertThat(encode(envelope, new Envelope<>(new Joined("Ann"))))
			.isEqualTo("{\"content\":{\"type\":\"Joined\",\"who\":\"Ann\"}}");
	}

	@Test
	void contentOfAGenericSubclassIsWrittenWithItsName() {
		ResolvableType envelope = ResolvableType.forClassWithGenerics(Envelope.class, Event.class);
		MessageEncoder encoder = new JacksonCodec(this.mapper).encoder(envelope, null);

		for (int i = 0; i < 2; i++) {
			assertThat(Payload.encode(encoder, new Stamped<>(new Left(), 7)))
				.isEqualTo("{\"at\":7,\"content\":{\"type\":\"Left\"}}");
		}
		assertThat(Payload.encode(encoder, new Envelope<>(new Left()))).isEqualTo("{\"content\":{\"type\":\"Left\"}}");
	}

	@Test
	void defaultTypingOfTheDeclaredTypeIsHonoured() {
		JsonMapper typing = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Shape.class).build(),
					DefaultTyping.OBJECT_AND_NON_CONCRETE, JsonTypeInfo.As.PROPERTY)
			.build();
		JacksonCodec codec = new JacksonCodec(typing);
		ResolvableType shape = ResolvableType.forClass(Shape.class);

		String json = Payload.encode(codec.encoder(shape, null), new Circle(2));

		assertThat(json).contains(Circle.class.getName());
		assertThat(Payload.decode(codec.decoder(shape, Type.TEXT, null), json)).isEqualTo(new Circle(2));
	}

	@Test
	void getterThatThrowsFails() {
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> encode(Grumpy.class, new Grumpy()))
			.withMessage("JSON encoding error: no");
	}

	@Test
	void getterThatThrowsFailsThoughTheMapperDoesNotWrap() {
		JsonMapper bare = JsonMapper.builder().disable(SerializationFeature.WRAP_EXCEPTIONS).build();

		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> encode(bare, ResolvableType.forClass(Grumpy.class), new Grumpy()))
			.withMessage("JSON encoding error: java.lang.IllegalStateException");
	}

	@Test
	void valueThatContainsItselfFails() {
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> encode(Map.class, cyclic()))
			.withMessageContaining("nesting depth");
	}

	@Test
	void nestingThatOverflowsTheStackFails() {
		StreamWriteConstraints deep = StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build();
		JsonMapper deepMapper = new JsonMapper(JsonFactory.builder().streamWriteConstraints(deep).build());

		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> encode(deepMapper, ResolvableType.forClass(Map.class), cyclic()));
	}

	@Test
	void typeThatCannotBeWrittenFails() {
		JsonMapper strict = JsonMapper.builder().enable(SerializationFeature.FAIL_ON_EMPTY_BEANS).build();

		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> encode(strict, ResolvableType.forClass(Hollow.class), new Hollow()))
			.withMessageStartingWith("JSON type definition error: ");
	}

	private static Map<String, Object> cyclic() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("self", List.of(map));
		return map;
	}

	private String encode(Class<?> type, Object value) {
		return encode(ResolvableType.forClass(type), value);
	}

	private String encode(ResolvableType type, Object value) {
		return encode(this.mapper, type, value);
	}

	private static String encode(JsonMapper mapper, ResolvableType type, Object value) {
		return Payload.encode(new JacksonCodec(mapper).encoder(type, null), value);
	}

	record Point(int x) {

	}

	static class Animal {

		private final String name;

		Animal(String name) {
			this.name = name;
		}

		@JsonProperty
		String getName() {
			return this.name;
		}

	}

	static class Dog extends Animal {

		private final int age;

		Dog(String name, int age) {
			super(name);
			this.age = age;
		}

		@JsonProperty
		int getAge() {
			return this.age;
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
	sealed interface Event {

	}

	record Joined(String who) implements Event {

	}

	record Left() implements Event {

	}

	static class Envelope<T> {

		private final @Nullable T content;

		Envelope(T content) {
			this.content = content;
		}

		@JsonProperty
		@Nullable T getContent() {
			return this.content;
		}

	}

	static class Stamped<T> extends Envelope<T> {

		private final int at;

		Stamped(T content, int at) {
			super(content);
			this.at = at;
		}

		@JsonProperty
		int getAt() {
			return this.at;
		}

	}

	interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	static class Grumpy {

		@JsonProperty
		String getMood() {
			throw new IllegalStateException("no");
		}

	}

	static class Hollow {

	}

}
