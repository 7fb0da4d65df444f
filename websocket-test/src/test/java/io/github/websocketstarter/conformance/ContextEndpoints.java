package io.github.websocketstarter.conformance;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import org.aopalliance.intercept.MethodInterceptor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Endpoints whose calls are surrounded by something.
 */
final class ContextEndpoints {

	/** The key under which a filter writes to the Reactor context. */
	static final String COLOUR = "colour";

	/** Set by context propagation if a test registers it. */
	static final ThreadLocal<String> colour = new ThreadLocal<>();

	/** How many calls went through proxies. */
	static final AtomicInteger proxied = new AtomicInteger();

	private ContextEndpoints() {
	}

	/** Says what it finds in the Reactor context, or in the thread. */
	@WebSocketEndpoint("/context")
	static class Finder {

		@OnMessage
		Flux<String> reactive(String text) {
			Mono<String> found = Mono.deferContextual((context) -> Mono.just("" + context.getOrDefault(COLOUR, null)));
			return found.concatWith(found);
		}

		@OnMessage
		String blocking(byte[] bytes) {
			return "" + colour.get();
		}

	}

	@WebSocketEndpoint("/context/mono")
	static class MonoFinder {

		@OnMessage
		Mono<String> reactive(String text) {
			return Mono.deferContextual((context) -> Mono.just("" + context.getOrDefault(COLOUR, null)));
		}

	}

	@Component
	static class Painter implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			String value = exchange.getRequest().getHeaders().getFirst("X-Paint");
			return (value != null) ? chain.filter(exchange).contextWrite((context) -> context.put(COLOUR, value))
					: chain.filter(exchange);
		}

	}

	/** What is called through a proxy that counts calls. */
	interface Guarded {

	}

	@WebSocketEndpoint("/context/class-proxy/{name}")
	static class ByClass implements Guarded {

		@OnMessage
		String reply(String text, @PathVariable String name) {
			return text + " " + name;
		}

	}

	interface Api extends Guarded {

		@OnMessage
		String reply(String text, @PathVariable String name);

	}

	@WebSocketEndpoint("/context/interface-proxy/{name}")
	static class ByInterface implements Api {

		@Override
		public String reply(String text, String name) {
			return text + " " + name;
		}

	}

	@Component
	static class Proxies implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof Guarded)) {
				return bean;
			}
			ProxyFactory proxy = new ProxyFactory(bean);
			proxy.setProxyTargetClass(!(bean instanceof Api));
			proxy.addAdvice((MethodInterceptor) (call) -> {
				if (call.getMethod().getName().equals("reply")) {
					proxied.incrementAndGet();
				}
				return call.proceed();
			});
			return proxy.getProxy();
		}

	}

}
