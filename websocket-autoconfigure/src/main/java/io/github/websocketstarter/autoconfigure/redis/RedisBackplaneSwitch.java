package io.github.websocketstarter.autoconfigure.redis;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if both the engine and the backplane over Redis are switched on. They are read
 * as any boolean property is: {@code on} switches on, and what is no boolean fails the
 * start. {@code @ConditionalOnBooleanProperty} would silently take it for {@code false}.
 */
final class RedisBackplaneSwitch extends SpringBootCondition {

	private static final String ENGINE = "websocket.enabled";

	private static final String BACKPLANE = "websocket.backplane.redis.enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		boolean backplane = isOn(environment, BACKPLANE, false);
		boolean engine = isOn(environment, ENGINE, true);
		return new ConditionOutcome(backplane && engine, ConditionMessage.forCondition("WebSocket backplane over Redis")
			.because("'" + BACKPLANE + "' is " + backplane + ", '" + ENGINE + "' is " + engine));
	}

	private static boolean isOn(Environment environment, String key, boolean otherwise) {
		return Binder.get(environment).bind(key, Boolean.class).orElse(otherwise);
	}

}
