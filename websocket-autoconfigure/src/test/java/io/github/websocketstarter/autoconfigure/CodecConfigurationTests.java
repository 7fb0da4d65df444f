package io.github.websocketstarter.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.websocketstarter.codec.JacksonCodec;
import io.github.websocketstarter.codec.MessageDecoder;
import io.github.websocketstarter.codec.MessageEncoder;
import io.github.websocketstarter.codec.WebSocketCodec;
import io.github.websocketstarter.codec.WebSocketCodecs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketMessage.Type;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CodecConfiguration}.
 */
class CodecConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = TestApplication.runner();

	private final ReactiveWebApplicationContextRunner jackson = this.runner
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class));

	@Test
	void jsonIsWrittenByTheApplicationsMapper() {
		this.jackson.withUserConfiguration(SnakeCase.class)
			.run((context) -> assertThat(encode(context.getBean(WebSocketCodecs.class), new Say("a")))
				.isEqualTo("{\"said_text\":\"a\"}"));
	}

	@Test
	void jsonIsReadByTheApplicationsMapper() {
		this.jackson.withUserConfiguration(SnakeCase.class).run((context) -> {
			MessageDecoder decoder = context.getBean(WebSocketCodecs.class)
				.decoder(ResolvableType.forClass(Say.class), Type.TEXT, null);

			assertThat(decoder).isNotNull();
			assertThat(decoder.decode(DefaultDataBufferFactory.sharedInstance
				.wrap("{\"said_text\":\"a\"}".getBytes(StandardCharsets.UTF_8)))).isEqualTo(new Say("a"));
		});
	}

	@Test
	void mapperPropertiesAreHonoured() {
		this.jackson.withPropertyValues("spring.jackson.property-naming-strategy=KEBAB_CASE")
			.run((context) -> assertThat(encode(context.getBean(WebSocketCodecs.class), new Say("a")))
				.isEqualTo("{\"said-text\":\"a\"}"));
	}

	@Test
	void ownCodecsComeFirstInTheirOrder() {
		this.jackson.withUserConfiguration(OwnCodecs.class).run((context) -> {
			WebSocketCodecs codecs = context.getBean(WebSocketCodecs.class);

			assertThat(encode(codecs, new Say("a"))).isEqualTo("first");
			assertThat(encode(codecs, 1)).isEqualTo("unordered");
			assertThat(encode(codecs, "text")).isEqualTo("first");
			assertThat(encode(codecs, true)).isEqualTo("true");
		});
	}

	@Test
	void ownJacksonCodecIsUsed() {
		JacksonCodec own = new JacksonCodec(new JsonMapper());

		this.jackson.withBean("own", JacksonCodec.class, () -> own)
			.run((context) -> assertThat(context).getBean(JacksonCodec.class).isSameAs(own));
	}

	@Test
	void ownCodecsAreUsed() {
		WebSocketCodecs own = WebSocketCodecs.of(List.of());

		this.jackson.withBean("own", WebSocketCodecs.class, () -> own)
			.run((context) -> assertThat(context).getBean(WebSocketCodecs.class).isSameAs(own));
	}

	@Test
	void codecsAreThereWhenTheEngineIsOff() {
		this.jackson.withPropertyValues("websocket.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(WebSocketCodecs.class)
				.hasSingleBean(JacksonCodec.class));
	}

	@Test
	void thereIsNoJsonWithoutAMapper() {
		this.runner.run((context) -> assertTextOnly(context.getBean(WebSocketCodecs.class)));
	}

	@Test
	void thereIsNoJsonWithoutJackson() {
		this.jackson.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertTextOnly(context.getBean(WebSocketCodecs.class)));
	}

	private static void assertTextOnly(WebSocketCodecs codecs) {
		assertThat(encode(codecs, "text")).isEqualTo("text");
		assertThat(codecs.encoder(Say.class, null)).isNull();
	}

	private static String encode(WebSocketCodecs codecs, Object value) {
		MessageEncoder encoder = codecs.encoder(value.getClass(), null);
		assertThat(encoder).isNotNull();
		return encoder.encode(value, DefaultDataBufferFactory.sharedInstance).getPayloadAsText();
	}

	record Say(String saidText) {

	}

	@Configuration(proxyBeanMethods = false)
	static class SnakeCase {

		@Bean
		JsonMapperBuilderCustomizer snakeCase() {
			return (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCodecs {

		@Bean
		WebSocketCodec unordered() {
			return new Constant("unordered", Say.class, Integer.class);
		}

		@Bean
		@Order(2)
		WebSocketCodec second() {
			return new Constant("second", Say.class);
		}

		@Bean
		@Order(1)
		WebSocketCodec first() {
			return new Constant("first", Say.class, String.class);
		}

	}

	/**
	 * Encodes all values of some classes to one text.
	 */
	private record Constant(String text, Class<?>... types) implements WebSocketCodec {

		@Override
		public @Nullable MessageDecoder decoder(ResolvableType type, Type message, @Nullable String subProtocol) {
			return null;
		}

		@Override
		public @Nullable MessageEncoder encoder(ResolvableType type, @Nullable String subProtocol) {
			return List.of(this.types).contains(type.toClass()) ? (value, buffers) -> new WebSocketMessage(Type.TEXT,
					buffers.wrap(this.text.getBytes(StandardCharsets.UTF_8))) : null;
		}

	}

}
