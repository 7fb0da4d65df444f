package io.github.websocketstarter.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Conditions on {@code websocket.enabled}, which is read as any boolean property is:
 * {@code off} switches off, and what is no boolean fails the start.
 * {@code @ConditionalOnBooleanProperty} takes {@code off} for neither, and Spring's own
 * adapter would go on serving.
 */
final class EngineSwitch {

	private static final String KEY = "websocket.enabled";

	private EngineSwitch() {
	}

	private static ConditionOutcome outcome(ConditionContext context, boolean wanted) {
		boolean enabled = Binder.get(context.getEnvironment()).bind(KEY, Boolean.class).orElse(true);
		return new ConditionOutcome(enabled == wanted,
				ConditionMessage.forCondition("WebSocket engine").because("'" + KEY + "' is " + enabled));
	}

	/** Matches unless the engine is switched off. */
	static final class On extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return outcome(context, true);
		}

	}

	/** Matches if the engine is switched off. */
	static final class Off extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return outcome(context, false);
		}

	}

}
