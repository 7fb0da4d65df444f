package io.github.websocketstarter.codec;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.web.reactive.socket.WebSocketMessage.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JacksonTypes}.
 */
class JacksonTypesTests {

	private final JsonMapper mapper = new JsonMapper();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			plain      | java.lang.Integer
			list       | java.util.List<java.lang.Integer>
			nested     | java.util.Map<java.lang.String,java.util.List<[Ljava.lang.Integer;>>
			wildcard   | java.util.List<java.lang.Number>
			unbounded  | java.util.List<java.lang.Object>
			variable   | java.lang.Long
			ofVariable | java.util.List<java.lang.Long>
			unknown    | java.lang.Number
			raw        | java.util.List<java.lang.Object>
			""")
	void genericsAreResolved(String method, String expected) {
		assertThat(new JacksonTypes(this.mapper).of(parameterOf(method)).toCanonical()).isEqualTo(expected);
	}

	@Test
	void elementsOfArraysAreResolved() {
		assertThat(new JacksonTypes(this.mapper).of(parameterOf("array")).getContentType().toCanonical())
			.isEqualTo("java.util.List<java.lang.Long>");
	}

	@Test
	void variableThatIsBoundedByItselfIsErased() {
		assertThat(new JacksonTypes(this.mapper).of(parameterOf("recursive")).getRawClass())
			.isEqualTo(Comparable.class);
	}

	@Test
	void sealedTypeTellsItsSubtypesApartByName() {
		assertThat(common(Say.class, Bye.class)).isEqualTo(Message.class);
		assertThat(decode(Message.class, "{\"type\":\"bye\"}")).isEqualTo(new Bye());
		assertThat(decode(Message.class, "{\"type\":\"say\",\"text\":\"a\"}")).isEqualTo(new Say("a"));
	}

	@Test
	void sealedTypeTellsItsSubtypesApartBySimpleName() {
		assertThat(common(Started.class, Stopped.class)).isEqualTo(Event.class);
		assertThat(decode(Event.class, "{\"@type\":\"Stopped\"}")).isEqualTo(new Stopped());
	}

	@ParameterizedTest
	@CsvSource({ "{}", "{\"type\":\"nobody\"}", "{\"type\":7}", "{\"type\":\"java.lang.Runtime\"}", "[]" })
	void unknownIdFails(String text) {
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(Message.class, text));
	}

	@Test
	void mostSpecificTypeIsChosen() {
		assertThat(common(Ask.class, Order.class)).isEqualTo(Request.class);
		assertThat(common(Ask.class, Order.class, Bye.class)).isEqualTo(Message.class);
		assertThat(common(Message.class, Bye.class)).isEqualTo(Message.class);
		assertThat(common(Request.class, Bye.class)).isEqualTo(Message.class);
		assertThat(common(Bye.class, Bye.class)).isEqualTo(Bye.class);
	}

	@Test
	void typesWithoutCommonIdsAreNotToldApart() {
		assertThat(common(Say.class, Started.class)).isNull();
		assertThat(common(Say.class, Plain.class)).isNull();
		assertThat(common(Plain.class, OtherPlain.class)).isNull();
	}

	@Test
	void mixInCounts() {
		JsonMapper mixed = JsonMapper.builder()
			.addMixIn(Foreign.class, Ids.class)
			.registerSubtypes(new NamedType(ForeignA.class, "a"), new NamedType(ForeignB.class, "b"))
			.build();

		assertThat(new JacksonTypes(mixed).common(List.of(ForeignA.class, ForeignB.class))).isEqualTo(Foreign.class);
		assertThat(common(ForeignA.class, ForeignB.class)).isNull();
	}

	@Test
	void typeThatDoesNotKnowTheNamesDoesNotTellThemApart() {
		assertThat(common(OpenA.class, OpenB.class)).isNull();
		assertThat(common(ListedA.class, ListedB.class)).isEqualTo(Listed.class);
		assertThat(common(ListedA.class, Unlisted.class)).isNull();
	}

	@Test
	void classNamesAndDeductionNeedNoList() {
		assertThat(common(ByClassA.class, ByClassB.class)).isEqualTo(ByClass.class);
		assertThat(common(DeducedA.class, DeducedB.class)).isEqualTo(Deduced.class);
		assertThat(decode(Deduced.class, "{\"b\":1}")).isEqualTo(new DeducedB(1));
	}

	@Test
	void binaryMessagesAreNotToldApart() {
		List<ResolvableType> types = List.of(ResolvableType.forClass(Say.class), ResolvableType.forClass(Bye.class));
		JacksonCodec codec = new JacksonCodec(this.mapper);

		assertThat(codec.commonType(types, Type.BINARY, null)).isNull();
		assertThat(codec.commonType(types, Type.TEXT, null)).isEqualTo(ResolvableType.forClass(Message.class));
	}

	private @Nullable Class<?> common(Class<?>... types) {
		return new JacksonTypes(this.mapper).common(List.of(types));
	}

	private Object decode(Class<?> type, String text) {
		return Payload.decode(new JacksonCodec(this.mapper).decoder(ResolvableType.forClass(type), Type.TEXT, null),
				text);
	}

	private static ResolvableType parameterOf(String name) {
		Method method = Arrays.stream(Methods.class.getDeclaredMethods())
			.filter((each) -> each.getName().equals(name))
			.findFirst()
			.orElseThrow();
		return ResolvableType.forMethodParameter(new MethodParameter(method, 0).withContainingClass(OfLong.class));
	}

	interface Methods<T> {

		void plain(Integer parameter);

		void list(List<Integer> parameter);

		void nested(Map<String, List<Integer[]>> parameter);

		void wildcard(List<? extends Number> parameter);

		void unbounded(List<?> parameter);

		void variable(T parameter);

		void ofVariable(List<T> parameter);

		void array(List<T>[] parameter);

		<N extends Number> void unknown(N parameter);

		@SuppressWarnings("rawtypes")
		void raw(List parameter);

		<C extends Comparable<C>> void recursive(C parameter);

	}

	interface OfLong extends Methods<Long> {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	sealed interface Message {

	}

	@JsonTypeName("say")
	record Say(String text) implements Message {

	}

	@JsonTypeName("bye")
	record Bye() implements Message {

	}

	sealed interface Request extends Message {

	}

	record Ask() implements Request {

	}

	record Order() implements Request {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	sealed interface Event {

	}

	record Started() implements Event {

	}

	record Stopped() implements Event {

	}

	record Plain() {

	}

	record OtherPlain() {

	}

	interface Foreign {

	}

	record ForeignA() implements Foreign {

	}

	record ForeignB() implements Foreign {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	interface Ids {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	interface Open {

	}

	record OpenA() implements Open {

	}

	record OpenB() implements Open {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(value = ListedA.class, name = "a"), @JsonSubTypes.Type(ListedB.class) })
	interface Listed {

	}

	record ListedA() implements Listed {

	}

	record ListedB() implements Listed {

	}

	record Unlisted() implements Listed {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	interface ByClass {

	}

	record ByClassA() implements ByClass {

	}

	record ByClassB() implements ByClass {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
	sealed interface Deduced {

	}

	record DeducedA(int a) implements Deduced {

	}

	record DeducedB(int b) implements Deduced {

	}

}
