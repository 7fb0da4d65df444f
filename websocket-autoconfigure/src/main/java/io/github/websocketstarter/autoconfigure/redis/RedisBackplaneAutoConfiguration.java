package io.github.websocketstarter.autoconfigure.redis;

import io.github.websocketstarter.autoconfigure.WebSocketAutoConfiguration;
import io.github.websocketstarter.broadcast.Backplane;
import io.github.websocketstarter.broadcast.redis.RedisBackplane;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/**
 * Auto-configuration of the backplane over Redis, with
 * {@code websocket.backplane.redis.enabled=true}. A {@link Backplane} bean of the
 * application comes first. Without Spring Data Redis, or without a connection of it that
 * is reactive, the start fails.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = WebSocketAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@Conditional(RedisBackplaneSwitch.class)
@ConditionalOnMissingBean(Backplane.class)
public final class RedisBackplaneAutoConfiguration {

	private static FailureAnalyzedException missing(String what) {
		return new FailureAnalyzedException(
				"'websocket.backplane.redis.enabled' is true, but there is no " + what + ".",
				"Add the dependency 'spring-boot-starter-data-redis-reactive', or set "
						+ "'websocket.backplane.redis.enabled=false'.");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ReactiveRedisConnectionFactory.class)
	@EnableConfigurationProperties(RedisBackplaneProperties.class)
	static class BackplaneConfiguration {

		@Bean
		RedisBackplane webSocketStarterRedisBackplane(ObjectProvider<ReactiveRedisConnectionFactory> connections,
				RedisBackplaneProperties properties) {
			ReactiveRedisConnectionFactory factory = connections.getIfAvailable();
			if (factory == null) {
				throw missing("ReactiveRedisConnectionFactory bean, as Spring Boot makes one with Lettuce");
			}
			return new RedisBackplane(factory, properties.channel());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.data.redis.connection.ReactiveRedisConnectionFactory")
	static class Requirement {

		@Bean
		static BeanFactoryPostProcessor webSocketStarterSpringDataRedisRequirement() {
			return (beanFactory) -> {
				throw missing("Spring Data Redis on the class path");
			};
		}

	}

}
