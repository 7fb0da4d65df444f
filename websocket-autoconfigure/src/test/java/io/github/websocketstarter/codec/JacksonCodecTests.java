package io.github.websocketstarter.codec;

import java.io.InputStream;
import java.io.Reader;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketMessage.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JacksonCodec}.
 */
class JacksonCodecTests {

	private final JacksonCodec codec = new JacksonCodec(new JsonMapper());

	@Test
	void jsonIsText() {
		ResolvableType type = ResolvableType.forClass(Point.class);

		assertThat(this.codec.decoder(type, Type.TEXT, null)).isNotNull();
		assertThat(this.codec.decoder(type, Type.BINARY, null)).isNull();
		assertThat(Payload.encode(this.codec.encoder(type, null), new Point(1))).isEqualTo("{\"x\":1}");
	}

	@Test
	void everySubProtocolIsServed() {
		ResolvableType type = ResolvableType.forClass(Point.class);

		assertThat(this.codec.decoder(type, Type.TEXT, "v1.json")).isNotNull();
		assertThat(this.codec.encoder(type, "v1.json")).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, CharSequence.class, StringBuilder.class, byte[].class, ByteBuffer.class,
			MappedByteBuffer.class, DataBuffer.class, NettyDataBuffer.class, WebSocketMessage.class, Publisher.class,
			Flux.class, CompletableFuture.class, Stream.class, IntStream.class, Iterator.class, InputStream.class,
			Reader.class, ByteArrayResource.class, Optional.class, Exception.class, Class.class, Void.class,
			void.class })
	void whatIsNoSensibleJsonIsNotServed(Class<?> type) {
		ResolvableType declined = ResolvableType.forClass(type);

		assertThat(this.codec.decoder(declined, Type.TEXT, null)).isNull();
		assertThat(this.codec.encoder(declined, null)).isNull();
		assertThat(this.codec.commonType(List.of(declined, declined), Type.TEXT, null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, Serializable.class, Comparable.class })
	void typesThatMayBeTextAreNotEncoded(Class<?> type) {
		assertThat(this.codec.encoder(ResolvableType.forClass(type), null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { Shape.class, AbstractShape.class, Runnable.class })
	void abstractTypeWithoutIdsIsAFault(Class<?> type) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.codec.decoder(ResolvableType.forClass(type), Type.TEXT, null))
			.withMessage("Jackson cannot read " + type.getName() + ", which is abstract: it needs @JsonTypeInfo to "
					+ "tell its subtypes apart, or @JsonDeserialize(as = …) to name one");
	}

	@ParameterizedTest
	@ValueSource(classes = { Event.class, Plan.class, Iterable.class, Number.class })
	void abstractTypeThatJacksonKnowsIsServed(Class<?> type) {
		assertThat(this.codec.decoder(ResolvableType.forClass(type), Type.TEXT, null)).isNotNull();
	}

	@Test
	void contradictoryTypeIsAFault() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.codec.decoder(ResolvableType.forClass(Ambiguous.class), Type.TEXT, null))
			.withMessageStartingWith("Jackson cannot read " + Ambiguous.class.getName() + ": ")
			.withMessageContaining("setValue");
	}

	record Point(int x) {

	}

	interface Shape {

	}

	abstract static class AbstractShape {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	sealed interface Event {

	}

	record Started() implements Event {

	}

	@JsonDeserialize(as = ActualPlan.class)
	interface Plan {

	}

	record ActualPlan() implements Plan {

	}

	static class Ambiguous {

		@JsonProperty
		void setValue(List<Integer> value) {
			throw new IllegalStateException(value.toString());
		}

		@JsonProperty
		void setValue(Point value) {
			throw new IllegalStateException(value.toString());
		}

	}

}
