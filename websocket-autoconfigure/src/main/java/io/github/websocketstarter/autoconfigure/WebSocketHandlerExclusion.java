package io.github.websocketstarter.autoconfigure;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;

/**
 * Lets no URL mapping find a {@link WebSocketHandler}, so that the next mapping is asked
 * for the request. The predicate adds to one that the mapping has or gets.
 */
final class WebSocketHandlerExclusion implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractUrlHandlerMapping mapping) {
			mapping.setHandlerPredicate((handler, exchange) -> !(handler instanceof WebSocketHandler));
		}
		return bean;
	}

}
