package io.github.websocketstarter.test.autoconfigure;

import java.util.Set;

import io.github.websocketstarter.endpoint.WebSocketEndpoint;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;

/**
 * Leaves out of component scanning what no endpoint needs. Types that may not be there
 * are named by {@code META-INF/spring/….WebSocketEndpointTest.includes}.
 */
final class WebSocketEndpointTypeExcludeFilter
		extends StandardAnnotationCustomizableTypeExcludeFilter<WebSocketEndpointTest> {

	private static final Set<Class<?>> SURROUNDINGS = Set.of(WebFluxConfigurer.class, WebFilter.class,
			WebExceptionHandler.class, Converter.class, GenericConverter.class);

	private final Set<Class<?>> endpoints;

	WebSocketEndpointTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		Class<?>[] named = getAnnotation().getValue("endpoints", Class[].class).orElse(new Class<?>[0]);
		this.endpoints = (named.length > 0) ? Set.of(named) : Set.of(WebSocketEndpoint.class);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return SURROUNDINGS;
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.endpoints;
	}

}
