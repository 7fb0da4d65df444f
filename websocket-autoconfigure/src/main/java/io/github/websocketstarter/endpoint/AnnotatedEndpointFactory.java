package io.github.websocketstarter.endpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.util.Assert;
import org.springframework.validation.Validator;
import org.springframework.web.bind.support.ConfigurableWebBindingInitializer;
import org.springframework.web.bind.support.WebBindingInitializer;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.reactive.result.method.annotation.CookieValueMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ExpressionValueMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.MatrixVariableMapMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.MatrixVariableMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.PathVariableMapMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.PathVariableMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.PrincipalMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.RequestAttributeMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.RequestHeaderMapMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.RequestHeaderMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.method.annotation.RequestParamMapMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.RequestParamMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ServerWebExchangeMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.SessionAttributeMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.WebSessionMethodArgumentResolver;

/**
 * Makes endpoints of beans with annotated methods: what they have in common with the
 * controllers of the application (argument resolvers, conversion, validation) and with
 * each other. Used at start-up.
 */
final class AnnotatedEndpointFactory {

	private final CallSettings calls;

	private final BlockingCalls blockingCalls;

	private final List<HandlerMethodArgumentResolver> resolvers;

	private final @Nullable WebBindingInitializer initializer;

	private final List<Object> advices;

	private final MethodSecurity security;

	/**
	 * Create the factory of an application.
	 * @param beans the beans of the application
	 * @param calls how messages become calls
	 */
	AnnotatedEndpointFactory(ListableBeanFactory beans, CallSettings calls) {
		this.calls = calls;
		this.blockingCalls = new BlockingCalls(calls.blockingExecutor());
		this.resolvers = resolvers(beans);
		RequestMappingHandlerAdapter adapter = beans.getBeanProvider(RequestMappingHandlerAdapter.class)
			.getIfAvailable();
		this.initializer = (adapter != null) ? adapter.getWebBindingInitializer() : null;
		this.advices = new ArrayList<>(beans.getBeansWithAnnotation(WebSocketEndpointAdvice.class).values());
		AnnotationAwareOrderComparator.sort(this.advices);
		this.security = MethodSecurity.of(beans);
	}

	// Those for controllers that need no body, then those of the application. None of
	// them takes everything.
	private static List<HandlerMethodArgumentResolver> resolvers(ListableBeanFactory beans) {
		BeanFactory all = (beans instanceof ApplicationContext context) ? context.getAutowireCapableBeanFactory()
				: beans;
		Assert.isInstanceOf(ConfigurableBeanFactory.class, all);
		ConfigurableBeanFactory factory = (ConfigurableBeanFactory) all;
		ReactiveAdapterRegistry registry = ReactiveAdapterRegistry.getSharedInstance();
		List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>(
				List.of(new RequestParamMethodArgumentResolver(factory, registry, false),
						new RequestParamMapMethodArgumentResolver(registry),
						new PathVariableMethodArgumentResolver(factory, registry),
						new PathVariableMapMethodArgumentResolver(registry),
						new MatrixVariableMethodArgumentResolver(factory, registry),
						new MatrixVariableMapMethodArgumentResolver(registry),
						new RequestHeaderMethodArgumentResolver(factory, registry),
						new RequestHeaderMapMethodArgumentResolver(registry),
						new CookieValueMethodArgumentResolver(factory, registry),
						new ExpressionValueMethodArgumentResolver(factory, registry),
						new SessionAttributeMethodArgumentResolver(factory, registry),
						new RequestAttributeMethodArgumentResolver(factory, registry),
						new ServerWebExchangeMethodArgumentResolver(registry),
						new PrincipalMethodArgumentResolver(registry), new WebSessionMethodArgumentResolver(registry)));
		ArgumentResolverConfigurer own = new ArgumentResolverConfigurer() {
			@Override
			public void addCustomResolver(HandlerMethodArgumentResolver... resolver) {
				resolvers.addAll(Arrays.asList(resolver));
			}
		};
		beans.getBeanProvider(WebFluxConfigurer.class)
			.orderedStream()
			.forEach((configurer) -> configurer.configureArgumentResolvers(own));
		return resolvers;
	}

	/**
	 * Make the endpoint of a bean.
	 * @param definition what its annotation says
	 * @param bean the bean
	 * @return the endpoint
	 * @throws InvalidEndpointException if one of its methods could never work
	 */
	AnnotatedEndpoint create(EndpointDefinition definition, Object bean) {
		HandshakeArguments handshake = new HandshakeArguments(this.resolvers,
				() -> new BindingContext(this.initializer, ReactiveAdapterRegistry.getSharedInstance()));
		EndpointMethods.Run run = new EndpointMethods.Run(definition.concurrency(), definition.maxStreams(),
				this.blockingCalls);
		BroadcastReader broadcasts = new BroadcastReader(definition.patterns(),
				this.calls.connections().endpoint(definition.name().toString()), this.calls.groups());
		List<@Nullable String> subProtocols = new ArrayList<>(definition.subProtocols());
		subProtocols.add(null);
		Map<@Nullable String, EndpointMethods> methods = new HashMap<>();
		try {
			checkAccessRules(bean);
			this.advices.forEach(this::checkAccessRules);
			for (String subProtocol : subProtocols) {
				methods.put(subProtocol, new EndpointReader(definition, this.calls.codecs(), validator(), handshake,
						broadcasts, subProtocol)
					.read(bean, this.advices, run));
			}
		}
		catch (InvalidMethodException ex) {
			throw new InvalidEndpointException("The @WebSocketEndpoint bean '" + definition.beanName()
					+ "' is not valid: " + lowerFirst(String.valueOf(ex.getMessage())), ex.getAction(), ex);
		}
		return new AnnotatedEndpoint(definition.subProtocols(), handshake, methods);
	}

	private void checkAccessRules(Object bean) {
		Class<?> type = AopUtils.getTargetClass(bean);
		EndpointReader.methods(type).keySet().forEach((method) -> this.security.check(method, type));
	}

	private static String lowerFirst(String sentence) {
		return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
	}

	private @Nullable Validator validator() {
		return (this.initializer instanceof ConfigurableWebBindingInitializer configurable)
				? configurable.getValidator() : null;
	}

}
