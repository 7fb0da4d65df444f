package io.github.websocketstarter.autoconfigure;

import java.util.List;

import io.github.websocketstarter.endpoint.WebSocketEndpoints;
import io.github.websocketstarter.upgrade.EngineWebSocketService;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

/**
 * Gives the {@link OpenOriginsWarning} at start-up if something is mapped to which the
 * application's origins apply. Looks at the dispatcher when it has collected its
 * mappings, and so creates no bean that the application wants to be created later.
 */
final class OpenOriginsCheck implements BeanPostProcessor {

	private final ListableBeanFactory beans;

	OpenOriginsCheck(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DispatcherHandler dispatcher
				&& (servesEndpoints() || servesPlainHandlers(dispatcher.getHandlerMappings()))) {
			this.beans.getBean(OpenOriginsWarning.class).give();
		}
		return bean;
	}

	private boolean servesEndpoints() {
		return this.beans.getBean(WebSocketEndpoints.class).useApplicationOrigins();
	}

	private boolean servesPlainHandlers(@Nullable List<HandlerMapping> mappings) {
		return mappings != null && mappings.stream().anyMatch(this::hasPlainHandlers)
				&& this.beans.getBeanProvider(WebSocketHandlerAdapter.class)
					.stream()
					.anyMatch((adapter) -> adapter.getWebSocketService() instanceof EngineWebSocketService);
	}

	private boolean hasPlainHandlers(HandlerMapping mapping) {
		return mapping instanceof AbstractUrlHandlerMapping urls
				&& urls.getHandlerMap().values().stream().anyMatch(this::isPlainHandler);
	}

	private boolean isPlainHandler(Object handler) {
		if (handler instanceof String name) {
			return this.beans.containsBean(name) && this.beans.isTypeMatch(name, WebSocketHandler.class);
		}
		return handler instanceof WebSocketHandler;
	}

}
