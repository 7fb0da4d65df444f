package io.github.websocketstarter.autoconfigure.redis;

import java.nio.ByteBuffer;

import io.github.websocketstarter.broadcast.Backplane;
import io.github.websocketstarter.broadcast.redis.RedisBackplane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisBackplaneAutoConfiguration}.
 */
class RedisBackplaneAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(DataRedisAutoConfiguration.class,
			DataRedisReactiveAutoConfiguration.class, RedisBackplaneAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	private final ReactiveWebApplicationContextRunner enabled = this.runner
		.withPropertyValues("websocket.backplane.redis.enabled=true");

	@Test
	void noBackplaneUnlessEnabled() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Backplane.class));
	}

	@Test
	void backplaneWhenEnabled() {
		this.enabled.run((context) -> {
			assertThat(context).hasSingleBean(Backplane.class).hasSingleBean(RedisBackplane.class);
			assertThat(context.getBean(RedisBackplane.class)).extracting("channel").isEqualTo("websocket");
			assertThat(context.getBean(RedisBackplane.class)).extracting("connections")
				.isSameAs(context.getBean(ReactiveRedisConnectionFactory.class));
		});
	}

	@Test
	void beanOfTheApplicationMayHaveTheObviousName() {
		this.enabled.withBean("redisBackplane", Object.class, Object::new)
			.run((context) -> assertThat(context).hasNotFailed().hasBean("webSocketStarterRedisBackplane"));
	}

	@Test
	void nothingIsConnectedToByItself() {
		this.enabled.withPropertyValues("spring.data.redis.port=1").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(RedisBackplane.class).status().connected()).isFalse();
			assertThat(context.getBean(RedisBackplane.class).status().lost()).isZero();
		});
	}

	@Test
	void channelIsThatOfTheProperty() {
		this.enabled.withPropertyValues("websocket.backplane.redis.channel=chat")
			.run((context) -> assertThat(ReflectionTestUtils.getField(context.getBean(RedisBackplane.class), "channel"))
				.isEqualTo("chat"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "on", "yes", "1", "TRUE" })
	void switchesAreReadAsAllBooleans(String value) {
		this.runner.withPropertyValues("websocket.enabled=" + value, "websocket.backplane.redis.enabled=" + value)
			.run((context) -> assertThat(context).hasSingleBean(RedisBackplane.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "websocket.backplane.redis.enabled", "websocket.enabled" })
	void switchThatIsNoBooleanFailsTheStart(String key) {
		this.enabled.withPropertyValues(key + "=ture")
			.run((context) -> assertThat(context).getFailure()
				.cause()
				.isInstanceOf(BindException.class)
				.hasMessageContaining("'" + key + "'"));
	}

	@Test
	void channelMustHaveAName() {
		this.enabled.withPropertyValues("websocket.backplane.redis.channel=")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.rootCause()
				.hasMessageContaining("'websocket.backplane.redis.channel' must not be empty"));
	}

	@Test
	void backplaneOfTheApplicationComesFirst() {
		this.enabled.withBean(Backplane.class, OtherBackplane::new)
			.run((context) -> assertThat(context.getBean(Backplane.class)).isInstanceOf(OtherBackplane.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "off", "no", "0" })
	void noBackplaneWithoutTheEngine(String value) {
		this.enabled.withPropertyValues("websocket.enabled=" + value)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Backplane.class));
	}

	@Test
	void noBackplaneWithoutAWebApplication() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("websocket.backplane.redis.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Backplane.class));
	}

	@Test
	void startFailsWithoutSpringDataRedis() {
		this.enabled.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(FailureAnalyzedException.class, (failure) -> {
					assertThat(failure.analysis().getDescription()).isEqualTo(
							"'websocket.backplane.redis.enabled' is true, but there is no Spring Data Redis on the class path.");
					assertThat(failure.analysis().getAction()).isEqualTo(
							"Add the dependency 'spring-boot-starter-data-redis-reactive', or set 'websocket.backplane.redis.enabled=false'.");
				}));
	}

	@Test
	void startFailsWithoutAConnectionFactory() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RedisBackplaneAutoConfiguration.class))
			.withPropertyValues("websocket.backplane.redis.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessageContaining("there is no ReactiveRedisConnectionFactory bean"));
	}

	@Test
	void applicationStartsWithoutSpringDataRedisUnlessEnabled() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RedisBackplaneAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	static class OtherBackplane implements Backplane {

		@Override
		public Mono<Void> publish(ByteBuffer message) {
			return Mono.empty();
		}

		@Override
		public Flux<ByteBuffer> messages() {
			return Flux.never();
		}

	}

}
